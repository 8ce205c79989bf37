"""Row policies: the backstop behind the scope that every compiled question carries as a literal.

A viewer's territories stand in the setting `dashboard.scope`: 'everything', or '1,2,3'. Unset or empty is zero
rows. The scalar subselects are evaluated once a statement, not once a row; 'everything' is checked first.
"""

from collections.abc import Iterator

SETTING = "dashboard.scope"

_EVERYTHING = f"(SELECT pg_catalog.current_setting('{SETTING}', true) = 'everything')"
_TERRITORIES = (
    "(SELECT CASE WHEN pg_catalog.current_setting('dashboard.scope', true) ~ '^[0-9]+(,[0-9]+)*$' "
    "THEN pg_catalog.string_to_array(pg_catalog.current_setting('dashboard.scope', true), ',')::integer[] "
    "ELSE '{}'::integer[] END)"
)
BY_TERRITORY = f"{_EVERYTHING} OR territory_id = ANY ({_TERRITORIES}::integer[])"
BY_TERRITORIES = f"{_EVERYTHING} OR territory_ids && {_TERRITORIES}"

SCOPED: dict[str, str] = {
    "sales.orders": BY_TERRITORY,
    "sales.order_lines": BY_TERRITORY,
    "sales.returns": BY_TERRITORY,
    "sales.payments": BY_TERRITORY,
    "sales.quotas": BY_TERRITORY,
    "sales.customers": BY_TERRITORIES,
}
"""Every table that holds rows of somebody's, and the rule by which a reader sees them."""


def create_policies() -> Iterator[str]:
    """Statements that put every scoped table under forced row security with one policy."""
    for table, rule in SCOPED.items():
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        yield (
            f"CREATE POLICY viewer_scope ON {table} FOR SELECT "
            f"TO dashboard_reader, dashboard_reader_costs USING ({rule})"
        )

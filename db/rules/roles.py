"""The roles and what each may touch.

No process writes as the owner; readers hold no write privilege anywhere; cost columns are granted by role.
"""

from collections.abc import Iterator

from sqlalchemy import MetaData, Table

OWNER = "dashboard_owner"
LOADER = "dashboard_loader"
REFRESHER = "dashboard_refresher"
APP = "dashboard_app"
READER = "dashboard_reader"
READER_COSTS = "dashboard_reader_costs"
BACKUP = "dashboard_backup"
LOGIN = "dashboard"

ROLES: dict[str, str] = {
    OWNER: "NOLOGIN",
    LOADER: "NOLOGIN BYPASSRLS",
    REFRESHER: "NOLOGIN BYPASSRLS",
    APP: "NOLOGIN",
    READER: "NOLOGIN",
    READER_COSTS: "NOLOGIN",
    BACKUP: "NOLOGIN BYPASSRLS",
    LOGIN: "LOGIN NOINHERIT",
}
ASSUMED = (LOADER, REFRESHER, APP, READER, READER_COSTS, BACKUP)
"""Roles that the login role may assume, one a transaction."""

COST_COLUMN = "unit_cost"


def create_roles() -> Iterator[str]:
    """Statements that make the missing roles; needs a superuser, or CREATEROLE with BYPASSRLS, once."""
    for role, attributes in ROLES.items():
        yield (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '{role}') "
            f"THEN CREATE ROLE {role} {attributes}; END IF; END $$"
        )
    for role in ASSUMED:
        yield f"GRANT {role} TO {LOGIN}"
    yield f"GRANT {OWNER}, {LOADER} TO CURRENT_USER"
    for grant in (
        f"GRANT CREATE ON DATABASE %I TO {OWNER}",
        "REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC",
        f"GRANT TEMPORARY ON DATABASE %I TO {LOADER}",
    ):
        yield f"DO $$ BEGIN EXECUTE format('{grant}', current_database()); END $$"
    yield _no_large_objects()


def _no_large_objects() -> str:
    """Nobody but a superuser makes large objects, which no row security guards; only a superuser can see to that."""
    return """
        DO $$ DECLARE making regprocedure; BEGIN
            IF (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN
                FOR making IN SELECT oid FROM pg_catalog.pg_proc
                    WHERE pronamespace = 'pg_catalog'::regnamespace
                    AND proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_import')
                LOOP EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', making); END LOOP;
            END IF;
        END $$"""


def privileges(metadata: MetaData) -> Iterator[str]:
    """Statements that grant each role what it needs on the tables of `sales` and `rollup`, and on imports."""
    yield f"GRANT USAGE ON SCHEMA sales, rollup, app TO {LOADER}, {BACKUP}"
    yield f"GRANT USAGE ON SCHEMA sales, rollup TO {READER}, {READER_COSTS}, {REFRESHER}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA sales, rollup, app TO {BACKUP}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA sales TO {REFRESHER}, {READER_COSTS}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA rollup TO {READER}, {READER_COSTS}"
    for table in metadata.sorted_tables:
        if table.schema == "sales":
            yield _read_without_costs(table)
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sales TO {LOADER}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA sales TO {LOADER}"
    yield _maintain()
    yield f"GRANT SELECT, INSERT ON rollup.marks, rollup.topic_marks TO {LOADER}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON rollup.marks, rollup.settled TO {REFRESHER}"
    yield f"GRANT SELECT, INSERT, UPDATE ON app.imports TO {LOADER}"
    yield f"GRANT SELECT, INSERT ON app.import_rejects TO {LOADER}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA app TO {LOADER}"
    yield f"GRANT SELECT, INSERT, UPDATE ON app.settings TO {LOADER}"
    yield f"GRANT SELECT ON app.imports, app.import_rejects, app.settings TO {APP}"
    yield f"GRANT INSERT, UPDATE ON app.settings TO {APP}"


def _maintain() -> str:
    """ANALYZE after a load, from PostgreSQL 17 on; before, autovacuum does it a little later."""
    grant = f"GRANT MAINTAIN ON ALL TABLES IN SCHEMA sales TO {LOADER}"
    newer = "current_setting('server_version_num')::integer >= 170000"
    return f"DO $$ BEGIN IF {newer} THEN EXECUTE '{grant}'; END IF; END $$"


def _read_without_costs(table: Table) -> str:
    """SELECT for the plain reader: the whole table, or every column but the cost."""
    if COST_COLUMN not in table.columns:
        return f"GRANT SELECT ON {table.fullname} TO {READER}"
    columns = ", ".join(c.name for c in table.columns if c.name != COST_COLUMN)
    return f"GRANT SELECT ({columns}) ON {table.fullname} TO {READER}"

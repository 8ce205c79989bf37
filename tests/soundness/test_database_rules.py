"""What the database itself must hold, found by walking its catalogs: a table that breaks a rule fails here."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from db.engine import acting_as
from db.rules.roles import ASSUMED, BACKUP, COST_COLUMN, LOADER, OWNER, READER, READER_COSTS, REFRESHER, ROLES
from tests.oracle import company
from tests.oracle.world import World, world

READERS = (READER, READER_COSTS)
OURS = ("sales", "app", "rollup", "jobs")
UNSCOPED = {"sales.territories"}
"""Tables with a territory that are nobody's rows: the territories' own names."""


@pytest.fixture(scope="module")
def full(new_database: Callable[..., str]) -> Iterator[World]:
    """The company of seed 3, with a payment, so that no scoped table is empty; nobody writes to it."""
    with world(new_database, company.make(3)) as made:
        made.write(
            "INSERT INTO sales.payments SELECT customer_id, order_id, 99, ordered_at, territory_id, 5, 'card' "
            "FROM sales.orders",
            "INSERT INTO sales.customers (customer_id, source, source_key, name) VALUES (99, 'x', '99', 'Not yet')",
        )
        yield made


def found(full: World, sql: str, **bound: Any) -> list[Any]:
    """Rows of a catalog query as the superuser; single columns as plain values."""
    with full.superuser.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(sql), bound)]
    return [row[0] if len(row) == 1 else row for row in rows]


def scoped_tables(full: World) -> list[str]:
    """Tables of sales and rollup that say of each row what territory it is of."""
    return [
        name
        for name in found(
            full,
            "SELECT DISTINCT n.nspname || '.' || c.relname FROM pg_class AS c "
            "JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_attribute AS a ON a.attrelid = c.oid "
            "WHERE n.nspname IN ('sales', 'rollup') AND c.relkind IN ('r', 'p') "
            "AND a.attname IN ('territory_id', 'territory_ids') AND NOT a.attisdropped ORDER BY 1",
        )
        if name not in UNSCOPED
    ]


def test_every_table_with_a_territory_is_under_forced_row_security_with_a_policy(full: World) -> None:
    tables = scoped_tables(full)
    assert {"sales.orders", "sales.order_lines", "sales.returns", "sales.quotas", "sales.customers"} <= {*tables}
    for table in tables:
        forced = "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = CAST(:t AS regclass)"
        assert found(full, forced, t=table) == [True], table
        policies = found(
            full,
            "SELECT cmd, permissive, roles::text[], qual FROM pg_policies WHERE schemaname || '.' || tablename = :t",
            t=table,
        )
        assert len(policies) == 1, f"{table}: policies are or-ed, so a second one could widen the first"
        command, permissive, roles, rule = policies[0]
        assert (command, permissive, sorted(roles)) == ("SELECT", "PERMISSIVE", sorted(READERS)), table
        assert "dashboard.scope" in rule, table


def test_readers_hold_no_write_privilege_anywhere(full: World) -> None:
    for role in READERS:
        for privilege in ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"):
            tables = found(
                full,
                "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f') "
                "AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema') "
                "AND has_table_privilege(:role, oid, :privilege)",
                role=role,
                privilege=privilege,
            )
            assert tables == [], (role, privilege)
        columns = found(
            full,
            "SELECT attrelid::regclass || '.' || attname FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid "
            "WHERE c.relkind = 'r' AND attnum > 0 AND NOT attisdropped AND c.relnamespace::regnamespace::text "
            "IN ('sales', 'app', 'rollup', 'jobs', 'public') "
            "AND (has_column_privilege(:role, attrelid, attnum, 'INSERT') "
            "OR has_column_privilege(:role, attrelid, attnum, 'UPDATE'))",
            role=role,
        )
        assert columns == [], role
        schemas = "SELECT nspname FROM pg_namespace WHERE has_schema_privilege(:role, oid, 'CREATE')"
        assert [s for s in found(full, schemas, role=role) if not s.startswith("pg_temp")] == []
        sequences = (
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' "
            "AND (has_sequence_privilege(:role, oid, 'USAGE') OR has_sequence_privilege(:role, oid, 'UPDATE'))"
        )
        assert found(full, sequences, role=role) == []


def test_only_those_who_need_it_are_above_row_security_and_nobody_is_more(full: World) -> None:
    attributes = found(
        full,
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin, rolinherit "
        "FROM pg_roles WHERE rolname LIKE 'dashboard%'",
    )
    assert {name for name, *_ in attributes} == {*ROLES}
    for name, superuser, above, *powers, login, inherits in attributes:
        assert not superuser, name
        assert not any(powers), name
        assert above == (name in (LOADER, REFRESHER, BACKUP)), name
        assert login == (name == "dashboard"), name
        assert inherits != (name == "dashboard"), name


def test_the_login_is_a_member_of_what_it_may_become_and_readers_of_nothing(full: World) -> None:
    members = found(
        full,
        "SELECT m.rolname, r.rolname, a.admin_option FROM pg_auth_members AS a JOIN pg_roles AS m ON m.oid = a.member "
        "JOIN pg_roles AS r ON r.oid = a.roleid WHERE m.rolname LIKE 'dashboard%'",
    )
    assert {granted for member, granted, _ in members if member == "dashboard"} == {*ASSUMED}
    assert not any(admin for *_, admin in members)
    assert [member for member, *_ in members if member != "dashboard"] == []
    assert OWNER not in ASSUMED


def test_the_login_by_itself_reads_nothing(full: World) -> None:
    for table in (*scoped_tables(full), "sales.territories", "app.users", "rollup.marks"):
        with full.engine.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
            connection.execute(text(f"SELECT * FROM {table}"))


def test_everything_is_owned_by_the_owner(full: World) -> None:
    owned = "SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace::regnamespace::text = ANY(:ours)"
    assert found(full, owned, ours=list(OURS)) == [OWNER]
    functions = (
        "SELECT DISTINCT proowner::regrole::text FROM pg_proc WHERE pronamespace::regnamespace::text = ANY(:ours)"
    )
    assert found(full, functions, ours=list(OURS)) == [OWNER]


def test_views_run_as_who_asks_and_nothing_is_materialized(full: World) -> None:
    views = found(
        full,
        "SELECT oid::regclass::text, reloptions FROM pg_class WHERE relkind = 'v' "
        "AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')",
    )
    assert [name for name, options in views if "security_invoker=true" not in (options or [])] == []
    assert found(full, "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('m', 'f')") == []


def test_no_function_runs_as_its_owner_and_each_names_its_search_path(full: World) -> None:
    functions = found(
        full,
        "SELECT oid::regprocedure::text, prosecdef, coalesce(proconfig::text, '') FROM pg_proc "
        "WHERE pronamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')",
    )
    assert len(functions) > 20
    assert [name for name, definer, _ in functions if definer] == []
    assert [name for name, _, settings in functions if "search_path" not in settings] == []


def test_costs_are_for_the_reader_of_costs_alone(full: World) -> None:
    columns = found(
        full,
        "SELECT attrelid::regclass::text, has_column_privilege(:plain, attrelid, attnum, 'SELECT'), "
        "has_column_privilege(:costs, attrelid, attnum, 'SELECT') FROM pg_attribute "
        "JOIN pg_class AS c ON c.oid = attrelid WHERE attname = :name AND c.relkind = 'r'",
        plain=READER,
        costs=READER_COSTS,
        name=COST_COLUMN,
    )
    assert {table for table, *_ in columns} >= {"sales.order_lines", "sales.returns"}
    assert all(not plain and costs for _, plain, costs in columns)
    for sql in ("SELECT unit_cost FROM sales.order_lines", "SELECT * FROM sales.returns",
                "SELECT count(*) FROM sales.order_lines WHERE unit_cost > 1",
                "SELECT f FROM sales.order_lines AS f"):  # fmt: skip
        with (
            pytest.raises(DBAPIError, match="permission denied"),
            acting_as(full.engine, READER, "everything") as asking,
        ):
            asking.execute(text(sql))


def seen(engine: Engine, role: str, setting: str | None, table: str) -> int:
    """How many rows of a table a role sees under a setting of the scope; None: never set in the session."""
    with engine.connect() as connection, connection.begin():
        connection.execute(text(f"SET LOCAL ROLE {role}"))
        if setting is not None:
            connection.execute(text("SELECT set_config('dashboard.scope', :setting, true)"), {"setting": setting})
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


GARBAGE = ("", " ", "everything ", "EVERYTHING", "everything,1", "1,everything", "all", "*", "true", "null",
           "1,", ",1", "1;2", "{1}", "1, 2", " 1", "-1", "+1", "1.0", "1e0", "0x1", "\u0661", "\u00b2", "1\n",
           "99", "' OR true --")  # fmt: skip


@pytest.mark.parametrize("role", READERS)
def test_an_unset_empty_or_odd_scope_is_zero_rows(full: World, role: str) -> None:
    for table in scoped_tables(full):
        assert seen(full.engine, role, None, table) == 0, table
        for setting in GARBAGE:
            assert seen(full.engine, role, setting, table) == 0, (table, setting)
        with pytest.raises(DBAPIError, match="out of range"):
            seen(full.engine, role, "1,99999999999", table)


@pytest.mark.parametrize("role", READERS)
def test_a_scope_shows_its_territories_and_everything_shows_all(full: World, role: str) -> None:
    for table in scoped_tables(full):
        everything = found(full, f"SELECT count(*) FROM {table}")[0]
        assert seen(full.engine, role, "everything", table) == everything, table
        match = "territory_ids && '{1,3}'" if table == "sales.customers" else "territory_id IN (1, 3)"
        some = found(full, f"SELECT count(*) FROM {table} WHERE {match}")[0]
        assert 0 < some < everything, table
        assert seen(full.engine, role, "1,3", table) == some, table


def test_a_scope_ends_with_its_transaction(full: World) -> None:
    """The next user of the pooled connection finds none."""
    with acting_as(full.engine, READER, "everything") as connection:
        connection.execute(text("SELECT count(*) FROM sales.orders"))
        session = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    with full.engine.connect() as connection:
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() == session
        assert connection.execute(text("SELECT current_setting('dashboard.scope', true)")).scalar_one() in (None, "")
        assert connection.execute(text("SELECT current_user")).scalar_one() == "dashboard"
    assert seen(full.engine, READER, None, "sales.orders") == 0


def test_every_unique_key_of_a_fact_holds_the_customer(full: World) -> None:
    keys = found(
        full,
        "SELECT i.indexrelid::regclass::text, ARRAY(SELECT attname::text FROM pg_attribute AS a "
        "WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)) FROM pg_index AS i "
        "JOIN pg_class AS c ON c.oid = i.indrelid WHERE i.indisunique AND c.relnamespace = 'sales'::regnamespace "
        "AND EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'order_id')",
    )
    assert len(keys) >= 5
    assert [name for name, columns in keys if "customer_id" not in columns] == []


def test_every_table_has_a_key_and_a_comment(full: World) -> None:
    tables = found(
        full,
        "SELECT c.oid::regclass::text, EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisprimary), "
        "coalesce(obj_description(c.oid, 'pg_class'), '') FROM pg_class AS c "
        "WHERE c.relkind IN ('r', 'p') AND c.relnamespace::regnamespace::text = ANY(:ours)",
        ours=list(OURS),
    )
    assert len(tables) > 25
    assert [name for name, keyed, _ in tables if not keyed] == []
    assert [name for name, _, comment in tables if len(comment) < 8] == []


def test_nothing_of_ours_is_granted_to_everybody(full: World) -> None:
    """PUBLIC holds no privilege on tables and schemas; trigger functions can't be called."""
    granted = (
        "SELECT c.oid::regclass::text FROM pg_class AS c, aclexplode(c.relacl) AS a "
        "WHERE a.grantee = 0 AND c.relnamespace::regnamespace::text = ANY(:ours)"
    )
    assert found(full, granted, ours=list(OURS)) == []
    schemas = "SELECT nspname FROM pg_namespace, aclexplode(nspacl) AS a WHERE a.grantee = 0 AND nspname = ANY(:ours)"
    assert found(full, schemas, ours=list(OURS)) == []


def test_amounts_are_exact_numbers(full: World) -> None:
    """No column of ours is a floating-point number."""
    floats = found(
        full,
        "SELECT attrelid::regclass || '.' || attname FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid "
        "WHERE atttypid IN ('real'::regtype, 'double precision'::regtype, 'money'::regtype) "
        "AND c.relnamespace::regnamespace::text = ANY(:ours)",
        ours=list(OURS),
    )
    assert floats == []


def test_every_trigger_of_ours_also_fires_for_a_replica(full: World) -> None:
    """Marks, headers and refusals hold whatever session_replication_role says."""
    triggers = found(
        full,
        "SELECT tgname || ' on ' || tgrelid::regclass FROM pg_trigger JOIN pg_class AS c ON c.oid = tgrelid "
        "WHERE NOT tgisinternal AND tgenabled <> 'A' AND c.relnamespace::regnamespace::text IN ('sales', 'rollup')",
    )
    assert triggers == []

"""What the login of every process can't do to itself or to the database, whatever it or an administrator has set."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from db import migrate
from db.engine import acting_as, make_engine
from db.rules.roles import ASSUMED, LOADER, LOGIN, READER, READER_COSTS
from tests.conftest import as_login
from tests.oracle.world import World
from tests.soundness.hand import sold


@pytest.mark.parametrize("role", [READER, READER_COSTS])
def test_a_scope_that_the_login_has_by_default_is_no_reader_s(hand: World, role: str) -> None:
    sold(hand, 1, 1, date(2011, 3, 4), "10")
    database = make_url(hand.url).database
    with hand.superuser.begin() as connection:
        connection.execute(text(f"ALTER ROLE {LOGIN} IN DATABASE {database} SET dashboard.scope = 'everything'"))
    for scope, rows in ((None, 0), ("", 0), ("everything", 1)):
        with acting_as(hand.engine, role, scope) as connection:
            assert connection.execute(text("SELECT count(*) FROM sales.orders")).scalar_one() == rows


def test_a_failed_statement_says_nothing_of_its_values(engine: Engine) -> None:
    with pytest.raises(DBAPIError) as failed, engine.connect() as connection:
        connection.execute(text("SELECT * FROM sales.no_table WHERE name = :name"), {"name": "Ada Lovelace"})
    assert "no_table" in str(failed.value)
    assert "Lovelace" not in str(failed.value)


@pytest.fixture
def migrated_here(new_database: Callable[..., str]) -> Iterator[Engine]:
    """The superuser's engine on a database that was migrated itself: a copy has not the grants on its original."""
    url = new_database(migrated=False)
    migrate.upgrade(url)
    engine = create_engine(url)
    yield engine
    engine.dispose()


def test_only_the_loader_makes_temporary_tables(migrated_here: Engine) -> None:
    allowed = text("SELECT has_database_privilege(:role, current_database(), 'TEMPORARY')")
    with migrated_here.connect() as connection:
        held = {role for role in (*ASSUMED, LOGIN) if connection.execute(allowed, {"role": role}).scalar_one()}
    assert held == {LOADER}
    login = make_engine(as_login(migrated_here.url.render_as_string(hide_password=False)))
    for role in (*ASSUMED, None):
        with login.connect() as connection:
            if role:
                connection.execute(text(f"SET LOCAL ROLE {role}"))
            if role == LOADER:
                connection.execute(text("CREATE TEMPORARY TABLE kept (n integer) ON COMMIT DROP"))
            else:
                with pytest.raises(DBAPIError, match="permission denied to create temporary tables"):
                    connection.execute(text("CREATE TEMPORARY TABLE kept (n integer) ON COMMIT DROP"))
    login.dispose()


@pytest.mark.parametrize("making", ["lo_create(0)", "lo_creat(-1)", "lo_from_bytea(0, 'x')", "lo_import('x')"])
def test_nobody_keeps_large_objects(engine: Engine, making: str) -> None:
    for role in (*ASSUMED, None):
        with engine.connect() as connection:
            if role:
                connection.execute(text(f"SET LOCAL ROLE {role}"))
            with pytest.raises(DBAPIError, match="permission denied for function lo_"):
                connection.execute(text(f"SELECT {making}"))

"""Migrations: from empty to what the code declares, back to nothing, and again, whoever else is at it."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from db import migrate
from db.errors import StoreError
from db.rules import jobs, policies, roles, triggers
from db.schema import access_sql, metadata, work
from migrations.frozen import statements
from tests.soundness.catalog import described

OURS = ("sales", "app", "rollup")


@pytest.fixture
def empty(new_database: Callable[..., str]) -> str:
    """URL of a database without anything in it."""
    return new_database(migrated=False)


@pytest.fixture
def open_engine() -> Callable[[str], Engine]:
    """Makes engines that hold no connection."""
    return lambda url: create_engine(url, poolclass=NullPool)


def tables(engine: Engine) -> list[str]:
    """Every table outside PostgreSQL's own schemas."""
    asking = "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)'"
    with engine.connect() as connection:
        return sorted(connection.execute(text(asking)).scalars())


def test_an_empty_database_is_migrated_within_a_minute(empty: str, capsys: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    migrate.upgrade(empty)
    seconds = time.monotonic() - began
    with capsys.disabled():
        print(f"\nfrom an empty database to the newest revision: {seconds:.1f} s")
    assert seconds < 60


def test_migrated_is_what_the_code_declares(
    new_database: Callable[..., str], empty: str, open_engine: Callable[[str], Engine]
) -> None:
    """The other database is made of metadata and rules alone, without the migrations' frozen SQL but for schemas."""
    migrated, declared = open_engine(new_database()), open_engine(empty)
    with declared.begin() as connection:
        for statement in roles.create_roles():
            connection.exec_driver_sql(statement.replace("%", "%%"))
        connection.execute(text("SET LOCAL ROLE dashboard_owner"))
        for statement in statements("0001", "schemas"):
            connection.exec_driver_sql(statement)
        metadata.create_all(connection)
        rules = (*triggers.create_triggers(), *policies.create_policies())
        for statement in (*rules, *roles.privileges(metadata), *access_sql.CREATE, *work.CREATE):
            connection.exec_driver_sql(statement.replace("%", "%%"))
        queue: Any = connection.connection.driver_connection
        for statement in jobs.create_jobs():
            queue.execute(statement)
    left, right = described(migrated), described(declared)
    for part, lines in left.items():
        assert sorted(lines - right[part]) == [], f"{part} only in the migrated database"
        assert sorted(right[part] - lines) == [], f"{part} only in what the code declares"
        assert lines, part


def test_alembic_finds_nothing_to_change(
    new_database: Callable[..., str], open_engine: Callable[[str], Engine]
) -> None:
    options = {"include_schemas": True, "compare_type": True, "compare_server_default": True,
               "include_name": lambda name, kind, parents: kind != "schema" or name in OURS}  # fmt: skip
    with open_engine(new_database()).connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_the_comparison_sees_a_difference(
    new_database: Callable[..., str], open_engine: Callable[[str], Engine]
) -> None:
    """One column widened, one grant, one trigger off: each shows in its part."""
    engine = open_engine(new_database())
    before = described(engine)
    with engine.begin() as connection:
        for change in (
            "ALTER TABLE sales.order_lines ALTER COLUMN tax SET DEFAULT 1",
            "GRANT INSERT ON sales.orders TO dashboard_reader",
            "ALTER TABLE sales.returns DISABLE TRIGGER mark_insert",
        ):
            connection.execute(text(change))
    after = described(engine)
    assert {part for part, lines in before.items() if lines != after[part]} == {"columns", "relations", "triggers"}


def test_down_to_nothing_and_up_again(empty: str, open_engine: Callable[[str], Engine]) -> None:
    engine = open_engine(empty)
    migrate.upgrade(empty)
    first = described(engine)
    migrate.downgrade(empty)
    assert tables(engine) == ["public.alembic_version"]
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one() == 0
        left = "SELECT proname FROM pg_proc WHERE pronamespace::regnamespace::text !~ '^(pg_|information_schema)'"
        assert connection.execute(text(left)).scalars().all() == []
        assert migrate.current(connection) == set()
    migrate.upgrade(empty)
    assert described(engine) == first
    with engine.connect() as connection:
        assert migrate.current(connection) == migrate.heads()


def test_two_who_migrate_at_once_both_succeed(empty: str, open_engine: Callable[[str], Engine]) -> None:
    failed: list[BaseException] = []

    def run() -> None:
        try:
            migrate.upgrade(empty)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with open_engine(empty).connect() as connection:
        assert migrate.current(connection) == migrate.heads()
        assert connection.execute(text("SELECT count(*) FROM sales.calendar")).scalar_one() == 40_177
        assert connection.execute(text("SELECT count(*) FROM sales.customers")).scalar_one() == 1


def test_migrating_what_is_migrated_changes_nothing(
    new_database: Callable[..., str], open_engine: Callable[[str], Engine]
) -> None:
    url = new_database()
    before = described(open_engine(url))
    migrate.upgrade(url)
    assert described(open_engine(url)) == before


def test_the_queues_schema_is_the_one_that_the_installed_package_was_migrated_to(owner_url: str) -> None:
    """Another release of the package with another schema fails here: it needs a revision of ours first."""
    newest = max(file.stem for file in (jobs.package_folder() / "migrations").glob("*.sql"))
    assert newest == jobs.SCHEMA_VERSION
    assert jobs.package_sql()
    with create_engine(owner_url, poolclass=NullPool).connect() as connection:
        said = connection.execute(text("SELECT obj_description('jobs'::regnamespace, 'pg_namespace')")).scalar_one()
    assert said == f"procrastinate, schema of {newest}"


def test_a_package_with_another_schema_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SCHEMA_SHA256", "0" * 64)
    with pytest.raises(StoreError, match="brings another schema"):
        jobs.package_sql()

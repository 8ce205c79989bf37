"""Processes start in any order: each waits for what it needs, says so once, and gives up in one line."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from db import embedded, migrate
from db.standing import await_schema
from db.waiting import NotThere, await_database
from tests.conftest import as_login
from tests.ops.web_process import free_port

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def started(*module: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A program of ours; killed at the end where it still runs."""
    command = [sys.executable, "-m", *module]
    environment = {**os.environ, "REDIS_URL": "", "PORT": str(free_port()), **settings}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=-1, stderr=-1, text=True) as process:
        yield process
        process.kill()


def execute(url: URL, statement: str) -> None:
    """One statement as the superuser."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_the_migration_waits_for_a_database_that_starts_later_and_then_fills_it(tmp_path: Path) -> None:
    port = str(free_port())
    url = f"postgresql+psycopg://boss@127.0.0.1:{port}/postgres"
    rules = tmp_path / "pg_hba.conf"
    rules.write_text("local all all trust\nhost all all 127.0.0.1/32 trust\n")
    with started("db.migrate", OWNER_DATABASE_URL=url, DATABASE_URL="") as migrating:
        assert migrating.stderr is not None
        assert "waiting for the database" in migrating.stderr.readline()
        server = embedded.postgres(
            tmp_path / "pg", hba_file=str(rules), listen_addresses="127.0.0.1", port=port, fsync="off"
        )
        with server as socket:
            by_socket = make_url(socket).update_query_dict({"port": port})
            execute(by_socket, "CREATE ROLE boss LOGIN SUPERUSER")
            out, _ = migrating.communicate(timeout=60)
            assert (migrating.returncode, out) == (0, f"database is at {', '.join(sorted(migrate.heads()))}\n")


def test_the_app_waits_for_the_schema_and_serves_once_it_is_there(new_database: Callable[..., str]) -> None:
    empty = new_database(migrated=False)
    with started("ops.web", DATABASE_URL=as_login(empty)) as app:
        assert app.stderr is not None
        lines = iter(app.stderr.readline, "")
        assert any("waiting for the schema" in line and "no migration has run yet" in line for line in lines)
        assert app.poll() is None
        migrate.upgrade(empty)
        assert any("uvicorn running on" in line.lower() for line in lines)


def test_a_schema_that_is_behind_is_waited_for_and_then_told_with_both_revisions(
    new_database: Callable[..., str],
) -> None:
    url, newest = new_database(migrated=False), ", ".join(sorted(migrate.heads()))
    migrate.upgrade(url, "0002")
    with pytest.raises(NotThere, match=f"^the schema is not there after 0 s: it is at 0002, this .* needs {newest}$"):
        await_schema(as_login(url), patience_s=0)
    waiting = threading.Thread(target=await_schema, args=(as_login(url),), daemon=True)
    waiting.start()
    waiting.join(0.5)
    assert waiting.is_alive()
    migrate.upgrade(url)
    waiting.join(10)
    assert not waiting.is_alive()


def test_a_schema_that_is_ahead_is_no_reason_to_wait(new_database: Callable[..., str]) -> None:
    """During an update the migration of the next release has run before the last process of this one has ended."""
    url = new_database()
    execute(make_url(url), "UPDATE public.alembic_version SET version_num = '9999'")
    began = time.monotonic()
    await_schema(as_login(url), patience_s=30)
    assert time.monotonic() - began < 10


def test_who_waited_in_vain_says_what_is_missing_in_one_line_and_no_password() -> None:
    url = f"postgresql+psycopg://dashboard:kf8s0d2mq6zx1vb7@127.0.0.1:{free_port()}/sales"
    with pytest.raises(NotThere) as gone:
        await_database(url, patience_s=0.3)
    assert str(gone.value).startswith("the database is not there after 0 s: ")
    assert "\n" not in str(gone.value)
    assert "kf8s" not in str(gone.value)


def test_the_migration_refuses_a_weak_password_in_production_and_takes_its_database_from_a_secret(
    tmp_path: Path,
) -> None:
    (tmp_path / "owner_database_url").write_text("postgresql://owner_login:postgres@db/sales\n")
    settings = {"OWNER_DATABASE_URL": "", "DATABASE_URL": "", "SECRETS_DIR": str(tmp_path), "ENVIRONMENT": "production"}
    with started("db.migrate", **settings) as migrating:
        _, said = migrating.communicate(timeout=30)
    assert migrating.returncode == 2
    assert said == "OWNER_DATABASE_URL must hold a password of at least 16 characters\n"

"""Bring a database to a revision: `python -m db.migrate`. Safe to call from several processes at once."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import psycopg
import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from db import first_rows
from db.addresses import fault_of_url
from db.engine import driver_url
from db.log_lines import configure_logs
from db.passwords import weakness_of_url
from db.rules.roles import LOGIN
from db.told import told
from db.waiting import NotThere, await_database

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
_LOCK = 7_214_001
"""Advisory lock that one migrating process holds while others wait."""


def config() -> Config:
    """Alembic's configuration, without a file of its own."""
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    return settings


def heads() -> set[str]:
    """The newest revisions that the code knows."""
    return set(ScriptDirectory.from_config(config()).get_heads())


def known() -> set[str]:
    """Every revision of the code, the oldest included."""
    return {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}


def current(connection: Connection) -> set[str]:
    """The revisions that the database is at; empty before the first migration. Needs SELECT on the version table."""
    context = MigrationContext.configure(connection, opts={"version_table_schema": "public"})
    return set(context.get_current_heads())


def upgrade(url: str, revision: str = "head", *, login_url: str | None = None) -> None:
    """Migrate up as the login of `url`, which must be able to create roles the first time.

    The password that `login_url` has for the role `dashboard` becomes the role's; with none, or for another
    login, it stays as it is.
    """
    _run(url, lambda settings: command.upgrade(settings, revision))
    if revision == "head":
        _settle(url)
    login = make_url(driver_url(login_url or url))
    if login.username == LOGIN and login.password:
        _set_login_password(url, str(login.password))


def downgrade(url: str, revision: str = "base") -> None:
    """Migrate down. Roles stay: other databases of the server may use them."""
    _run(url, lambda settings: command.downgrade(settings, revision))


def _run(url: str, step: Callable[[Config], None]) -> None:
    engine = create_engine(driver_url(url), isolation_level="AUTOCOMMIT", hide_parameters=True)
    try:
        with engine.connect() as guard:
            guard.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
            worker = create_engine(driver_url(url), hide_parameters=True)
            try:
                with worker.begin() as connection:
                    settings = config()
                    settings.attributes["connection"] = connection
                    step(settings)
            finally:
                worker.dispose()
    finally:
        engine.dispose()


def _settle(url: str) -> None:
    engine = create_engine(driver_url(url), hide_parameters=True)
    try:
        with engine.begin() as connection:
            first_rows.settle(connection)
    finally:
        engine.dispose()


def _set_login_password(url: str, password: str) -> None:
    engine = create_engine(driver_url(url), hide_parameters=True)
    try:
        with engine.begin() as connection:
            # Encrypted here, so that neither an error nor the server's log ever holds the password itself.
            session = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
            secret = session.pgconn.encrypt_password(password.encode(), LOGIN.encode(), b"scram-sha-256").decode()
            connection.exec_driver_sql(f"ALTER ROLE {LOGIN} PASSWORD '{secret}'")
    finally:
        engine.dispose()


def _objection(url: str, login_url: str | None) -> str | None:
    """Why these are not tried, in one line that names the variable."""
    name = "DATABASE_URL" if url == login_url else "OWNER_DATABASE_URL"
    for variable, given in ((name, url), ("DATABASE_URL", login_url)):
        if given and (fault := fault_of_url(given)):
            return f"{variable} {fault}"
    guarded = (told("ENVIRONMENT") or "development") != "development"
    weak = weakness_of_url(url) if guarded else None
    return f"{name} {weak}" if weak else None


def main() -> int:
    """Migrate the database of OWNER_DATABASE_URL, else DATABASE_URL, to the newest revision, once it lets us in.

    0 when it is there, 1 when somebody kept a table that the migration must change or when the database stays away,
    2 without a database, with a URL that is none or with a password that production refuses.
    """
    login_url = told("DATABASE_URL")
    url = told("OWNER_DATABASE_URL") or login_url
    if not url:
        print("OWNER_DATABASE_URL or DATABASE_URL must name the database to migrate", file=sys.stderr)
        return 2
    if refused := _objection(url, login_url):
        print(refused, file=sys.stderr)
        return 2
    form, began = told("LOG_FORMAT") or "console", time.perf_counter()
    configure_logs(form=form)
    try:
        await_database(url)
        upgrade(url, login_url=login_url)
    except NotThere as gone:
        print(gone, file=sys.stderr)
        return 1
    except OperationalError as failed:
        if not isinstance(failed.orig, psycopg.errors.LockNotAvailable):
            raise
        print("an import or a long question holds the tables; nothing was changed, migrate again", file=sys.stderr)
        return 1
    said = f"database is at {', '.join(sorted(heads()))}"
    if form == "json":
        structlog.get_logger(__name__).info(said, ms=round((time.perf_counter() - began) * 1000, 1))
    else:
        print(said)
    return 0


if __name__ == "__main__":
    sys.exit(main())

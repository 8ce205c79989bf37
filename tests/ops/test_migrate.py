"""`python -m db.migrate`: to the newest revision by the environment alone, the login's password with it."""

import base64
import hashlib
import hmac
import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from db.migrate import _set_login_password, heads, upgrade
from sales_core.settings import PROJECT


def migrate(**variables: str) -> "subprocess.CompletedProcess[str]":
    told = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")} | variables
    command = [sys.executable, "-m", "db.migrate"]
    return subprocess.run(command, cwd=PROJECT, env=told, capture_output=True, text=True, check=False)


def password_of_the_login(owner: str) -> str | None:
    """As the server keeps it: salted anew each time that it is set."""
    engine = create_engine(owner)
    with engine.connect() as connection:
        kept: str | None = connection.execute(
            text("SELECT rolpassword FROM pg_authid WHERE rolname = 'dashboard'")
        ).scalar_one()
    engine.dispose()
    return kept


def test_the_login_gets_the_password_of_its_url_and_keeps_it_when_the_url_has_none(
    new_database: Callable[..., str],
) -> None:
    owner = new_database(migrated=False)
    login = make_url(owner).set(username="dashboard")
    with_password = login.set(password="a'b%c").render_as_string(hide_password=False)
    done = migrate(OWNER_DATABASE_URL=owner, DATABASE_URL=with_password)
    assert (done.returncode, done.stdout) == (0, f"database is at {', '.join(heads())}\n"), done.stderr
    first = password_of_the_login(owner)
    assert first is not None
    for url in (login.render_as_string(), login.set(username="sam", password="x").render_as_string(False)):
        assert migrate(OWNER_DATABASE_URL=owner, DATABASE_URL=url).returncode == 0
        assert password_of_the_login(owner) == first
    assert migrate(OWNER_DATABASE_URL=owner, DATABASE_URL=with_password).returncode == 0
    assert password_of_the_login(owner) != first


def test_the_password_itself_is_never_sent_and_opens_the_door(new_database: Callable[..., str]) -> None:
    owner = new_database()
    login = make_url(owner).set(username="dashboard", password="Ph1lemon+Baucis")
    upgrade(owner, login_url=login.render_as_string(hide_password=False))
    kept = password_of_the_login(owner) or ""
    found = re.fullmatch(r"SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):[^:]+", kept)
    assert found is not None
    salted = hashlib.pbkdf2_hmac("sha256", b"Ph1lemon+Baucis", base64.b64decode(found[2]), int(found[1]))
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    assert base64.b64decode(found[3]) == stored
    # One who may not do it is refused with the statement told, as the server's log would have it.
    another = make_url(owner).update_query_dict({"options": "-c role=dashboard_app"})
    with pytest.raises(ProgrammingError, match="ALTER ROLE") as refused:
        _set_login_password(another.render_as_string(hide_password=False), "Ph1lemon+Baucis")
    assert "Ph1lemon" not in str(refused.value)


def test_without_a_database_one_line_says_which_variables_name_it() -> None:
    refused = migrate()
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "OWNER_DATABASE_URL or DATABASE_URL must name the database to migrate\n"


@pytest.mark.parametrize("variable", ["OWNER_DATABASE_URL", "DATABASE_URL"])
@pytest.mark.parametrize(
    "url", ["elsewhere", "mysql://sam:x@db/sales", "postgresql://sam:hunter2@db:port/sales", "postgresql://"]
)
def test_what_is_no_url_of_a_database_is_refused_in_one_line(variable: str, url: str) -> None:
    refused = migrate(**{variable: url})
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == f"{variable} must look like postgresql://USER:PASSWORD@HOST:5432/DATABASE\n"

"""`python -m sales_core.accounts`, as an operator runs it."""

import os
import subprocess
import sys
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, create_engine, text

from sales_core.accounts.check import check_password
from tests.conftest import as_login


@dataclass(frozen=True, slots=True)
class Operator:
    """Someone with a shell."""

    database_url: str

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """One command; what it says on stdout and stderr."""
        environment = {**os.environ, "DATABASE_URL": self.database_url}
        command = [sys.executable, "-m", "sales_core.accounts", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def operator(owner_url: str) -> Operator:
    """On a database with one territory."""
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO sales.territories (territory_id, name, region) VALUES (901, 'The Fens', 'East')")
        )
    engine.dispose()
    return Operator(as_login(owner_url))


def test_an_account_is_added_listed_granted_and_reset_by_command(operator: Operator, engine: Engine) -> None:
    added = operator.run("add", "Ann", "--role", "analyst", "--territory", "The Fens")
    assert added.returncode == 0
    assert check_password(engine, "ann", added.stdout.strip(), address="") is not None
    never = "has not signed in since the last reset"
    assert operator.run("list").stdout == f"ann: analyst, sees 1 granted territory, {never}\n"
    assert operator.run("grant", "ann", "--everything").returncode == 0
    assert operator.run("role", "ann", "--role", "manager").returncode == 0
    assert operator.run("disable", "ann").returncode == 0
    assert operator.run("list").stdout == f"ann: manager, sees all territories, disabled, {never}\n"
    assert operator.run("enable", "ann").returncode == 0
    reset = operator.run("reset", "ann").stdout.strip()
    assert reset != added.stdout.strip()
    assert check_password(engine, "ann", added.stdout.strip(), address="") is None
    assert check_password(engine, "ann", reset, address="") is not None


def test_an_account_without_a_grant_is_said_to_see_nothing(operator: Operator) -> None:
    assert "sees no rows yet" in operator.run("add", "ann", "--role", "admin").stderr
    assert operator.run("list").stdout.startswith("ann: admin, sees no territory")


def test_what_is_refused_is_refused_in_one_line(operator: Operator) -> None:
    refused = operator.run("add", "ann", "--role", "viewer", "--territory", "The Fen")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "unknown territory 'The Fen'; did you mean 'The Fens'?\n"
    missing = operator.run("reset", "nobody")
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)
    assert "there is no account 'nobody'" in missing.stderr

"""Laws of `make validate`: green on a system that works, and a failed line for each thing that is planted wrong."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.demo.loading import load
from db.engine import make_engine
from sales_core.company import settle
from sales_core.settings import PROJECT, Settings
from sales_core.viewer import EVERYTHING, Role, Scope
from tests.ops.installation import Installation, installation, login_of, owner_sql
from tests.ops.people import PASSWORD, account
from tests.ops.sidecar_states import eventually

pytestmark = pytest.mark.timeout(1200)
LINES = 3_000


@dataclass(frozen=True, slots=True)
class Deployed:
    """A system with a year of demo sales, and what the operator sets to look at it."""

    installed: Installation
    variables: dict[str, str]

    def validate(self, **other: str) -> subprocess.CompletedProcess[str]:
        """The command, as an operator gives it."""
        return subprocess.run(
            [sys.executable, "-m", "ops.validate"],
            cwd=PROJECT,
            env={**os.environ, **self.variables, **other},
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )


def failed(run: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """The checks that failed, with what is said of them."""
    lines = [line.split(maxsplit=2) for line in run.stdout.splitlines() if line.startswith("FAILED")]
    return {line[1]: line[2] for line in lines}


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    folder = tmp_path_factory.mktemp("deployed")
    with installation(folder) as installed:
        url = login_of(installed.postgres.url)
        engine = make_engine(url)
        settle(engine, Settings(company_currency="USD"))
        load(engine, LINES, today=datetime.now(UTC).date(), currency="USD")
        account(engine, "vera", Role.VIEWER, EVERYTHING)
        account(engine, "nora", Role.VIEWER, Scope(territories=frozenset({1})))
        engine.dispose()
        (folder / "password").write_text(PASSWORD + "\n")
        yield Deployed(
            installed,
            {
                "URL": installed.app.origin,
                "VALIDATE_HEALTH_URL": f"http://127.0.0.1:{installed.sidecar.port}",
                "VALIDATE_USER": "vera",
                "VALIDATE_PASSWORD_FILE": str(folder / "password"),
                "VALIDATE_DATABASE_URL": url,
            },
        )


def test_a_system_that_works_is_green_line_by_line(deployed: Deployed) -> None:
    run = deployed.validate()
    assert (failed(run), run.returncode, run.stderr) == ({}, 0, "")
    for what in ("tls", "headers", "closed", "health", "cache", "worker", "sign-in", "cookies", "number", "sign-out"):
        assert f"ok         {what}" in run.stdout, what
    assert "net sales of 90 days" in run.stdout
    assert "all well after" in run.stdout.splitlines()[-1]
    assert PASSWORD not in run.stdout


def test_a_number_that_is_not_the_database_s_is_named_with_its_day(deployed: Deployed) -> None:
    """Changed behind the marks, so that what is remembered is a lie; of the newest day before the last three."""
    sold = "kind = 'sale' AND status = 'placed'"
    day = f"SELECT max(business_date) FROM sales.order_lines WHERE {sold} AND business_date < current_date - 3"
    change = f"UPDATE sales.order_lines SET net_price = net_price {{}} 1 WHERE {sold} AND business_date = ({day})"
    unmarked = "ALTER TABLE sales.order_lines {} TRIGGER USER"
    owner = deployed.installed.postgres.url
    assert deployed.validate().returncode == 0, "and now it is remembered"
    owner_sql(owner, unmarked.format("DISABLE"), change.format("+"))
    try:
        run = deployed.validate()
    finally:
        owner_sql(owner, change.format("-"), unmarked.format("ENABLE"))
    assert run.returncode == 1
    assert failed(run).keys() == {"number"}
    assert "1 of 90 days differ" in failed(run)["number"]
    assert "database" in failed(run)["number"]


def test_a_worker_that_stands_still_is_named_and_so_is_its_return(deployed: Deployed) -> None:
    installed = deployed.installed
    installed.worker.send_signal(signal.SIGSTOP)
    try:
        assert eventually(lambda: installed.sidecar.health()["worker"] == "down", seconds=30)
        run = deployed.validate()
    finally:
        installed.worker.send_signal(signal.SIGCONT)
    assert run.returncode == 1
    assert failed(run).keys() == {"health", "worker"}
    assert failed(run)["health"] == "worker is down"
    assert eventually(lambda: installed.sidecar.health()["worker"] == "ok", seconds=30)


def test_one_who_is_not_let_in_is_told_what_the_page_says(deployed: Deployed, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("not the password")
    run = deployed.validate(VALIDATE_PASSWORD_FILE=str(tmp_path / "wrong"))
    assert run.returncode == 1
    assert failed(run).keys() == {"sign-in"}
    assert "number" not in failed(run)
    assert "not asked  number" in run.stdout


def test_an_account_that_sees_a_part_can_not_vouch_for_the_whole(deployed: Deployed) -> None:
    run = deployed.validate(VALIDATE_USER="nora")
    assert run.returncode == 1
    assert "must see all territories" in failed(run)["number"]


def test_a_system_that_is_not_there_fails_in_words(deployed: Deployed) -> None:
    run = deployed.validate(URL="http://127.0.0.1:1", VALIDATE_HEALTH_URL="http://127.0.0.1:1")
    assert run.returncode == 1
    assert "does not answer" in failed(run)["headers"]
    assert "Traceback" not in run.stdout + run.stderr


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("URL", "", "URL is not set"),
        ("URL", "sales.example.com", "URL must be http:// or https://"),
        ("URL", "http://x/overview", "no path"),
        ("VALIDATE_HEALTH_URL", "ftp://x", "VALIDATE_HEALTH_URL must be http://"),
        ("VALIDATE_USER", "", "VALIDATE_USER is not set"),
        ("VALIDATE_PASSWORD_FILE", "", "VALIDATE_PASSWORD_FILE is not set"),
        ("VALIDATE_PASSWORD_FILE", "/nowhere/at/all", "can't be read"),
        ("VALIDATE_PASSWORD_FILE", os.devnull, "is empty"),
        ("VALIDATE_DATABASE_URL", "mysql://x", "VALIDATE_DATABASE_URL must begin with"),
    ],
)
def test_an_unclear_question_is_refused_in_one_line(deployed: Deployed, name: str, value: str, told: str) -> None:
    run = deployed.validate(**{name: value})
    assert (run.returncode, run.stdout) == (2, "")
    assert told in run.stderr
    assert run.stderr.count("\n") == 1

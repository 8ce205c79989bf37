"""The look through all logs finds what it looks for: shown on leaks that are planted here."""

import subprocess
import sys
from pathlib import Path

import pytest

from sales_core.settings import PROJECT
from tests.kept_secrets import Planted, leaks, logs_in

SECRET, PERSON = "a-session-id-7c1f", "Somebody Of-9e4b"
LEAKS = """
import structlog
from sales_core.logs import configure_logs
configure_logs("info", {form!r})
structlog.get_logger("ops").info("signed in", said={said!r})
"""
KEPT = LEAKS.replace("said=", "session_id=")


@pytest.fixture
def planted() -> Planted:
    """Not the session's own: what leaks here is no failure there."""
    made = Planted()
    made.secret(SECRET)
    made.person(PERSON)
    return made


def logged(folder: Path, name: str, program: str, **words: str) -> Path:
    """The log of a real process."""
    log = folder / name
    with log.open("wb") as output:
        subprocess.run([sys.executable, "-c", program.format(**words)], cwd=PROJECT, stderr=output, check=True)
    return log


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize("said", [SECRET, PERSON])
def test_what_a_process_lets_slip_is_found(tmp_path: Path, planted: Planted, form: str, said: str) -> None:
    log = logged(tmp_path, "site.log", LEAKS, form=form, said=said)
    assert leaks(logs_in(tmp_path), planted) == [f"{log} holds {said[:4]}…"]


def test_what_is_logged_under_a_key_that_hides_is_not_there_to_be_found(tmp_path: Path, planted: Planted) -> None:
    log = logged(tmp_path, "site.log", KEPT, form="json", said=SECRET)
    assert "signed in" in log.read_text()
    assert leaks(logs_in(tmp_path), planted) == []


def test_every_kind_of_log_is_looked_through_however_deep(tmp_path: Path, planted: Planted) -> None:
    for name in ("deep/er/first.log", "side/log", "said-17"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"before {SECRET} after")
    (tmp_path / "notes.txt").write_text(SECRET)
    assert len(leaks(logs_in(tmp_path), planted)) == 3


def test_a_database_may_quote_rows_in_its_own_log_but_no_secret(tmp_path: Path, planted: Planted) -> None:
    (tmp_path / "cluster").mkdir()
    (tmp_path / "cluster.log").write_text(f"DETAIL: Key (name)=({PERSON}) already exists")
    assert leaks(logs_in(tmp_path), planted) == []
    (tmp_path / "cluster.log").write_text(f"ALTER ROLE dashboard PASSWORD '{SECRET}'")
    assert len(leaks(logs_in(tmp_path), planted)) == 1

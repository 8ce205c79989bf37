"""Log lines: whole JSON objects for machines, words for people, secrets in neither."""

import json
import subprocess
import sys

import pytest

from sales_core.settings import PROJECT

PROGRAM = """
import logging, structlog
from sales_core.logs import configure_logs
configure_logs({level!r}, {form!r})
structlog.get_logger("sales").info("answered", rows=3)
logging.getLogger("uvicorn.error").warning("slow %s", "client")
def sign_in(password):
    raise ValueError("no such account")
try:
    sign_in("hunter2")
except ValueError:
    structlog.get_logger("sales").exception("sign-in failed")
"""


def logged(level: str, form: str) -> list[str]:
    """The lines of a process of its own: logging is set up once a process."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(level=level, form=form)],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ended.stdout == ""
    return ended.stderr.splitlines()


def test_in_json_every_line_is_one_object_whoever_logged_it() -> None:
    answered, slow, failed = (json.loads(line) for line in logged("info", "json"))
    assert (answered["event"], answered["rows"], answered["level"], answered["logger"]) == (
        "answered", 3, "info", "sales",
    )  # fmt: skip
    assert (slow["event"], slow["level"], slow["logger"]) == ("slow client", "warning", "uvicorn.error")
    assert failed["exception"][0]["exc_type"] == "ValueError"


def test_below_the_level_nothing_is_written() -> None:
    assert [json.loads(line)["level"] for line in logged("warning", "json")] == ["warning", "error"]


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_shows_no_local_variable(form: str) -> None:
    text = "\n".join(logged("info", form))
    assert "no such account" in text
    assert "password" not in text.replace("sign_in(password)", "")

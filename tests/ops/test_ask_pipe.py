"""Asking by command into a pipe whose reader has read enough: no complaint, whatever the form of the answer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sales_core.accounts.book import add
from sales_core.viewer import EVERYTHING, Role
from tests.conftest import as_login

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("form", [(), ("--csv",), ("--json",), ("--explain",)])
def test_a_reader_that_leaves_early_is_no_error(engine: Engine, owner_url: str, form: tuple[str, ...]) -> None:
    """The reader is gone before the first word, so that every size of answer meets a broken pipe."""
    add(engine, "ada", Role.ADMIN, EVERYTHING, actor="tests")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "sales_core.ask", "--metrics", "net_sales", "--by", "month", "--as", "ada", *form],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": as_login(owner_url)},
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")

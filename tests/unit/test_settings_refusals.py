"""How a refused setting is told: in one line, its passwords masked."""

import os
import subprocess
import sys

import pytest

from sales_core.misspellings import masked
from sales_core.settings import PROJECT


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://sam:secret@db/sales", "postgresql://sam:***@db/sales"),
        ("postgresql://sam:p@ss/w:rd@db/sales", "postgresql://sam:***@db/sales"),
        ("//sam:secret@db", "//sam:***@db"),
        ("sam:secret@db", "sam:***@db"),
        ("redis://:secret@cache:6379", "redis://:***@cache:6379"),
        ("postgresql://db/sales?user=sam&password=secret&x=1", "postgresql://db/sales?user=sam&password=***&x=1"),
        ("postgresql://db:5432/sales", "postgresql://db:5432/sales"),
    ],
)
def test_a_password_is_masked_wherever_a_url_can_have_one(url: str, shown: str) -> None:
    assert masked(url) == shown


def test_a_program_with_a_bad_setting_ends_with_code_2_and_one_line() -> None:
    environment = {**os.environ, "PORT": "eighty", "DATABASE_URL": "mysql://sam:secret@db/sales"}
    program = "from sales_core.settings import settings_or_exit; settings_or_exit(); print('went on')"
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.startswith("settings: PORT='eighty' must be a whole number; DATABASE_URL='mysql://sam:***@db")

"""Asking by command: forms of the answer, one line for what is refused, and the account decides what is seen."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from db.engine import make_engine
from sales_core.accounts.book import add
from sales_core.viewer import EVERYTHING, NOTHING, Role, Scope
from tests.conftest import as_login
from tests.soundness.test_headers import ROWS

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def ask(new_database: Callable[..., str]) -> Run:
    url = new_database()
    owner = create_engine(url)
    with owner.begin() as connection:
        for statement in ROWS.strip().splitlines():
            connection.execute(text(statement))
    owner.dispose()
    engine = make_engine(as_login(url))
    add(engine, "ada", Role.ADMIN, EVERYTHING, actor="tests")
    add(engine, "vera", Role.VIEWER, Scope(territories=frozenset({2})), actor="tests")
    add(engine, "nobody", Role.VIEWER, NOTHING, actor="tests")
    engine.dispose()

    def run(*words: str, user: str = "ada", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "sales_core.ask", *words, "--as", user],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "DATABASE_URL": as_login(url), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_the_answer_comes_as_a_table_csv_or_json(ask: Run) -> None:
    words = ("--metrics", "net_sales,orders", "--by", "month,territory", "--period", "2011-Q1")
    shown = ask(*words).stdout
    assert "2011-01-01" in shown
    assert "North" in shown
    assert "2 rows behind it" in shown
    rows = list(csv.DictReader(io.StringIO(ask(*words, "--csv").stdout)))
    assert [(r["month"], r["territory"], r["net_sales"], r["orders"]) for r in rows] == [
        ("2011-01-01", "North", "10", "1"),
        ("2011-02-01", "North", "-5", "0"),
    ]
    told = json.loads(ask(*words, "--json").stdout)
    assert told["rows"][0]["net_sales"] == "10"
    assert told["receipt"]["rows_behind"] == 2
    assert told["receipt"]["definitions"]["orders"].endswith("(v1)")


def test_explain_shows_plan_and_sql_without_running_it(ask: Run) -> None:
    done = ask("--metrics", "net_sales", "--where", "territory=South", "--explain", user="vera")
    assert done.returncode == 0
    assert "filters         territory is South" in done.stdout
    assert "f.territory_id = any(ARRAY[2])" in done.stdout


def test_an_account_sees_its_own_rows_and_an_empty_grant_sees_none(ask: Run) -> None:
    counts = {
        user: ask("--metrics", "document_lines", "--csv", user=user).stdout.split()[1]
        for user in ("ada", "vera", "nobody")
    }
    assert counts == {"ada": "2", "vera": "0", "nobody": "0"}
    assert "No territory is granted to you" in ask("--metrics", "document_lines", user="nobody").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--metrics", "revenu"), "unknown metric 'revenu'; did you mean 'net_sales'?"),
        (("--metrics", "net_sales", "--by", "mont"), "unknown dimension 'mont'; did you mean 'month'?"),
        (("--metrics", "net_sales", "--period", "2011-13"), "cannot read the period '2011-13'; write one of: 2011,"),
        (
            ("--metrics", "net_sales", "--where", "customer"),
            "cannot read the filter 'customer'; write one of: dimension=VALUE",
        ),
        (("--metrics", "net_sales", "--order", "orders"), "unknown column to order by 'orders'"),
        (("--metrics", "net_sales", "--limit", "0"), "a limit is at least one row, not 0"),
        (("--metrics", "net_sales,net_sales"), "the metric 'net_sales' is named twice"),
        (("--metrics", ","), "a question names at least one metric"),
    ],
)
def test_what_can_not_be_asked_is_refused_in_one_line(ask: Run, words: tuple[str, ...], said: str) -> None:
    done = ask(*words)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("ask: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_costs_are_refused_to_those_who_may_not_see_them(ask: Run) -> None:
    done = ask("--metrics", "gross_margin", user="vera")
    assert (done.returncode, done.stdout) == (1, "")
    assert "for those who may see costs and margins" in done.stderr


def test_an_unknown_account_and_a_missing_database_are_errors_not_empty_answers(ask: Run) -> None:
    assert "did you mean 'ada'?" in ask("--metrics", "orders", user="adda").stderr
    away = ask("--metrics", "orders", DATABASE_URL="postgresql://dashboard@127.0.0.1:9/none")
    assert (away.returncode, away.stdout) == (1, "")
    assert "not reachable" in away.stderr


def test_what_is_no_standby_of_the_primary_is_not_read_from(ask: Run, new_database: Callable[..., str]) -> None:
    """Another database, without an order, is given as the replica: the primary answers."""
    other = as_login(new_database())
    answered = ask("--metrics", "document_lines", "--csv", DATABASE_READ_URL=other)
    assert (answered.returncode, answered.stdout.split()[1]) == (0, "2"), answered.stderr


def test_totals_and_shares_come_by_command_and_how_it_is_reckoned_is_told(ask: Run) -> None:
    words = ("--metrics", "document_lines", "--by", "territory", "--totals", "--calc", "share:document_lines")
    rows = list(csv.DictReader(io.StringIO(ask(*words, "--csv").stdout)))
    assert [(r["territory"], r["level"], r["document_lines__share"]) for r in rows][-1] == ("", "0", "1")
    told = json.loads(ask(*words, "--fiscal", "4", "--json").stdout)
    assert "Fiscal year from April, named by the year it ends in" in " ".join(told["receipt"]["reckoning"])


def test_a_question_goes_out_as_a_link_and_comes_back(ask: Run) -> None:
    words = ("--metrics", "net_sales,orders", "--by", "month", "--period", "2011-Q1")
    link = ask(*words, "--link").stdout.strip()
    assert link.startswith("?v=2&metrics=net_sales.orders&by=month")
    assert ask("--from", link, "--csv").stdout == ask(*words, "--csv").stdout

"""Online Retail against what was published about it, by command, and the bridge from there to net sales."""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from db.engine import make_engine
from sales_core.accounts.book import add
from sales_core.viewer import EVERYTHING, Role
from tests.conftest import SHARED_DATA, as_login

ROOT = Path(__file__).resolve().parents[2]
Ask = Callable[..., list[dict[str, str]]]


@pytest.fixture(scope="module")
def ask(online_retail: str) -> Ask:
    """Runs `python -m sales_core.ask … --csv` as an admin; gives its rows."""
    engine = make_engine(as_login(online_retail))
    add(engine, "reader-of-known-answers", Role.ADMIN, EVERYTHING, actor="tests")
    engine.dispose()
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": as_login(online_retail), "DATA_DIR": "/nonexistent"}

    def run(*words: str) -> list[dict[str, str]]:
        command = [sys.executable, "-m", "sales_core.ask", *words, "--as", "reader-of-known-answers", "--csv"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return list(csv.DictReader(io.StringIO(done.stdout)))

    return run


def published(measure: str) -> list[str]:
    """The published values of a measure, as `known_answers.csv` has them."""
    with (SHARED_DATA / "known_answers.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["dataset"] == "online_retail" and row["measure"] == measure:
                return [part.strip() for part in row["value"].split("/")]
    raise AssertionError(f"{measure!r} is not among the published figures")


def test_the_document_total_is_the_published_net_revenue_of_all_lines(ask: Ask) -> None:
    [row] = ask("--metrics", "document_total,document_lines")
    assert [row["document_total"]] == published("net revenue")
    assert row["document_lines"] == "541909"


def test_the_revenue_of_identified_customers_is_the_published_one(ask: Ask) -> None:
    positive = ("--where", "quantity_sign=positive", "--where", "price_sign=positive", "--where", "customer!=Guest")
    [row] = ask("--metrics", "document_total", *positive)
    [expected] = published("revenue of identified customers")
    assert Decimal(row["document_total"]).quantize(Decimal("0.01")) == Decimal(expected)


def test_invoices_customers_codes_and_cancelled_lines_are_as_published(ask: Ask) -> None:
    names = ("documents", "document_customers", "stock_codes", "cancelled_lines")
    [row] = ask("--metrics", ",".join(names))
    assert [row[name] for name in names] == published("invoices / customers / stock codes / cancelled lines")


def test_the_bridge_from_the_document_total_to_net_sales_closes(ask: Ask) -> None:
    parts = ("fees", "adjustments", "bad_debt", "not_counted")
    [row] = ask("--metrics", ",".join(("document_total", *parts, "net_sales", "gross_sales", "returns", "discounts")))
    value = {name: Decimal(text) for name, text in row.items()}
    print({name: str(v) for name, v in value.items()})
    assert value["document_total"] - sum(value[name] for name in parts) == value["net_sales"]
    assert value["gross_sales"] - value["returns"] - value["discounts"] == value["net_sales"]
    assert value["not_counted"] == value["discounts"] == 0
    assert all(value[name] for name in ("fees", "bad_debt", "returns", "gross_sales"))


def test_the_kinds_of_line_sum_to_the_document_total(ask: Ask) -> None:
    rows = ask("--metrics", "document_total,document_lines", "--by", "kind")
    assert {row["kind"] for row in rows} == {"sale", "return", "fee", "adjustment", "bad debt"}
    assert sum(Decimal(row["document_total"]) for row in rows) == Decimal(published("net revenue")[0])
    assert sum(int(row["document_lines"]) for row in rows) == 541909


def test_months_territories_and_customers_each_sum_to_net_sales(ask: Ask) -> None:
    [whole] = ask("--metrics", "net_sales")
    for by in ("month", "territory", "customer", "product"):
        parts = ask("--metrics", "net_sales", "--by", by)
        assert sum(Decimal(row["net_sales"]) for row in parts) == Decimal(whole["net_sales"]), by

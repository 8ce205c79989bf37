"""The published Online Retail file, whole: the figures that others published of it, by plain SQL."""

import csv
import gzip
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bench.intake import MEASURED_COMMAND, peak_megabytes
from db.engine import make_engine
from sales_core.settings import PROJECT
from tests.conftest import as_login
from tests.ops.intake_files import FACTS, Intake

PUBLISHED = PROJECT.parent / "shared" / "data" / "online_retail" / "online_retail.csv.gz"
LINES = 541_909

AS_THEY_CAME = """
    (SELECT o.document_no, o.document_kind, l.customer_id, l.kind, l.product_id, l.quantity, l.net_price
     FROM sales.order_lines l JOIN sales.orders o USING (customer_id, order_id) UNION ALL
     SELECT o.document_no, o.document_kind, r.customer_id, 'return', r.product_id, -r.quantity, r.net_price
     FROM sales.returns r JOIN sales.orders o USING (customer_id, order_id)) AS line
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A database with the whole file, and how the command that took it in ended."""

    intake: Intake
    output: str
    peak_megabytes: float


@pytest.fixture(scope="module")
def published() -> Path:
    if not PUBLISHED.is_file():
        where = os.path.relpath(PUBLISHED, PROJECT)
        pytest.fail(f"the published file is not there: {where}; the figures can't be held to it")
    return PUBLISHED


@pytest.fixture(scope="module")
def loaded(
    new_database: Callable[..., str], published: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    url = new_database()
    variables = {
        "DATABASE_URL": as_login(url),
        "COMPANY_CURRENCY": "GBP",
        "BUSINESS_TIME_ZONE": "Europe/London",
    }
    command = [sys.executable, "-c", MEASURED_COMMAND, str(published), "--preset", "online_retail"]
    done = subprocess.run(command, cwd=PROJECT, env={**os.environ, **variables}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    engine: Engine = make_engine(as_login(url))
    yield Loaded(Intake(engine, url, tmp_path_factory.mktemp("files")), done.stdout, peak_megabytes(done.stderr))
    engine.dispose()


def one(loaded: Loaded, statement: str) -> object:
    [[value]] = loaded.intake.ask(statement)
    return value


def test_every_line_is_loaded_and_none_is_rejected(loaded: Loaded) -> None:
    assert loaded.intake.ask(
        "SELECT lines_read, lines_loaded, lines_repeated, lines_rejected, "
        "notes - '{territories,channels,people}'::text[] FROM app.imports"
    ) == [
        (LINES, LINES, 0, 0, {
            "by_kind": {"bad_debt": 3, "fee": 2_913, "adjustment": 2_500, "return": 8_704, "sale": 527_789},
            "kinds": ["bad_debt", "fee", "adjustment", "return", "sale"], "unconverted": 0, "unmatched": 0,
            "ignored_columns": [], "notices": [], "quotas": [], "repeats": {},
        })
    ]  # fmt: skip
    assert one(loaded, f"SELECT count(*) FROM {AS_THEY_CAME}") == LINES
    assert "loaded         541,909" in loaded.output
    assert one(loaded, "SELECT count(*) FROM app.imports, jsonb_each(notes -> 'territories')") == 38


def test_the_import_stays_under_a_hundred_megabytes(loaded: Loaded) -> None:
    assert loaded.peak_megabytes < 100


def test_the_document_total_is_the_published_revenue(loaded: Loaded) -> None:
    assert one(loaded, f"SELECT sum(quantity * net_price) FROM {AS_THEY_CAME}") == Decimal("9747747.934")


def test_the_bridge_from_document_total_to_net_sales_closes(loaded: Loaded) -> None:
    parts = dict(loaded.intake.ask(f"SELECT kind, sum(quantity * net_price) FROM {AS_THEY_CAME} GROUP BY kind"))
    assert parts == {
        "sale": Decimal("10272118.870"),
        "return": Decimal("-478724.180"),
        "fee": Decimal("-34584.696"),
        "bad_debt": Decimal("-11062.06"),
        "adjustment": 0,
    }
    net_sales = Decimal("10272118.870") - Decimal("478724.180")
    assert Decimal("9747747.934") - parts["fee"] - parts["bad_debt"] - parts["adjustment"] == net_sales


def test_the_counts_are_the_published_ones(loaded: Loaded) -> None:
    assert one(loaded, "SELECT count(*) FROM sales.orders") == 25_900
    assert one(loaded, "SELECT count(DISTINCT document_no) FROM sales.orders") == 25_900
    assert one(loaded, "SELECT count(DISTINCT customer_id) FROM sales.orders WHERE customer_id <> 0") == 4_372
    assert one(loaded, "SELECT count(*) FROM sales.products") == 4_070
    assert one(loaded, f"SELECT count(*) FROM {AS_THEY_CAME} WHERE document_kind = 'credit_note'") == 9_288
    assert one(loaded, f"SELECT count(*) FROM {AS_THEY_CAME} WHERE customer_id = 0") == 135_080
    assert one(loaded, f"SELECT count(*) FROM {AS_THEY_CAME} WHERE net_price <= 0") == 2_517
    assert one(loaded, "SELECT count(*) FROM sales.territories") == 38


def test_the_revenue_of_identified_customers_is_the_published_one(loaded: Loaded) -> None:
    identified = "quantity > 0 AND net_price > 0 AND customer_id <> 0"
    exact = one(loaded, f"SELECT sum(quantity * net_price) FROM {AS_THEY_CAME} WHERE {identified}")
    assert exact == Decimal("8911407.904")
    assert one(loaded, f"SELECT round({exact}, 2)") == Decimal("8911407.90")


def test_the_lines_that_are_no_products_are_the_published_ones_and_one_in_lower_case(loaded: Loaded) -> None:
    not_products = "SELECT count(*) FROM sales.order_lines WHERE kind IN ('fee', 'bad_debt')"
    lower_case = " AND product_id = (SELECT product_id FROM sales.products WHERE source_key = 'm')"
    assert one(loaded, not_products) == 2_915 + 1
    assert one(loaded, not_products + lower_case) == 1


def test_a_document_is_of_one_day_and_dated_by_its_first_line(loaded: Loaded, published: Path) -> None:
    first: dict[str, str] = {}
    with gzip.open(published, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            first[row["InvoiceNo"]] = min(row["InvoiceDate"], first.get(row["InvoiceNo"], row["InvoiceDate"]))
    stored = loaded.intake.ask(
        "SELECT document_no, to_char(ordered_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD HH24:MI:SS') "
        "FROM sales.orders"
    )
    assert {row[0]: row[1] for row in stored} == first


def test_a_random_hundredth_of_the_lines_stands_field_by_field_as_in_the_file(loaded: Loaded, published: Path) -> None:
    stored = {row.source_line: row for row in loaded.intake.ask(FACTS)}
    assert len(stored) == LINES
    seed = random.SystemRandom().randrange(1_000_000)
    chosen = set(random.Random(seed).sample(range(2, LINES + 2), LINES // 100))
    positions: dict[str, int] = {}
    with gzip.open(published, "rt", encoding="utf-8", newline="") as file:
        for at, row in enumerate(csv.DictReader(file), 2):
            positions[row["InvoiceNo"]] = positions.get(row["InvoiceNo"], 0) + 1
            if at in chosen:
                fact = stored[at]
                sign = -1 if fact.kind == "return" else 1
                assert (
                    fact.document_no, fact.line_no, fact.product, sign * fact.quantity, fact.net_price,
                    fact.customer, fact.territory, fact.business_date, fact.rate,
                ) == (
                    row["InvoiceNo"], positions[row["InvoiceNo"]], row["StockCode"], Decimal(row["Quantity"]),
                    Decimal(row["UnitPrice"]), row["CustomerID"] or "guest", row["Country"],
                    datetime.fromisoformat(row["InvoiceDate"]).date(), 1,
                ), f"line {at}, seed {seed}"  # fmt: skip


def test_a_product_is_called_what_most_of_its_lines_call_it(loaded: Loaded, published: Path) -> None:
    times: dict[str, dict[str, int]] = {}
    with gzip.open(published, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = times.setdefault(row["StockCode"], {})
            if row["Description"]:
                names[row["Description"]] = names.get(row["Description"], 0) + 1
    commonest = {
        code: min(names, key=lambda name: (-names[name], name)) if names else code for code, names in times.items()
    }
    assert dict(loaded.intake.ask("SELECT source_key, name FROM sales.products")) == commonest


def test_the_same_lines_unpacked_are_all_repeated(loaded: Loaded, published: Path) -> None:
    plain = loaded.intake.folder / "online_retail.csv"
    with gzip.open(published, "rb") as packed, plain.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked)
    report = loaded.intake.take_in(plain)
    assert (report.known, report.read, report.loaded, report.repeated, report.rejected) == (False, LINES, 0, LINES, 0)
    assert one(loaded, f"SELECT count(*) FROM {AS_THEY_CAME}") == LINES

"""The demo in a real database: what it is like, that it is whole, and when it is refused."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from db.demo import DemoRefused, load
from db.engine import make_engine
from sales_core.company import Company, company, settle
from sales_core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 5, 20)
FACTS = ("orders", "order_lines", "returns", "payments")
TABLES = (*FACTS, "customers", "products", "categories", "subcategories", "territories", "channels", "segments",
          "teams", "people", "quotas", "promotions", "currencies", "rates")  # fmt: skip
NewDatabase = Callable[..., str]


def login(url: str) -> str:
    return make_url(url).set(username="dashboard").render_as_string(hide_password=False)


def load_into(url: str, lines: int, seed: int = 7) -> None:
    engine = make_engine(login(url))
    try:
        load(engine, lines, today=TODAY, seed=seed)
    finally:
        engine.dispose()


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    """Rows as the superuser sees them."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            return [tuple(row) for row in connection.execute(text(query))]
    finally:
        engine.dispose()


def checksums(url: str) -> dict[str, object]:
    """A checksum of every table's rows; ids of documents are counted from the first one's."""
    one = (
        "SELECT md5(string_agg(t::text, ';' ORDER BY t::text)) FROM (SELECT to_jsonb(f) || CASE "
        "WHEN to_jsonb(f) ? 'sale_order_id' THEN jsonb_build_object("
        "'order_id', (to_jsonb(f)->>'order_id')::bigint - b, "
        "'sale_order_id', (to_jsonb(f)->>'sale_order_id')::bigint - b) "
        "WHEN to_jsonb(f) ? 'order_id' THEN jsonb_build_object('order_id', (to_jsonb(f)->>'order_id')::bigint - b) "
        "ELSE '{}' END AS t FROM sales.%s AS f, (SELECT min(order_id) AS b FROM sales.orders) AS o) AS g"
    )
    return {table: rows(url, one % table)[0][0] for table in TABLES}


def facts(url: str) -> int:
    return sum(int(str(rows(url, f"SELECT count(*) FROM sales.{table}")[0][0])) for table in FACTS)


def test_the_same_seed_makes_the_same_rows_and_another_seed_others(new_database: NewDatabase) -> None:
    first, second, other = new_database(), new_database(), new_database()
    for url, seed in ((first, 7), (second, 7), (other, 8)):
        load_into(url, 1_200, seed)
    assert checksums(first) == checksums(second)
    different = checksums(other)
    assert all(checksums(first)[table] != different[table] for table in (*FACTS, "customers", "quotas", "rates"))


def test_a_killed_load_leaves_nothing_and_the_next_one_loads_all_of_it_once(new_database: NewDatabase) -> None:
    killed, whole = new_database(), new_database()
    command = [sys.executable, "-m", "db.demo", "--lines", "12000", "--seed", "7", "--today", str(TODAY)]
    environment = {**os.environ, "DATABASE_URL": login(killed), "COMPANY_CURRENCY": "USD"}
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        reached = next(line for line in process.stdout if " 40 %" in line)
        process.send_signal(signal.SIGKILL)
    assert "of 12,000 lines" in reached
    assert process.returncode == -signal.SIGKILL
    assert facts(killed) == 0
    again = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    assert [f"{percent:3d} %" for percent in range(0, 101, 10)] == [
        line.split("demo: ")[1][:5] for line in again.stdout.splitlines()
    ]
    load_into(whole, 12_000)
    assert checksums(killed) == checksums(whole)


def test_an_interrupted_load_leaves_nothing_and_says_so_in_one_line(engine: Engine, owner_url: str) -> None:
    command = [sys.executable, "-m", "db.demo", "--lines", "12000", "--today", str(TODAY)]
    with subprocess.Popen(
        command, env={**os.environ, "DATABASE_URL": login(owner_url)}, cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert next(line for line in process.stdout if " 20 %" in line)
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=60)
    assert (process.returncode, complaints) == (130, "interrupted; nothing was loaded, run it again\n")
    assert facts(owner_url) == 0
    assert rows(owner_url, "SELECT count(*) FROM app.settings") == [(0,)]


def test_loading_again_changes_nothing_and_another_size_is_refused(new_database: NewDatabase) -> None:
    url = new_database()
    load_into(url, 500)
    before = checksums(url)
    load_into(url, 500, seed=99)
    assert checksums(url) == before
    with pytest.raises(DemoRefused, match="loaded:500"):
        load_into(url, 501)
    assert checksums(url) == before


def test_zero_lines_are_nothing_and_fewer_are_refused(engine: Engine, owner_url: str) -> None:
    load(engine, 0, today=TODAY)
    assert rows(owner_url, "SELECT count(*) FROM sales.territories") == [(0,)]
    assert rows(owner_url, "SELECT count(*) FROM app.settings") == [(0,)]
    with pytest.raises(DemoRefused, match="-1"):
        load(engine, -1, today=TODAY)


def test_one_line_is_a_company_too(engine: Engine, owner_url: str) -> None:
    load(engine, 1, today=TODAY)
    assert rows(owner_url, "SELECT count(*) FROM sales.order_lines") == [(1,)]


OWN = """
WITH t AS (INSERT INTO sales.territories (territory_id, name, region, country) VALUES (41, 'California', 'Ours', 'US')),
c AS (INSERT INTO sales.channels (channel_id, name) VALUES (9, 'Fair')),
m AS (INSERT INTO sales.currencies (currency, name) VALUES ('USD', 'Dollar'), ('EUR', 'Euro')),
r AS (INSERT INTO sales.rates (currency, to_currency, day, rate) VALUES ('EUR', 'USD', '2026-05-04', 2.5))
SELECT 1
"""
OWN_ORDER = """
INSERT INTO sales.orders (customer_id, order_id, source, document_no, ordered_at, business_date, territory_id,
    channel_id, currency, rate)
VALUES (0, nextval('sales.order_ids'), 'till', '1', '2026-01-01', '2026-01-01', 41, 9, 'USD', 1) RETURNING order_id
"""


def test_it_is_refused_beside_other_sales_which_stay_as_they_are(engine: Engine, owner_url: str) -> None:
    rows(owner_url, OWN)
    rows(owner_url, OWN_ORDER)
    before = checksums(owner_url)
    with pytest.raises(DemoRefused, match="till"):
        load(engine, 500, today=TODAY)
    assert checksums(owner_url) == before
    assert rows(owner_url, "SELECT count(*) FROM app.settings") == [(0,)]


def test_names_and_rates_that_are_there_are_used_and_not_changed(engine: Engine, owner_url: str) -> None:
    rows(owner_url, OWN)
    load(engine, 4_000, today=TODAY)
    assert rows(owner_url, "SELECT territory_id, region FROM sales.territories WHERE name = 'California'") == [
        (41, "Ours")
    ]
    assert rows(owner_url, "SELECT count(*) FROM sales.territories") == [(20,)]
    own_rate = "SELECT DISTINCT rate FROM sales.orders WHERE currency = 'EUR' AND business_date = '2026-05-04'"
    assert rows(owner_url, f"SELECT rate = 2.5 FROM ({own_rate}) AS r") == [(True,)]


def test_a_subcategory_of_the_same_name_in_another_category_is_left_alone(engine: Engine, owner_url: str) -> None:
    rows(
        owner_url,
        "WITH c AS (INSERT INTO sales.categories (category_id, name) VALUES (50, 'Furniture'), (51, 'Ours')) "
        "INSERT INTO sales.subcategories (subcategory_id, category_id, name) "
        "VALUES (7, 51, 'Seating'), (8, 50, 'Seating') RETURNING 1",
    )
    load(engine, 2_000, today=TODAY)
    seated = "SELECT DISTINCT category_id, subcategory_id FROM sales.products WHERE subcategory_id IN (7, 8)"
    assert rows(owner_url, seated) == [(50, 8)]
    assert rows(owner_url, "SELECT count(*), count(DISTINCT name) FROM sales.subcategories") == [(37, 36)]


def test_another_company_currency_converts_dollars_and_not_itself(engine: Engine, owner_url: str) -> None:
    load(engine, 2_000, today=TODAY, currency="GBP")
    assert rows(owner_url, "SELECT DISTINCT rate FROM sales.orders WHERE currency = 'GBP'") == [(1,)]
    assert rows(owner_url, "SELECT DISTINCT to_currency, currency FROM sales.rates ORDER BY 2") == [
        ("GBP", code) for code in ("CAD", "EUR", "JPY", "USD")
    ]
    assert rows(owner_url, "SELECT bool_and(rate BETWEEN 0.6 AND 1) FROM sales.orders WHERE currency = 'USD'") == [
        (True,)
    ]


def test_statistics_are_fresh_after_a_load(engine: Engine, owner_url: str) -> None:
    load(engine, 1_000, today=TODAY)
    assert rows(owner_url, "SELECT reltuples FROM pg_class WHERE oid = 'sales.order_lines'::regclass") == [(1000,)]


def test_progress_begins_at_nothing_never_goes_back_and_ends_with_all(engine: Engine) -> None:
    told: list[tuple[int, int]] = []
    load(engine, 1_000, today=TODAY, report=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 1_000)
    assert told[-1] == (1_000, 1_000)
    assert told == sorted(told)
    assert len(told) > 100


def test_two_loads_at_once_load_one_demo(new_database: NewDatabase) -> None:
    url = new_database()
    with ThreadPoolExecutor(2) as pool:
        for loading in [pool.submit(load_into, url, 800) for _ in range(2)]:
            loading.result()
    assert rows(url, "SELECT count(*) FROM sales.order_lines") == [(800,)]
    assert rows(url, "SELECT count(*) FROM sales.products") == [(48,)]


BOOKS = "SELECT name, value FROM app.settings WHERE name <> 'demo' ORDER BY name"


def test_a_demo_in_a_database_without_books_stores_those_it_was_booked_by(engine: Engine) -> None:
    load(engine, 300, today=TODAY, currency="EUR", zone="Europe/Paris")
    assert company(engine) == Company("EUR", "Europe/Paris", 1, 1)
    assert settle(engine, Settings()) == company(engine)


def test_a_demo_is_booked_by_the_books_that_are_stored(engine: Engine, owner_url: str) -> None:
    settle(engine, Settings(company_currency="GBP", business_time_zone="Asia/Tokyo"))
    load(engine, 2_000, today=TODAY)
    assert rows(owner_url, "SELECT DISTINCT rate FROM sales.orders WHERE currency = 'GBP'") == [(1,)]
    assert rows(owner_url, "SELECT DISTINCT to_currency FROM sales.rates") == [("GBP",)]
    clock = "SELECT bool_and((ordered_at AT TIME ZONE 'Asia/Tokyo')::date = business_date) FROM sales.orders"
    assert rows(owner_url, clock) == [(True,)]
    assert company(engine) == Company("GBP", "Asia/Tokyo", 1, 1)


@pytest.mark.parametrize(
    ("words", "variables", "told"),
    [
        (("--currency", "EUR"), {}, "company_currency EUR contradicts USD, which is stored in this database"),
        ((), {"COMPANY_CURRENCY": "EUR"}, "company_currency EUR contradicts USD, which is stored in this database"),
        (("--zone", "Asia/Tokyo"), {}, "business_time_zone Asia/Tokyo contradicts UTC, which is stored"),
        (("--currency", "euro"), {}, "company_currency 'euro' must be an ISO 4217 code"),
        (("--zone", "Nowhere"), {}, "business_time_zone 'Nowhere' must be an IANA time zone"),
    ],
)
def test_other_books_than_those_stored_are_refused_in_one_line(
    engine: Engine, owner_url: str, words: tuple[str, ...], variables: dict[str, str], told: str
) -> None:
    settle(engine, Settings(company_currency="USD", business_time_zone="UTC"))
    before = rows(owner_url, BOOKS)
    plain = {
        name: value for name, value in os.environ.items() if name not in ("COMPANY_CURRENCY", "BUSINESS_TIME_ZONE")
    }
    ended = subprocess.run(
        [sys.executable, "-m", "db.demo", "--lines", "300", *words],
        env={**plain, "DATABASE_URL": login(owner_url), **variables},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1), ended.stderr
    assert ended.stderr.startswith(told)
    assert facts(owner_url) == 0
    assert rows(owner_url, BOOKS) == before

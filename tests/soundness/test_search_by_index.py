"""Slow without an error: a search or a page of documents that a reader, under row security, gets by reading all rows.

Plans are asked as the reader, under a scope, on rows enough for the planner to prefer an index.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from db.engine import acting_as
from db.rules.roles import READER
from tests.oracle.world import World, world
from tests.soundness.hand import blank

MANY = 20_000
ROWS = (
    "INSERT INTO sales.customers (customer_id, source, source_key, name) "
    f"SELECT n, 'many', n::text, 'Customer ' || md5(n::text) FROM generate_series(1001, {MANY}) AS n",
    "INSERT INTO sales.customers (customer_id, source, source_key, name) VALUES (1000, 'many', '1000', 'ÉLAN & Söhne')",
    "INSERT INTO sales.products (product_id, source, source_key, name) "
    f"SELECT n, 'many', n::text, 'Thing ' || md5(n::text) FROM generate_series(1001, {MANY}) AS n",
    "INSERT INTO sales.orders (customer_id, order_id, source, document_no, ordered_at, business_date, territory_id, "
    "channel_id, currency, rate) SELECT n, n, 'many', 'SO-' || md5(n::text), "
    "timestamptz '2011-01-01 00:00Z' + n * interval '10 minutes', date '2011-01-01' + n / 144, 1 + n % 2, 1, 'USD', 1 "
    f"FROM generate_series(1000, {MANY}) AS n",
    "INSERT INTO sales.order_lines (customer_id, order_id, line_no, ordered_at, business_date, territory_id, "
    "channel_id, currency, rate, product_id, quantity, list_price, net_price) SELECT customer_id, order_id, 1, "
    "ordered_at, business_date, territory_id, channel_id, currency, rate, greatest(order_id, 1001), 1, 5, 5 "
    "FROM sales.orders",
)


@pytest.fixture(scope="module")
def many(new_database: Callable[..., str]) -> Iterator[World]:
    """Twenty thousand customers, products and documents in two territories."""
    with world(new_database, blank()) as made:
        made.write(*ROWS)
        with made.superuser.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
        yield made


def plan(world: World, sql: str, **bound: Any) -> str:
    """How a reader who may see territory 1 gets the rows."""
    with acting_as(world.engine, READER, "1") as connection:
        return "\n".join(connection.execute(text(f"EXPLAIN (COSTS off) {sql}"), bound).scalars())


def answered(world: World, sql: str, **bound: Any) -> list[Any]:
    """The rows themselves."""
    with acting_as(world.engine, READER, "1") as connection:
        return [tuple(row) for row in connection.execute(text(sql), bound)]


SEARCHES = {
    "ix_customers_folded": "SELECT customer_id, name FROM sales.customers WHERE {} AND territory_ids && '{{1}}' "
    "ORDER BY folded, customer_id LIMIT 20",
    "ix_products_folded": "SELECT product_id, name FROM sales.products WHERE {} ORDER BY folded, product_id LIMIT 20",
    "ix_orders_document_folded": "SELECT order_id FROM sales.orders WHERE {} AND territory_id = 1 LIMIT 20",
}
BEGINS = (
    "{0} >= left(lower(:typed), 200) AND {0} < left(lower(:typed), 200) || U&'\\+10FFFF'",
    "starts_with({0}, left(lower(:typed), 200))",
)


@pytest.mark.parametrize("begins", BEGINS)
@pytest.mark.parametrize("index", SEARCHES)
def test_a_search_by_the_beginning_uses_its_index(many: World, index: str, begins: str) -> None:
    column = "document_folded" if "document" in index else "folded"
    condition = begins.format(column)
    found = plan(many, SEARCHES[index].format(condition), typed="Customer A1")
    assert f"using {index}" in found or f"on {index}" in found, found
    assert f"Index Cond: (({column} >= " in found, found
    assert "Seq Scan" not in found


@pytest.mark.parametrize("begins", BEGINS)
@pytest.mark.parametrize(("typed", "customers"), [("élan & s", [1000]), ("ÉLAN & SÖ", [1000]), ("elan", []), ("Z", [])])
def test_a_search_does_not_care_for_case_and_finds_no_more(
    many: World, begins: str, typed: str, customers: list[int]
) -> None:
    sql = "SELECT customer_id FROM sales.customers WHERE " + begins.format("folded")
    assert answered(many, sql, typed=typed) == [(customer,) for customer in customers]


PAGE = "SELECT customer_id, order_id, ordered_at FROM sales.orders WHERE territory_id = 1 {} "
NEWEST = "ORDER BY ordered_at DESC, order_id, customer_id LIMIT 50"
AFTER = "AND ordered_at <= :at AND (ordered_at < :at OR (order_id, customer_id) > (:order, :customer))"


def test_the_newest_documents_and_the_page_after_them_come_in_the_order_of_an_index(many: World) -> None:
    first = plan(many, PAGE.format("") + NEWEST)
    customer, order, at = answered(many, PAGE.format("") + NEWEST)[-1]
    where = {"at": at, "order": order, "customer": customer}
    second = plan(many, PAGE.format(AFTER) + NEWEST, **where)
    for found in (first, second):
        assert "using ix_orders_newest" in found, found
        assert "Sort" not in found
    assert "Index Cond: (ordered_at <= " in second
    whole = answered(many, PAGE.format("") + NEWEST.replace("50", "100"))
    assert whole[50:] == answered(many, PAGE.format(AFTER) + NEWEST, **where)
    assert len(set(whole)) == 100


def test_a_products_lines_are_found_by_its_index(many: World) -> None:
    found = plan(
        many,
        "SELECT sum(quantity) FROM sales.order_lines WHERE product_id = 4242 AND business_date >= '2011-01-01' "
        "AND business_date < '2012-01-01' AND territory_id = 1",
    )
    assert "ix_order_lines_product" in found
    assert "Seq Scan" not in found


def test_what_is_not_leakproof_reads_all_rows(many: World) -> None:
    """So the tests above could fail: the same search by lower() or LIKE gets no index."""
    for condition in ("lower(name) >= 'customer a1' AND lower(name) < 'customer a2'", "folded LIKE 'customer a1%'"):
        found = plan(many, f"SELECT customer_id FROM sales.customers WHERE {condition}")
        assert "Seq Scan on customers" in found, found


def test_a_name_of_any_length_can_be_stored_and_is_found_by_its_beginning(hand: World) -> None:
    """An index holds 2,700 bytes a row; a folded column holds 200 characters."""
    hand.write(
        "INSERT INTO sales.products (product_id, source, source_key, name) "
        "SELECT 9, 'x', '9', string_agg(md5(n::text), '') FROM generate_series(1, 3000) AS n"
    )
    with hand.superuser.connect() as connection:
        kept = "SELECT length(name), length(folded), starts_with(name, folded) FROM sales.products WHERE product_id = 9"
        assert [tuple(row) for row in connection.execute(text(kept))] == [(96_000, 200, True)]

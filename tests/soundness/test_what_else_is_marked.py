"""Wrong without an error: an answer by payment, rate, subcategory, brand or promotion that a write has made old."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.oracle.world import World
from tests.soundness.hand import Document, sold

SALE, BACK = date(2011, 4, 5), date(2011, 5, 6)
PAYMENT = (
    "INSERT INTO sales.payments (customer_id, order_id, payment_no, paid_at, territory_id, amount, method) "
    "VALUES (1, 1, 1, '2011-06-01', 1, 4, 'card')"
)
REPLAY = "SET LOCAL session_replication_role = replica"


def marked(world: World, *statements: str, role: str | None = "dashboard_loader") -> tuple[list[date], list[str]]:
    """The days and the topics that the statements mark, committed together; earlier marks are swept away."""
    world.write("DELETE FROM rollup.marks", "DELETE FROM rollup.topic_marks", role=None)
    world.write(*statements, role=role)
    with world.superuser.connect() as connection:
        days = connection.execute(text("SELECT DISTINCT day FROM rollup.marks ORDER BY day")).scalars().all()
        topics = connection.execute(text("SELECT DISTINCT topic FROM rollup.topic_marks ORDER BY topic")).scalars()
        return list(days), list(topics)


@pytest.mark.parametrize(
    "statement",
    [
        PAYMENT.replace("1, 1, 1,", "1, 1, 2,"),
        "UPDATE sales.payments SET amount = 10",
        "UPDATE sales.payments SET method = 'cash'",
        "DELETE FROM sales.payments",
        PAYMENT + " ON CONFLICT (customer_id, order_id, payment_no) DO UPDATE SET amount = 10",
    ],
)
def test_a_payment_marks_the_day_of_its_order_and_of_what_came_back_of_it(hand: World, statement: str) -> None:
    """Not the day it was paid on: payments have no metric of their own, they tell how far an order is paid."""
    sale = sold(hand, 1, 1, SALE, "10")
    note = Document(1, 2, BACK, kind="credit_note")
    sold(hand, 2, 3, date(2011, 7, 7), "5")
    hand.write(PAYMENT, note.header(), note.back("10", sale))
    assert marked(hand, statement) == ([SALE, BACK], [])


def test_a_payment_that_moves_marks_both_orders(hand: World) -> None:
    sold(hand, 1, 1, SALE, "10")
    sold(hand, 1, 2, BACK, "10")
    hand.write(PAYMENT)
    assert marked(hand, "UPDATE sales.payments SET order_id = 2") == ([SALE, BACK], [])


def test_a_payment_whose_order_went_before_it_marks_the_day_of_the_lines_left(hand: World) -> None:
    """Foreign keys are off while a dump is replayed, so its rows go in any order."""
    sold(hand, 1, 1, SALE, "10")
    hand.write(PAYMENT)
    hand.write(REPLAY, "DELETE FROM sales.orders WHERE order_id = 1", role=None)
    assert marked(hand, REPLAY, "DELETE FROM sales.payments", role=None) == ([SALE], [])


def test_a_document_that_goes_before_its_lines_and_payments_marks_their_day(hand: World) -> None:
    sold(hand, 1, 1, SALE, "10")
    hand.write(PAYMENT)
    assert marked(hand, REPLAY, "DELETE FROM sales.orders WHERE order_id = 1", role=None) == ([SALE], [])


GOODS = (
    "INSERT INTO sales.subcategories (subcategory_id, category_id, name) VALUES (1, 1, 'Mugs')",
    "UPDATE sales.products SET subcategory_id = 1, brand = 'Brio' WHERE product_id = 1",
    "INSERT INTO sales.promotions (promotion_id, name, discount_share, starts, ends) "
    "VALUES (1, 'Spring', 0.1, '2011-01-01', '2012-01-01')",
    "INSERT INTO sales.rates (currency, to_currency, day, rate) VALUES ('GBP', 'USD', '2011-04-05', 1.5)",
)


@pytest.mark.parametrize(
    ("statement", "topics"),
    [
        ("UPDATE sales.subcategories SET name = 'Cups'", ["subcategories"]),
        ("UPDATE sales.products SET brand = 'Norr' WHERE product_id = 1", ["products"]),
        ("UPDATE sales.products SET brand = NULL WHERE product_id = 1", ["products"]),
        ("UPDATE sales.products SET subcategory_id = NULL WHERE product_id = 1", ["products"]),
        ("UPDATE sales.promotions SET name = 'Autumn'", ["promotions"]),
        ("UPDATE sales.promotions SET discount_share = 0.2", []),
        ("UPDATE sales.currencies SET name = 'Sterling' WHERE currency = 'GBP'", ["currencies"]),
        ("UPDATE sales.rates SET rate = 1.6", ["rates"]),
        ("DELETE FROM sales.rates", ["rates"]),
        (GOODS[3].replace("04-05", "04-06"), ["rates"]),
    ],
)
def test_an_edit_of_what_answers_show_marks_its_topic(hand: World, statement: str, topics: Sequence[str]) -> None:
    hand.write(*GOODS)
    assert marked(hand, statement) == ([], topics)


@pytest.mark.parametrize("table", ["subcategories", "promotions", "currencies"])
def test_a_named_row_that_is_replayed_after_its_facts_marks_its_topic(hand: World, table: str) -> None:
    hand.write(*GOODS, role=None)
    which = {"currencies": " WHERE currency = 'GBP'"}.get(table, "")
    assert marked(hand, REPLAY, f"DELETE FROM sales.{table}{which}", role=None) == ([], [table])


@pytest.mark.parametrize("table", ["payments", "rates", "subcategories", "promotions", "currencies"])
def test_truncate_is_refused(hand: World, table: str) -> None:
    with pytest.raises(DBAPIError, match="is refused: it would leave no mark"):
        hand.write(f"TRUNCATE sales.{table} CASCADE", role=None)


def test_a_subcategory_that_moves_takes_its_products_along(hand: World) -> None:
    hand.write(*GOODS, "INSERT INTO sales.categories (category_id, name) VALUES (2, 'Kitchen')")
    moved = "UPDATE sales.subcategories SET category_id = 2"
    assert marked(hand, moved) == ([], ["products", "subcategories"])
    with hand.superuser.connect() as connection:
        kept = "SELECT product_id FROM sales.products WHERE category_id = 2 AND subcategory_id = 1"
        assert connection.execute(text(kept)).scalars().all() == [1]


@pytest.mark.parametrize(
    ("product", "rule"),
    [(2, "subcategory_in_category"), (3, "fk_products_subcategory_id_category_id")],
)
def test_a_product_is_in_the_category_of_its_subcategory(hand: World, product: int, rule: str) -> None:
    """Product 2 has no category, product 3 has another one."""
    hand.write(
        *GOODS,
        "INSERT INTO sales.categories (category_id, name) VALUES (2, 'Kitchen')",
        "UPDATE sales.products SET category_id = 2 WHERE product_id = 3",
    )
    with pytest.raises(DBAPIError, match=rule):
        hand.write(f"UPDATE sales.products SET subcategory_id = 1 WHERE product_id = {product}")

"""Wrong without an error: distinct counts summed over parts, or things told apart by half of their key."""

from datetime import date
from decimal import Decimal

from tests.oracle.world import World
from tests.soundness.hand import Document, asked, figures, one, sold

JANUARY, MARCH = date(2011, 1, 10), date(2011, 3, 4)


def test_a_customer_of_two_months_is_one_customer_of_the_year(hand: World) -> None:
    sold(hand, 1, 1, JANUARY, "5")
    sold(hand, 1, 2, MARCH, "5")
    workspace = hand.workspace()
    assert one(asked(workspace, "customers", "2011"), "customers") == 1
    by_month = asked(workspace, "customers", "2011", "month")
    assert [count for (count,) in figures(by_month, "customers")] == [1, 0, 1]
    assert one(asked(workspace, "customers", "2011", "year"), "customers") == 1


def test_an_order_of_two_categories_is_one_order(hand: World) -> None:
    order = Document(1, 1, MARCH)
    hand.write(order.header(), order.line("5", product=1), order.line("5", line_no=2, product=2))
    workspace = hand.workspace()
    assert figures(asked(workspace, "orders", "2011", "category"), "category", "orders") == [
        ("Gifts", 1),
        ("Unknown", 1),
    ]
    assert one(asked(workspace, "orders documents", "2011"), "orders") == 1


def test_one_id_under_two_customers_is_two_documents(hand: World) -> None:
    """An order's key is customer and id; counting ids alone would find one."""
    sold(hand, 1, 7, MARCH, "5")
    sold(hand, 2, 7, MARCH, "6")
    answer = asked(hand.workspace(), "orders documents average_order_value")
    assert figures(answer, "orders", "documents", "average_order_value") == [(2, 2, Decimal("5.5"))]


def test_guest_is_not_a_customer_but_his_orders_are_orders(hand: World) -> None:
    sold(hand, 0, 1, MARCH, "5")
    sold(hand, 0, 2, MARCH, "5")
    sold(hand, 3, 3, MARCH, "5")
    answer = asked(hand.workspace(), "orders customers new_customers document_customers")
    assert figures(answer, "orders", "customers", "new_customers", "document_customers") == [(3, 1, 1, 1)]

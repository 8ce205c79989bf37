"""Wrong without an error: an order sized by the lines a filter left, a payment counted twice."""

from datetime import date
from decimal import Decimal

import pytest

from sales_core.errors import AskError
from sales_core.query import Comparison
from sales_core.reckoning import Reckoning
from tests.oracle.world import World
from tests.soundness.hand import NORTH, SOUTH, Document, asked, figures, one, seeing, sold

DAY = date(2011, 3, 4)


def paid(document: Document, amount: str, number: int = 1) -> str:
    """INSERT of a payment."""
    moment = f"'{document.day} 13:00Z'"
    return (
        "INSERT INTO sales.payments (customer_id, order_id, payment_no, paid_at, territory_id, amount, method) VALUES "
        f"({document.customer}, {document.order}, {number}, {moment}, {document.territory}, {amount}, 'card')"
    )


def test_an_order_is_sized_by_all_its_lines_whatever_the_filters(hand: World) -> None:
    document = Document(1, 1, DAY)
    hand.write(document.header(), document.line("30"), document.line("25", line_no=2, product=3))
    sold(hand, 2, 2, DAY, "49.99")
    answer = asked(hand.workspace(), "gross_sales orders", "2011", "order_size", "category=Gifts")
    assert figures(answer, "order_size", "order_size__key", "gross_sales", "orders") == [
        ("50–100", "2", 55, 1),
        ("under 50", "1", Decimal("49.99"), 1),
    ]
    assert (
        one(asked(hand.workspace(), "gross_sales", "2011", "", "order_size=50–100", "product=Cup"), "gross_sales") == 25
    )


def test_a_bound_belongs_to_the_upper_band_and_amounts_are_the_companys(hand: World) -> None:
    sold(hand, 1, 1, DAY, "50")
    sold(hand, 1, 2, DAY, "40", currency="GBP", rate="2.5")
    sold(hand, 1, 3, DAY, "5000")
    sold(hand, 1, 4, DAY, "1", currency="GBP", rate=None)
    answer = asked(hand.workspace(), "orders", "2011", "order_size")
    assert dict(figures(answer, "order_size", "orders")) == {
        "50–100": 1, "100–250": 1, "5,000 and more": 1, "Unknown": 1,
    }  # fmt: skip
    assert one(asked(hand.workspace(), "orders", "2011", "", "order_size from 50–100 to 100–250"), "orders") == 2
    assert one(asked(hand.workspace(), "orders", "2011", "", "order_size from 3 to "), "orders") == 2


def test_a_return_is_of_the_size_of_the_sale_it_takes_back(hand: World) -> None:
    """The sale is of the year before, and grows by a line: the return's band follows."""
    sale = sold(hand, 1, 1, date(2010, 12, 30), "60")
    note = Document(1, 2, DAY, kind="credit_note")
    hand.write(note.header(), note.back("10", sale), note.back("3", line_no=2))
    workspace = hand.workspace()
    rows = figures(asked(workspace, "returns", "2011", "order_size"), "order_size", "returns")
    assert rows == [("50–100", 10), ("Unknown", 3)]
    hand.write(sale.line("50", line_no=2))
    rows = figures(asked(workspace, "returns", "2011", "order_size"), "order_size", "returns")
    assert rows == [("100–250", 10), ("Unknown", 3)]


def test_new_returning_and_unknown_sum_to_the_total(hand: World) -> None:
    sold(hand, 1, 1, date(2010, 5, 1), "7")
    sold(hand, 1, 2, DAY, "10")
    sold(hand, 2, 3, DAY, "20")
    sold(hand, 2, 4, date(2011, 6, 1), "5")
    sold(hand, 3, 5, DAY, "0")
    sold(hand, 0, 6, DAY, "40")
    answer = asked(hand.workspace(), "gross_sales customers", "2011", "customer_status", totals=True)
    rows = {status: values for status, *values in figures(answer, "customer_status", "gross_sales", "customers")}
    assert rows == {"new": [25, 1], "returning": [10, 1], "Unknown": [40, 1], None: [75, 3]}


def test_who_is_new_is_told_for_each_period_by_itself(hand: World) -> None:
    sold(hand, 1, 1, date(2010, 5, 1), "7")
    sold(hand, 1, 2, DAY, "10")
    answer = asked(hand.workspace(), "gross_sales", "2011", "customer_status", comparison=Comparison.YEAR_BEFORE)
    assert figures(answer, "customer_status", "gross_sales", "gross_sales__before") == [
        ("new", 0, 7),
        ("returning", 10, 0),
    ]


def test_a_first_order_of_years_ago_is_seen_at_once(hand: World) -> None:
    sold(hand, 1, 2, DAY, "10")
    workspace = hand.workspace()
    question = ("gross_sales", "2011", "customer_status")
    assert figures(asked(workspace, *question), "customer_status") == [("new",)]
    sold(hand, 1, 1, date(1999, 1, 1), "1")
    assert figures(asked(workspace, *question), "customer_status") == [("returning",)]


def test_who_is_new_is_told_by_the_rows_the_viewer_may_see(hand: World) -> None:
    sold(hand, 1, 1, date(2010, 5, 1), "7", territory=SOUTH)
    sold(hand, 1, 2, DAY, "10", territory=NORTH)
    question = ("gross_sales", "2011", "customer_status")
    assert figures(asked(hand.workspace(), *question, viewer=seeing(NORTH)), "customer_status") == [("new",)]
    assert figures(asked(hand.workspace(), *question), "customer_status") == [("returning",)]
    assert one(asked(hand.workspace(), "returning_customers", "2011", viewer=seeing(NORTH)), "returning_customers") == 0
    assert one(asked(hand.workspace(), "returning_customers", "2011"), "returning_customers") == 1


def test_an_order_is_paid_when_payments_reach_all_it_comes_to(hand: World) -> None:
    """Two lines and two payments: joined row by row, 70 would be paid on 60."""
    whole, part, none, over = (Document(1, n, DAY) for n in (1, 2, 3, 4))
    for document in (whole, part, none, over):
        hand.write(document.header(), document.line("20", tax="4", shipping="6"), document.line("30", line_no=2))
    hand.write(paid(whole, "25"), paid(whole, "35", 2), paid(part, "35"), paid(part, "0", 2), paid(over, "61"))
    answer = asked(hand.workspace(), "orders gross_sales", "2011", "payment_state")
    assert figures(answer, "payment_state", "payment_state__key", "orders", "gross_sales") == [
        ("paid", "paid", 2, 100),
        ("part paid", "part_paid", 1, 50),
        ("unpaid", "unpaid", 1, 50),
    ]


def test_a_payment_is_seen_at_once_by_sales_and_by_the_returns_of_them(hand: World) -> None:
    sale = sold(hand, 1, 1, date(2010, 12, 30), "60")
    note = Document(1, 2, DAY, kind="credit_note")
    hand.write(note.header(), note.back("10", sale))
    workspace = hand.workspace()
    states = {"gross_sales": "2010", "returns": "2011", "return_rate": "2010"}
    for metric, year in states.items():
        assert figures(asked(workspace, metric, year, "payment_state"), "payment_state") == [("unpaid",)]
    hand.write(paid(sale, "60"))
    for metric, year in states.items():
        assert figures(asked(workspace, metric, year, "payment_state"), "payment_state") == [("paid",)]


def test_what_facts_can_not_know_is_refused(hand: World) -> None:
    for metric, name in (("quota", "hour"), ("quota", "customer_status"), ("document_total", "order_size")):
        with pytest.raises(AskError, match=f"'{metric}' has no '{name}'; it knows"):
            asked(hand.workspace(), metric, "2011", name)


def test_hours_and_weekdays_are_those_of_the_clock(hand: World) -> None:
    sold(hand, 1, 1, DAY, "10", time="00:30")
    sold(hand, 2, 2, DAY, "20", time="23:59")
    assert figures(asked(hand.workspace(), "gross_sales", "2011", "hour"), "hour", "hour__key", "gross_sales") == [
        ("00", "0", 10),
        ("23", "23", 20),
    ]
    assert figures(asked(hand.workspace(), "gross_sales", "2011", "weekday"), "weekday", "weekday__key") == [
        ("Friday", "5")
    ]
    west = Reckoning(zone="America/New_York")
    assert figures(
        asked(hand.workspace(), "gross_sales", "2011", "weekday hour", reckoning=west), "weekday", "hour"
    ) == [
        ("Friday", "18"),
        ("Thursday", "19"),
    ]


def test_a_quota_has_weekdays(hand: World) -> None:
    hand.write(
        "INSERT INTO sales.quotas (person_id, territory_id, starts, ends, amount) VALUES "
        "(1, 1, '2011-03-04', '2011-03-07', 30)"
    )
    answer = asked(hand.workspace(), "quota", "2011", "weekday")
    assert figures(answer, "weekday", "quota") == [("Friday", 10), ("Saturday", 10), ("Sunday", 10)]


def test_goods_promotions_and_currencies_break_down(hand: World) -> None:
    hand.write(
        "INSERT INTO sales.subcategories (subcategory_id, category_id, name) VALUES (1, 1, 'Mugs')",
        "UPDATE sales.products SET subcategory_id = 1 WHERE product_id = 1",
        "UPDATE sales.products SET brand = 'Acme' WHERE product_id <> 2",
        "INSERT INTO sales.promotions (promotion_id, name, discount_share, starts, ends) VALUES "
        "(1, 'Spring', 0.1, '2011-03-01', '2011-04-01')",
    )
    document = Document(1, 1, DAY, currency="GBP", rate="2")
    hand.write(document.header(), document.line("10", promotion_id="1"), document.line("5", line_no=2, product=2))
    sold(hand, 1, 2, DAY, "3")
    workspace = hand.workspace()
    rows = {
        name: figures(asked(workspace, "gross_sales", "2011", name), name, f"{name}__key", "gross_sales")
        for name in ("subcategory", "brand", "promotion", "currency")
    }
    assert rows == {
        "subcategory": [("Mugs", "1", 23), ("Unknown", None, 10)],
        "brand": [("Acme", "Acme", 23), ("Unknown", "Unknown", 10)],
        "promotion": [("Spring", "1", 20), ("Unknown", None, 13)],
        "currency": [("GBP", "GBP", 30), ("USD", "USD", 3)],
    }
    assert one(asked(workspace, "gross_sales", "2011", "", "currency=GBP", "brand=Acme"), "gross_sales") == 20
    hand.write("UPDATE sales.subcategories SET name = 'Cups'")
    assert figures(asked(workspace, "gross_sales", "2011", "subcategory"), "subcategory") == [("Cups",), ("Unknown",)]

"""Wrong without an error: a share of shares, a customer counted once a month, a loss that makes others larger."""

from datetime import date
from decimal import Decimal

import pytest

from tests.oracle.world import World
from tests.soundness.hand import SOUTH, Document, asked, figures, one, seeing, sold

MARCH, MAY = date(2011, 3, 4), date(2011, 5, 4)
CONCENTRATION = "customer_concentration effective_customers largest_customer_share"


@pytest.fixture
def four(hand: World) -> World:
    """Shares of 30, 30, 20 and 20 per cent."""
    hand.write("INSERT INTO sales.customers (customer_id, source, source_key, name) VALUES (4, 'hand', '4', 'Brown')")
    for customer, price in ((1, "300"), (2, "300"), (3, "200"), (4, "200")):
        sold(hand, customer, customer, MARCH, price)
    return hand


def test_shares_of_30_30_20_20_are_2600_and_three_point_eight_five(four: World) -> None:
    answer = asked(four.workspace(), CONCENTRATION, "2011")
    assert figures(answer, *CONCENTRATION.split()) == [(2600, Decimal("3.846153846154"), Decimal("0.3"))]


def test_guests_losses_and_what_has_no_rate_are_left_out(four: World) -> None:
    sold(four, 0, 10, MARCH, "5000")
    four.write("INSERT INTO sales.customers (customer_id, source, source_key, name) VALUES (5, 'hand', '5', 'Green')")
    note = Document(5, 11, MARCH, kind="credit_note")
    four.write(note.header(), note.back("700"))
    sold(four, 5, 12, MARCH, "9", currency="GBP", rate=None)
    answer = asked(four.workspace(), CONCENTRATION, "2011")
    assert figures(answer, *CONCENTRATION.split()) == [(2600, Decimal("3.846153846154"), Decimal("0.3"))]
    assert answer.receipt.unconverted == 1


def test_net_sales_are_netted_by_customer_before_they_are_squared(four: World) -> None:
    """Customer 1 gives back 200: shares of 100, 300, 200 and 200 in 800."""
    note = Document(1, 20, MAY, kind="credit_note")
    four.write(note.header(), note.back("200", Document(1, 1, MARCH)))
    answer = asked(four.workspace(), "customer_concentration largest_customer_share", "2011")
    assert figures(answer, "customer_concentration", "largest_customer_share") == [
        (Decimal(10_000 * (1 + 9 + 4 + 4)) / 64, Decimal("0.375")),
    ]


def test_a_concentration_by_part_and_over_all_is_each_of_its_own_customers(four: World) -> None:
    sold(four, 1, 30, MAY, "100", territory=SOUTH)
    answer = asked(four.workspace(), "customer_concentration", "2011", "territory", totals=True)
    whole = Decimal(10_000 * (16 + 9 + 4 + 4)) / 121
    rows = dict(figures(answer, "territory", "customer_concentration"))
    assert rows["North"] == 2600
    assert rows["South"] == 10_000
    assert rows[None] == whole.quantize(Decimal("1e-12"))
    seen = asked(four.workspace(), "customer_concentration", "2011", viewer=seeing(SOUTH))
    assert one(seen, "customer_concentration") == 10_000


def test_where_nobody_bought_there_is_no_concentration(hand: World) -> None:
    answer = asked(hand.workspace(), f"{CONCENTRATION} product_concentration repeat_rate", "2011")
    assert figures(answer, *CONCENTRATION.split(), "product_concentration", "repeat_rate") == [(None,) * 5]


def test_products_are_concentrated_by_all_sales_guests_included(hand: World) -> None:
    document = Document(0, 1, MARCH)
    hand.write(document.header(), document.line("75"), document.line("25", line_no=2, product=2))
    answer = asked(hand.workspace(), "product_concentration effective_products largest_product_share", "2011")
    assert figures(answer, "product_concentration", "effective_products", "largest_product_share") == [
        (6250, Decimal("1.6"), Decimal("0.75")),
    ]


def test_a_repeat_is_a_second_order_within_the_days_of_the_row(hand: World) -> None:
    """Customer 1 in March and May, customer 2 twice in May, customer 3 once, Guest twice."""
    for order, (customer, day) in enumerate(
        ((1, MARCH), (1, MAY), (2, MAY), (2, MAY), (3, MARCH), (0, MAY), (0, MAY)), 1
    ):
        sold(hand, customer, order, day, "10")
    whole = asked(hand.workspace(), "repeat_customers repeat_rate orders_per_customer", "2011")
    assert figures(whole, "repeat_customers", "repeat_rate", "orders_per_customer") == [
        (2, Decimal("0.666666666667"), Decimal("1.666666666667")),
    ]
    months = asked(hand.workspace(), "repeat_customers customers", "2011", "month")
    assert [r for r in figures(months, "month", "repeat_customers", "customers") if r[2]] == [
        (date(2011, 3, 1), 0, 2),
        (date(2011, 5, 1), 1, 2),
    ]


def test_two_lines_of_an_order_are_one_order(hand: World) -> None:
    document = sold(hand, 1, 1, MARCH, "10")
    hand.write(document.line("5", line_no=2))
    assert one(asked(hand.workspace(), "repeat_customers", "2011"), "repeat_customers") == 0


def test_facts_read_twice_are_counted_once(four: World) -> None:
    """Four sale lines, read by row, by customer and by product."""
    answer = asked(four.workspace(), "net_sales customer_concentration product_concentration repeat_rate", "2011")
    assert answer.receipt.rows == 4


def test_prices_are_ratios_of_totals(hand: World) -> None:
    """List 20 sold at 15 twice, list 10 sold at 10 once: 40 of 50; three units, two orders."""
    first = Document(1, 1, MARCH)
    hand.write(first.header(), first.line("15", quantity="2", list_price="20"))
    sold(hand, 2, 2, MARCH, "10")
    names = ("price_realisation", "discount_rate", "average_selling_price", "units_per_order", "products_sold")
    answer = asked(hand.workspace(), " ".join(names), "2011")
    assert figures(answer, *names) == [
        (Decimal("0.8"), Decimal("0.2"), Decimal("13.333333333333"), Decimal("1.5"), 1),
    ]


def test_the_cost_of_returned_goods_counts_what_is_not_restocked_too(hand: World) -> None:
    note = Document(1, 1, MARCH, kind="credit_note")
    hand.write(
        note.header(),
        note.back("10", unit_cost="4", restocked="true"),
        note.back("10", line_no=2, unit_cost="3", quantity="2"),
    )
    answer = asked(hand.workspace(), "returned_cost returned_lines", "2011")
    assert figures(answer, "returned_cost", "returned_lines") == [(10, 2)]

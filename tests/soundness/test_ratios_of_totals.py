"""Wrong without an error: a mean of ratios where a ratio of totals is meant."""

from datetime import date
from decimal import Decimal

from sales_core.query import Comparison
from tests.oracle.world import World
from tests.soundness.hand import Document, asked, figures, one, sold

JANUARY, MARCH = date(2011, 1, 10), date(2011, 3, 4)


def test_the_average_order_is_of_all_orders_not_of_lines_or_months(hand: World) -> None:
    """One order of 10 in January; three of 30 in March: 100 ÷ 4 = 25, where the mean of months would be 20."""
    sold(hand, 1, 1, JANUARY, "10")
    for n in (2, 3, 4):
        sold(hand, 1, n, MARCH, "30")
    assert one(asked(hand.workspace(), "average_order_value", "2011"), "average_order_value") == 25


def test_an_order_of_two_lines_is_averaged_as_one(hand: World) -> None:
    order = Document(1, 1, MARCH)
    hand.write(order.header(), order.line("10"), order.line("30", line_no=2))
    assert one(asked(hand.workspace(), "average_order_value"), "average_order_value") == 40


def test_margin_share_is_margin_over_sales(hand: World) -> None:
    """100 at a cost of 90 and 10 at a cost of 1: 19 ÷ 110, not the mean of 10 % and 90 %."""
    for n, price, cost in ((1, "100", "90"), (2, "10", "1")):
        order = Document(1, n, MARCH)
        hand.write(order.header(), order.line(price, unit_cost=cost))
    answer = asked(hand.workspace(), "gross_margin gross_margin_share")
    assert figures(answer, "gross_margin", "gross_margin_share") == [(19, Decimal("0.172727272727"))]


def test_growth_of_a_ratio_is_of_the_unrounded_ratio_and_of_a_share_in_points(hand: World) -> None:
    """Average 10 ÷ 3 before and 20 ÷ 3 now: growth is 1 to the last digit, not of the rounded figures."""
    for n, day, price in ((1, date(2010, 3, 4), "10"), (2, MARCH, "20")):
        for part in range(3):
            sold(hand, 1, 10 * n + part, day, price if part == 0 else "0")
    answer = asked(hand.workspace(), "average_order_value", "2011", comparison=Comparison.YEAR_BEFORE)
    assert figures(answer, "average_order_value", "average_order_value__before", "average_order_value__growth") == [
        (Decimal("6.666666666667"), Decimal("3.333333333333"), 1)
    ]


def test_a_ratio_over_nothing_is_missing_and_not_zero(hand: World) -> None:
    answer = asked(hand.workspace(), "average_order_value return_rate orders", "2011")
    assert figures(answer, "average_order_value", "return_rate", "orders") == [(None, None, 0)]

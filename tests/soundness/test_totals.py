"""Wrong without an error: a total summed from its parts, or cut with them. Today is 2012-03-20."""

from datetime import date
from decimal import Decimal

from sales_core.query import Comparison, Order
from tests.oracle.world import World
from tests.soundness.hand import NORTH, SOUTH, asked, figures, sold

MAY, JUNE = date(2011, 5, 1), date(2011, 6, 1)


def two_orders_of_one_customer(world: World) -> None:
    """Smith buys for 10 in the North in May, for 20 in the South in May and for 5 in the North in June."""
    sold(world, 1, 1, MAY, "10")
    sold(world, 1, 2, MAY, "20", territory=SOUTH)
    sold(world, 1, 3, JUNE, "5")


def test_a_total_of_distinct_counts_is_not_their_sum(hand: World) -> None:
    """One customer in each territory and in each month is one customer."""
    two_orders_of_one_customer(hand)
    answer = asked(hand.workspace(), "customers gross_sales", "2011", "month territory", totals=True)
    assert figures(answer, "month", "territory", "level", "customers", "gross_sales") == [
        (MAY, "North", 2, 1, 10),
        (MAY, "South", 2, 1, 20),
        (MAY, None, 1, 1, 30),
        (JUNE, "North", 2, 1, 5),
        (JUNE, "South", 2, 0, 0),
        (JUNE, None, 1, 1, 5),
        (None, None, 0, 1, 35),
    ]


def test_a_total_of_ratios_is_the_ratio_of_totals(hand: World) -> None:
    """Two orders of 30 and one of 5: 35 ÷ 3, where the mean of 15 and 5 would be 10."""
    two_orders_of_one_customer(hand)
    answer = asked(hand.workspace(), "average_order_value", "2011", "month", totals=True)
    assert figures(answer, "month", "average_order_value") == [
        (MAY, 15),
        (JUNE, 5),
        (None, Decimal("11.666666666667")),
    ]


def test_a_limit_cuts_details_and_no_total(hand: World) -> None:
    """The largest of four; each total is of all, and stands behind the last detail shown of its part."""
    two_orders_of_one_customer(hand)
    answer = asked(
        hand.workspace(), "gross_sales", "2011", "territory month", order=Order("gross_sales"), limit=1, totals=True
    )
    assert figures(answer, "territory", "month", "level", "gross_sales") == [
        ("South", MAY, 2, 20),
        ("South", None, 1, 20),
        ("North", None, 1, 15),
        (None, None, 0, 35),
    ]
    assert answer.receipt.total_rows == 4
    assert "1 of 4 rows are shown." in answer.receipt.notes


def test_rows_behind_an_answer_are_counted_once_however_many_totals_it_has(hand: World) -> None:
    two_orders_of_one_customer(hand)
    for totals in (False, True):
        answer = asked(hand.workspace(), "gross_sales", "2011", "month territory", totals=totals)
        assert answer.receipt.rows == 3


def test_details_are_the_same_with_totals_and_without(hand: World) -> None:
    two_orders_of_one_customer(hand)
    workspace = hand.workspace()
    for order in (None, Order("gross_sales"), Order("customers", descending=False)):
        plain = asked(workspace, "gross_sales customers", "2011", "month territory", order=order)
        whole = asked(workspace, "gross_sales customers", "2011", "month territory", order=order, totals=True)
        names = ("month", "territory", "gross_sales", "customers")
        details = [row[:4] for row in figures(whole, *names, "level") if row[4] == 2]
        assert details == figures(plain, *names)


def test_totals_are_compared_by_their_own_days(hand: World) -> None:
    """May 2010: 8 in the North. Beside it 10; its change is 2; the South had nothing; all together 20 to 8."""
    sold(hand, 1, 9, date(2010, 5, 1), "8")
    sold(hand, 1, 1, MAY, "10")
    sold(hand, 1, 2, MAY, "10", territory=SOUTH)
    answer = asked(hand.workspace(), "gross_sales", "2011", "territory", comparison=Comparison.YEAR_BEFORE, totals=True)
    names = [f"gross_sales{ending}" for ending in ("", "__before", "__change", "__growth")]
    assert figures(answer, "territory", *names) == [
        ("North", 10, 8, 2, Decimal("0.25")),
        ("South", 10, 0, 10, None),
        (None, 20, 8, 12, Decimal("1.5")),
    ]


def test_the_change_from_a_loss_is_an_amount_and_no_growth(hand: World) -> None:
    sold(hand, 1, 9, date(2010, 5, 1), "-8")
    sold(hand, 1, 1, MAY, "10")
    answer = asked(hand.workspace(), "gross_sales", "2011", comparison=Comparison.YEAR_BEFORE)
    assert figures(answer, "gross_sales__change", "gross_sales__growth") == [(18, None)]


def test_totals_without_a_breakdown_are_the_one_row(hand: World) -> None:
    sold(hand, 1, 1, MAY, "10", territory=NORTH)
    assert figures(asked(hand.workspace(), "gross_sales", "2011", totals=True), "level", "gross_sales") == [(0, 10)]


def test_the_total_of_a_period_that_is_not_over_is_marked(hand: World) -> None:
    sold(hand, 1, 1, date(2012, 1, 5), "10")
    answer = asked(hand.workspace(), "gross_sales", "2012", "month", totals=True)
    assert figures(answer, "month", "partial") == [(date(2012, 1, 1), False), (None, True)]
    over = asked(hand.workspace(), "gross_sales", "2012-01", "month", totals=True)
    assert figures(over, "month", "partial") == [(date(2012, 1, 1), False), (None, False)]


def test_two_customers_of_one_name_have_a_total_each(hand: World) -> None:
    sold(hand, 1, 1, MAY, "10")
    sold(hand, 2, 2, JUNE, "4")
    answer = asked(hand.workspace(), "gross_sales", "2011", "customer month", totals=True)
    assert figures(answer, "customer", "customer__key", "month", "gross_sales") == [
        ("Smith", "1", MAY, 10),
        ("Smith", "1", JUNE, 0),
        ("Smith", "1", None, 10),
        ("Smith", "2", MAY, 0),
        ("Smith", "2", JUNE, 4),
        ("Smith", "2", None, 4),
        (None, None, None, 14),
    ]


def test_days_meet_their_own_weekday_of_52_weeks_before(hand: World) -> None:
    """Friday 2011-05-06 meets Friday 2010-05-07."""
    sold(hand, 1, 1, date(2010, 5, 7), "7")
    sold(hand, 1, 2, date(2011, 5, 6), "10")
    answer = asked(hand.workspace(), "gross_sales", "2011-05-05..2011-05-07", "day", comparison=Comparison.WEEKS_BEFORE)
    names = ("day", "gross_sales", "gross_sales__before", "gross_sales__change")
    assert figures(answer, *names) == [(date(2011, 5, 6), 10, 7, 3)]


def test_a_month_meets_the_days_52_weeks_before_its_own(hand: World) -> None:
    """June 2011 meets 2010-06-02 to 07-01: the 2 of 1 June 2010 are May's, the 5 of 1 July are June's."""
    for n, (day, price) in enumerate(((date(2010, 6, 1), "2"), (date(2010, 7, 1), "5"), (JUNE, "10"))):
        sold(hand, 1, n, day, price)
    answer = asked(
        hand.workspace(), "gross_sales", "2011-05..2011-06", "month", comparison=Comparison.WEEKS_BEFORE, totals=True
    )
    names = ("month", "gross_sales", "gross_sales__before", "gross_sales__change")
    assert figures(answer, *names) == [(MAY, 0, 2, -2), (JUNE, 10, 5, 5), (None, 10, 7, 3)]


def test_a_month_to_come_has_only_what_was_52_weeks_before_its_days(hand: World) -> None:
    """The year to 20 March 2012, held against all of the year before, in which 10 May alone sold something."""
    sold(hand, 1, 1, date(2011, 5, 10), "7")
    answer = asked(
        hand.workspace(),
        "gross_sales",
        "year_to_date",
        "month",
        comparison=Comparison.WEEKS_BEFORE,
        like_for_like=False,
    )
    names = ("month", "gross_sales", "gross_sales__before", "gross_sales__change")
    assert figures(answer, *names) == [(date(2012, 5, 1), None, 7, None)]

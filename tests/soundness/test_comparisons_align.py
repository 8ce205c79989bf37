"""Wrong without an error: a day held against the wrong day, in leap years and after months of other lengths."""

from datetime import date, timedelta

from sales_core.query import Comparison
from tests.oracle.world import World
from tests.soundness.hand import asked, figures, one, sold

NAMES = ("day", "gross_sales", "gross_sales__before", "gross_sales__growth")


def priced_by_date(world: World, first: date, days: int) -> None:
    """A sale a day whose price is its day of the month."""
    for n in range(days):
        day = first + timedelta(days=n)
        sold(world, 1, day.toordinal(), day, str(day.day))


def test_days_a_year_apart_meet_by_date_across_a_leap_day(hand: World) -> None:
    """2012-02-27 to 03-02 against 2011: the 29th has no day before it, and 1 March meets 1 March."""
    priced_by_date(hand, date(2011, 2, 27), 4)
    priced_by_date(hand, date(2012, 2, 27), 5)
    period = "2012-02-27..2012-03-02"
    answer = asked(hand.workspace(), "gross_sales", period, "day", comparison=Comparison.YEAR_BEFORE)
    assert [row[1:3] for row in figures(answer, *NAMES)] == [(27, 27), (28, 28), (29, None), (1, 1), (2, 2)]


def test_the_leap_day_of_the_year_before_stands_beside_no_day_and_that_is_told(hand: World) -> None:
    """2011-02-28 and 03-01 against 2010 have no leap day; seen from 2013 the 29th of 2012 is in the total alone."""
    priced_by_date(hand, date(2012, 2, 28), 3)
    priced_by_date(hand, date(2013, 2, 28), 2)
    workspace = hand.workspace()
    period = "2013-02-28..2013-03-01"
    answer = asked(workspace, "gross_sales", period, "day", comparison=Comparison.YEAR_BEFORE)
    assert [row[1:3] for row in figures(answer, *NAMES)] == [(28, 28), (1, 1)]
    assert any("stands beside none" in note for note in answer.receipt.notes)
    total = asked(workspace, "gross_sales", period, comparison=Comparison.YEAR_BEFORE)
    assert figures(total, "gross_sales", "gross_sales__before") == [(29, 28 + 29 + 1)]


def test_a_period_that_begins_on_a_leap_day_has_no_row_before_itself(hand: World) -> None:
    """Its year before begins on 28 February 2011, which is the day before of no day asked about."""
    priced_by_date(hand, date(2011, 2, 28), 2)
    priced_by_date(hand, date(2012, 2, 29), 2)
    period = "2012-02-29..2012-03-01"
    answer = asked(hand.workspace(), "gross_sales", period, "day", comparison=Comparison.YEAR_BEFORE)
    assert [row[:3] for row in figures(answer, *NAMES)] == [
        (date(2012, 2, 29), 29, None),
        (date(2012, 3, 1), 1, 1),
    ]


def test_the_month_before_a_month_is_the_whole_month(hand: World) -> None:
    """March against February: all 28 days of it, and none of January's."""
    priced_by_date(hand, date(2011, 1, 25), 66)
    workspace = hand.workspace()
    march = asked(workspace, "gross_sales", "2011-03", comparison=Comparison.PREVIOUS_PERIOD)
    assert one(march, "gross_sales__before") == sum(range(1, 29))
    days = asked(workspace, "gross_sales", "2011-03", "day", comparison=Comparison.PREVIOUS_PERIOD)
    assert [row[1:3] for row in figures(days, *NAMES)] == [
        *((n, n) for n in range(1, 29)),
        *((n, None) for n in (29, 30, 31)),
    ]


def test_days_of_a_longer_month_before_are_in_the_total_and_told(hand: World) -> None:
    """February against January: its last three days stand beside no day of February."""
    priced_by_date(hand, date(2011, 1, 1), 59)
    workspace = hand.workspace()
    days = asked(workspace, "gross_sales", "2011-02", "day", comparison=Comparison.PREVIOUS_PERIOD)
    assert [row[1:3] for row in figures(days, *NAMES)] == [(n, n) for n in range(1, 29)]
    assert any("stands beside none" in note for note in days.receipt.notes)
    total = asked(workspace, "gross_sales", "2011-02", comparison=Comparison.PREVIOUS_PERIOD)
    assert one(total, "gross_sales__before") == sum(range(1, 32))


def test_growth_over_nothing_or_less_is_missing(hand: World) -> None:
    """From nothing, no growth; from a loss, only the change, which the two figures show."""
    sold(hand, 1, 1, date(2010, 5, 1), "-10")
    sold(hand, 1, 2, date(2011, 5, 1), "10")
    sold(hand, 3, 3, date(2011, 5, 1), "5")
    answer = asked(hand.workspace(), "gross_sales", "2011", "customer", comparison=Comparison.YEAR_BEFORE)
    assert figures(answer, "customer", "gross_sales", "gross_sales__before", "gross_sales__growth") == [
        ("Jones", 5, 0, None),
        ("Smith", 10, -10, None),
    ]


def test_all_time_has_nothing_before_it_and_says_so_without_an_error(hand: World) -> None:
    sold(hand, 1, 1, date(2011, 5, 1), "10")
    for comparison in (Comparison.PREVIOUS_PERIOD, Comparison.YEAR_BEFORE):
        answer = asked(hand.workspace(), "new_customers", "all", comparison=comparison)
        assert one(answer, "new_customers") == 1

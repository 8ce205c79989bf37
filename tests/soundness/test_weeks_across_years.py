"""Wrong without an error: the week that spans two years cut in two, or its halves added to the wrong one."""

from datetime import date

from sales_core.query import Comparison
from tests.oracle.world import World
from tests.soundness.hand import asked, figures, one, sold

SATURDAY, SUNDAY, MONDAY = date(2011, 12, 31), date(2012, 1, 1), date(2012, 1, 2)
WEEK = date(2011, 12, 26)


def test_a_week_of_two_years_is_one_week(hand: World) -> None:
    for n, (day, price) in enumerate(((SATURDAY, "10"), (SUNDAY, "7"), (MONDAY, "100"))):
        sold(hand, 1, n, day, price)
    answer = asked(hand.workspace(), "gross_sales", "2011-12-26..2012-01-08", "week")
    assert figures(answer, "week", "partial", "gross_sales") == [(WEEK, False, 17), (MONDAY, False, 100)]


def test_asked_about_one_year_the_week_holds_that_years_days_and_is_marked_cut(hand: World) -> None:
    for n, (day, price) in enumerate(((SATURDAY, "10"), (SUNDAY, "7"))):
        sold(hand, 1, n, day, price)
    workspace = hand.workspace()
    for year, expected in (("2011", 10), ("2012", 7)):
        answer = asked(workspace, "gross_sales", year, "week")
        assert figures(answer, "week", "partial", "gross_sales") == [(WEEK, True, expected)]
        assert one(asked(workspace, "gross_sales", year), "gross_sales") == expected


def test_weeks_a_year_apart_meet_by_their_place(hand: World) -> None:
    """The fourteen days from Monday 2011-01-03 against those of 2010 by date: Sunday 3 January 2010 is a week's end."""
    for n, (day, price) in enumerate(
        ((date(2011, 1, 3), "1"), (date(2011, 1, 10), "2"), (date(2010, 1, 3), "30"), (date(2010, 1, 4), "40"))
    ):
        sold(hand, 1, n, day, price)
    answer = asked(hand.workspace(), "gross_sales", "2011-01-03..2011-01-16", "week", comparison=Comparison.YEAR_BEFORE)
    assert figures(answer, "week", "gross_sales", "gross_sales__before") == [
        (date(2011, 1, 3), 1, 30),
        (date(2011, 1, 10), 2, 40),
    ]


def test_week_53_is_one_week(hand: World) -> None:
    """2009 has an ISO week 53, which ends on 3 January 2010."""
    sold(hand, 1, 1, date(2009, 12, 31), "10")
    sold(hand, 1, 2, date(2010, 1, 3), "5")
    answer = asked(hand.workspace(), "gross_sales", "2009-12-28..2010-01-10", "week")
    assert figures(answer, "week", "gross_sales") == [(date(2009, 12, 28), 15)]

"""Wrong without an error: a month not over shown like one that is, days to come as zero. Today is 2012-03-20."""

from datetime import date
from decimal import Decimal

from sales_core.query import Comparison
from tests.oracle.world import World
from tests.soundness.hand import asked, figures, one, sold

FEBRUARY, MARCH, APRIL = date(2012, 2, 1), date(2012, 3, 1), date(2012, 4, 1)


def test_the_bucket_that_is_not_over_is_marked(hand: World) -> None:
    sold(hand, 1, 1, FEBRUARY, "10")
    sold(hand, 1, 2, MARCH, "7")
    answer = asked(hand.workspace(), "gross_sales", "2012", "month")
    assert figures(answer, "month", "partial", "gross_sales") == [(FEBRUARY, False, 10), (MARCH, True, 7)]


def test_a_bucket_cut_by_the_periods_edge_is_marked(hand: World) -> None:
    """2011-01-15 to 2011-03-31: January is cut, February and March are whole."""
    for n, day in enumerate((date(2011, 1, 20), date(2011, 2, 20), date(2011, 3, 20))):
        sold(hand, 1, n, day, "1")
    answer = asked(hand.workspace(), "gross_sales", "2011-01-15..2011-03-31", "month")
    assert [partial for (partial,) in figures(answer, "partial")] == [True, False, False]


def test_today_is_not_over_and_yesterday_is(hand: World) -> None:
    for n, day in enumerate((date(2012, 3, 19), date(2012, 3, 20))):
        sold(hand, 1, n, day, "1")
    answer = asked(hand.workspace(), "gross_sales", "2012-03", "day")
    assert figures(answer, "day", "partial") == [(date(2012, 3, 19), False), (date(2012, 3, 20), True)]


def test_days_to_come_are_missing_but_what_is_dated_there_counts(hand: World) -> None:
    """A sale dated to 15 April and a quota of 91 for the second quarter, 1 a day: parts sum to the total."""
    sold(hand, 1, 1, MARCH, "7")
    sold(hand, 1, 2, date(2012, 4, 15), "5")
    hand.write(
        "INSERT INTO sales.quotas (person_id, territory_id, starts, ends, amount) "
        "VALUES (1, 1, '2012-04-01', '2012-07-01', 91)"
    )
    answer = asked(hand.workspace(), "gross_sales quota", "2012", "month")
    assert figures(answer, "month", "gross_sales", "quota") == [
        (MARCH, 7, 0),
        (APRIL, 5, 30),
        (date(2012, 5, 1), None, 31),
        (date(2012, 6, 1), None, 30),
    ]
    whole = asked(hand.workspace(), "gross_sales quota", "2012")
    assert figures(whole, "gross_sales", "quota") == [(12, 91)]


def test_like_for_like_cuts_the_year_before_at_the_same_day(hand: World) -> None:
    """2011 until 20 March: 10; the 100 of 21 March 2011 is not yet to be compared with."""
    for n, (day, price) in enumerate(((date(2011, 3, 20), "10"), (date(2011, 3, 21), "100"), (MARCH, "20"))):
        sold(hand, 1, n, day, price)
    workspace = hand.workspace()
    cut = asked(workspace, "gross_sales", "2012", comparison=Comparison.YEAR_BEFORE)
    assert figures(cut, "gross_sales", "gross_sales__before", "gross_sales__growth") == [(20, 10, 1)]
    whole = asked(workspace, "gross_sales", "2012", comparison=Comparison.YEAR_BEFORE, like_for_like=False)
    assert one(whole, "gross_sales__before") == 110
    assert one(whole, "gross_sales__growth") == Decimal("-0.818181818182")


def test_like_for_like_cuts_the_month_before_after_as_many_days(hand: World) -> None:
    """Twenty days of March against twenty of February."""
    for n, (day, price) in enumerate(((date(2012, 2, 20), "10"), (date(2012, 2, 21), "100"), (MARCH, "20"))):
        sold(hand, 1, n, day, price)
    answer = asked(hand.workspace(), "gross_sales", "2012-03", comparison=Comparison.PREVIOUS_PERIOD)
    assert one(answer, "gross_sales__before") == 10


def test_a_period_that_has_not_begun_is_all_to_come(hand: World) -> None:
    """Asked about May in March: its quota is known and its sales are not, and no week of it is over."""
    hand.write(
        "INSERT INTO sales.quotas (person_id, territory_id, starts, ends, amount) "
        "VALUES (1, 1, '2012-05-01', '2012-06-01', 31)"
    )
    answer = asked(hand.workspace(), "gross_sales quota", "2012-05", "week")
    assert figures(answer, "partial", "gross_sales", "quota") == [
        *((True, None, days) for days in (6, 7, 7, 7)),
        (True, None, 4),
    ]


def test_today_has_begun_so_what_did_not_happen_yet_is_zero(hand: World) -> None:
    """A quota for today and tomorrow: nothing came back today so far; of tomorrow nobody knows."""
    hand.write(
        "INSERT INTO sales.quotas (person_id, territory_id, starts, ends, amount) "
        "VALUES (1, 1, '2012-03-20', '2012-03-22', 2)"
    )
    sold(hand, 1, 1, date(2012, 3, 20), "5")
    answer = asked(hand.workspace(), "gross_sales returns quota", "2012-03", "day")
    assert figures(answer, "partial", "gross_sales", "returns", "quota") == [(True, 5, 0, 1), (True, None, None, 1)]

"""Wrong without an error: a 31st held against the 1st after, lost, or counted twice. Today is 2012-03-20."""

from datetime import date, timedelta

from sales_core.query import Comparison
from tests.oracle.world import World
from tests.soundness.hand import asked, figures, sold

NAMES = ("gross_sales", "gross_sales__before")


def test_march_is_held_against_all_of_february(hand: World) -> None:
    """31 in March 2011; 28 in February, all of which the month before is."""
    for n in range(59):
        day = date(2011, 2, 1) + timedelta(days=n)
        sold(hand, 1, n, day, "1")
    answer = asked(hand.workspace(), "gross_sales", "2011-03", comparison=Comparison.PREVIOUS_PERIOD)
    assert figures(answer, *NAMES) == [(31, 28)]


def test_a_31st_by_days_stands_beside_no_day_of_a_shorter_month(hand: World) -> None:
    """28 February to 3 and the 29th to 31st of March meet nothing: days meet by their place from the first."""
    sold(hand, 1, 1, date(2011, 2, 28), "7")
    for n, day in enumerate((28, 29, 31), 2):
        sold(hand, 1, n, date(2011, 3, day), str(day))
    answer = asked(hand.workspace(), "gross_sales", "2011-03", "day", comparison=Comparison.PREVIOUS_PERIOD)
    assert [row for row in figures(answer, "day", *NAMES) if row[1]] == [
        (date(2011, 3, 28), 28, 7),
        (date(2011, 3, 29), 29, None),
        (date(2011, 3, 31), 31, None),
    ]


def test_a_31st_a_year_later_is_the_31st(hand: World) -> None:
    """Across a leap day too: 31 January to 31 March of 2012 are 61 days, of 2011 they are 60."""
    for n, (day, price) in enumerate(
        ((date(2011, 1, 30), "100"), (date(2011, 1, 31), "1"), (date(2011, 3, 31), "2"), (date(2011, 4, 1), "100"))
    ):
        sold(hand, 1, n, day, price)
    sold(hand, 1, 9, date(2012, 1, 31), "5")
    answer = asked(
        hand.workspace(),
        "gross_sales",
        "2012-01-31..2012-03-31",
        comparison=Comparison.YEAR_BEFORE,
        like_for_like=False,
    )
    assert figures(answer, *NAMES) == [(5, 3)]


def test_like_for_like_the_month_before_is_cut_at_as_many_days(hand: World) -> None:
    """March 2012 has had twenty days: 20 of them against the first twenty of February."""
    for n in range(49):
        sold(hand, 1, n, date(2012, 2, 1) + timedelta(days=n), "1")
    answer = asked(hand.workspace(), "gross_sales", "2012-03", comparison=Comparison.PREVIOUS_PERIOD)
    assert figures(answer, *NAMES) == [(20, 20)]

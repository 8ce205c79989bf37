"""Wrong without an error: a year, quarter or week that begins where another calendar's does."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from sales_core.calendars import floor
from sales_core.periods import Grain
from sales_core.reckoning import Reckoning, RetailPattern
from tests.oracle.world import World, world
from tests.soundness.hand import Document, asked, blank, figures, sold


@pytest.fixture(scope="module")
def every_day(new_database: Callable[..., str]) -> Iterator[World]:
    """A sale on every day from the end of 2010 to the beginning of 2014."""
    with world(new_database, blank()) as made:
        documents = [Document(1, n + 1, date(2010, 12, 20) + timedelta(days=n)) for n in range(1118)]
        made.write(*(d.header() for d in documents), *(d.line("1") for d in documents))
        yield made


def starts(hand: World, grain: str, reckoning: Reckoning, *days: date) -> list[date]:
    """The buckets of the days, one sale each, that hold something."""
    for order, day in enumerate(days, 1):
        sold(hand, 1, order, day, "1")
    answer = asked(hand.workspace(), "gross_sales", "2010-01-01..2012-12-31", grain, reckoning=reckoning)
    return [start for start, value in figures(answer, grain, "gross_sales") if value]


def test_a_fiscal_year_from_april_begins_in_april(hand: World) -> None:
    april = Reckoning(fiscal_start=4)
    days = (date(2011, 3, 31), date(2011, 4, 1), date(2012, 1, 31))
    assert starts(hand, "fiscal_year", april, *days) == [date(2010, 4, 1), date(2011, 4, 1)]
    assert starts(hand, "fiscal_quarter", april) == [date(2011, 1, 1), date(2011, 4, 1), date(2012, 1, 1)]
    assert starts(hand, "fiscal_month", april) == [date(2011, 3, 1), date(2011, 4, 1), date(2012, 1, 1)]


def test_a_fiscal_quarter_from_february_holds_the_end_of_april(hand: World) -> None:
    """30 April less a month is 30 March, 31 March less a month is cut to 28 February: both stay in their quarter."""
    february = Reckoning(fiscal_start=2)
    days = (date(2011, 1, 31), date(2011, 3, 31), date(2011, 4, 30), date(2011, 5, 1))
    assert starts(hand, "fiscal_quarter", february, *days) == [date(2010, 11, 1), date(2011, 2, 1), date(2011, 5, 1)]


def test_weeks_begin_where_the_reckoning_says_and_iso_weeks_on_monday(hand: World) -> None:
    """5 March 2011 is a Saturday, 6 March a Sunday."""
    sundays = Reckoning(week_start=7)
    days = (date(2011, 3, 5), date(2011, 3, 6))
    assert starts(hand, "week", sundays, *days) == [date(2011, 2, 27), date(2011, 3, 6)]
    assert starts(hand, "retail_week", sundays) == [date(2011, 2, 27), date(2011, 3, 6)]
    assert starts(hand, "iso_week", sundays) == [date(2011, 2, 28)]


@pytest.mark.parametrize(
    ("pattern", "second", "third"),
    [("4-4-5", 4, 8), ("4-5-4", 4, 9), ("5-4-4", 5, 9)],
)
def test_retail_periods_follow_their_pattern(hand: World, pattern: str, second: int, third: int) -> None:
    """The retail year of 2011 begins on Monday 27 December 2010, in whose week 1 January 2011 is."""
    first = date(2010, 12, 27)
    begins = [first + timedelta(weeks=w) for w in (0, second, third, 13)]
    days = [day for start in begins for day in (start - timedelta(days=1), start)]
    found = starts(hand, "retail_period", Reckoning(retail=RetailPattern(pattern)), *days)
    assert found[1:] == begins
    assert starts(hand, "retail_year", Reckoning()) == [date(2009, 12, 28), first]


def test_a_53rd_week_belongs_to_the_last_period(hand: World) -> None:
    """From Thursdays, 2011 begins on 30 December 2010 and 2012 on 29 December 2011; 2010 began on 31 December 2009."""
    thursdays = Reckoning(week_start=5)
    year = date(2010, 12, 31)
    last = date(2011, 12, 29)
    assert starts(hand, "retail_year", thursdays, last) == [year]
    assert starts(hand, "retail_period", thursdays) == [year + timedelta(weeks=47)]


@pytest.mark.parametrize("grain", Grain)
@pytest.mark.parametrize(
    "reckoning",
    [
        Reckoning(),
        Reckoning(fiscal_start=4, week_start=7, retail=RetailPattern.P454),
        Reckoning(fiscal_start=12, week_start=3, retail=RetailPattern.P544),
    ],
    ids=lambda r: f"{r.fiscal_start}-{r.week_start}-{r.retail}",
)
def test_every_day_of_three_years_lies_in_the_bucket_that_its_calendar_says(
    every_day: World, grain: Grain, reckoning: Reckoning
) -> None:
    first, last = date(2010, 12, 20), date(2014, 1, 10)
    answer = asked(every_day.workspace(), "document_lines", f"{first}..{last}", grain.value, reckoning=reckoning)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    counts: dict[date, int] = {}
    for day in days:
        start = floor(day, grain, reckoning)
        counts[start] = counts.get(start, 0) + 1
    assert figures(answer, grain.value, "document_lines") == sorted(counts.items())

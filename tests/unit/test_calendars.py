"""Calendars: buckets begin and end as the reckoning says, and by the same rule as the calendar table."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from sales_core.bucket_names import bucket_name
from sales_core.buckets import Counterparts, starts
from sales_core.calendars import Grain, bucket_end, floor, retail_periods, retail_start
from sales_core.errors import BadPeriod
from sales_core.periods import Period, PeriodSpec
from sales_core.query import Comparison
from sales_core.reckoning import USUAL, FiscalName, Reckoning, RetailPattern

APRIL = Reckoning(fiscal_start=4)
APRIL_BY_START = Reckoning(fiscal_start=4, fiscal_name=FiscalName.START)
RETAILER = Reckoning(fiscal_start=2, week_start=7, retail=RetailPattern.P454)
TODAY = date(2012, 3, 20)
"""A Tuesday."""


@pytest.mark.parametrize(
    ("grain", "reckoning", "first", "end"),
    [
        (Grain.WEEK, USUAL, date(2012, 3, 19), date(2012, 3, 26)),
        (Grain.WEEK, RETAILER, date(2012, 3, 18), date(2012, 3, 25)),
        (Grain.ISO_WEEK, RETAILER, date(2012, 3, 19), date(2012, 3, 26)),
        (Grain.FISCAL_MONTH, APRIL, date(2012, 3, 1), date(2012, 4, 1)),
        (Grain.FISCAL_QUARTER, APRIL, date(2012, 1, 1), date(2012, 4, 1)),
        (Grain.FISCAL_QUARTER, RETAILER, date(2012, 2, 1), date(2012, 5, 1)),
        (Grain.FISCAL_YEAR, APRIL, date(2011, 4, 1), date(2012, 4, 1)),
        (Grain.FISCAL_YEAR, USUAL, date(2012, 1, 1), date(2013, 1, 1)),
        (Grain.RETAIL_WEEK, RETAILER, date(2012, 3, 18), date(2012, 3, 25)),
        (Grain.RETAIL_PERIOD, RETAILER, date(2012, 2, 26), date(2012, 4, 1)),
        (Grain.RETAIL_YEAR, RETAILER, date(2012, 1, 29), date(2013, 1, 27)),
        (Grain.RETAIL_PERIOD, USUAL, date(2012, 2, 20), date(2012, 3, 26)),
    ],
)
def test_a_bucket_begins_and_ends_as_the_reckoning_says(
    grain: Grain, reckoning: Reckoning, first: date, end: date
) -> None:
    """1 February 2012 is a Wednesday, so that retail year begins on Sunday 29 January: 4 weeks, 5, 4."""
    assert floor(TODAY, grain, reckoning) == first
    assert bucket_end(first, grain, reckoning) == end


def test_the_53rd_week_belongs_to_the_last_period() -> None:
    """1 February 2014 is a Saturday, 1 February 2015 a Sunday: 26 January 2014 to 31 January 2015 are 53 weeks."""
    assert (retail_start(2014, RETAILER), retail_start(2015, RETAILER)) == (date(2014, 1, 26), date(2015, 2, 1))
    last = retail_periods(2014, RETAILER)[-1]
    assert last == date(2014, 12, 28)
    assert bucket_end(last, Grain.RETAIL_PERIOD, RETAILER) == date(2015, 2, 1)
    usual = retail_periods(2013, RETAILER)[-1]
    assert (bucket_end(usual, Grain.RETAIL_PERIOD, RETAILER) - usual).days == 4 * 7


@pytest.mark.parametrize("grain", Grain)
@pytest.mark.parametrize("reckoning", [USUAL, APRIL, RETAILER, Reckoning(12, week_start=4, retail=RetailPattern.P544)])
def test_buckets_follow_each_other_without_gap_and_hold_their_days(grain: Grain, reckoning: Reckoning) -> None:
    found = list(starts(Period(date(2009, 12, 1), date(2014, 2, 1)), grain, reckoning))
    assert found == sorted(set(found))
    for start, following in pairwise(found):
        assert bucket_end(start, grain, reckoning) == following
        assert floor(start, grain, reckoning) == start
        assert floor(following - timedelta(days=1), grain, reckoning) == start


@pytest.mark.parametrize(
    ("start", "grain", "reckoning", "name"),
    [
        (date(2011, 4, 1), Grain.FISCAL_YEAR, APRIL, "FY2012"),
        (date(2011, 4, 1), Grain.FISCAL_YEAR, APRIL_BY_START, "FY2011"),
        (date(2011, 4, 1), Grain.FISCAL_YEAR, USUAL, "FY2011"),
        (date(2012, 1, 1), Grain.FISCAL_QUARTER, APRIL, "FY2012 Q4"),
        (date(2012, 3, 1), Grain.FISCAL_MONTH, APRIL, "FY2012 M12"),
        (date(2012, 1, 1), Grain.FISCAL_MONTH, USUAL, "FY2012 M1"),
        (date(2011, 1, 31), Grain.ISO_WEEK, RETAILER, "2011-W05"),
        (date(2010, 12, 27), Grain.ISO_WEEK, USUAL, "2010-W52"),
        (date(2012, 1, 29), Grain.RETAIL_WEEK, RETAILER, "2012 W01"),
        (date(2012, 4, 1), Grain.RETAIL_PERIOD, RETAILER, "2012 P3"),
        (date(2012, 1, 29), Grain.RETAIL_YEAR, RETAILER, "Retail 2012"),
        (date(2011, 12, 26), Grain.RETAIL_WEEK, USUAL, "2012 W01"),
    ],
)
def test_a_bucket_is_named_by_its_calendar(start: date, grain: Grain, reckoning: Reckoning, name: str) -> None:
    assert bucket_name(start, grain, reckoning) == name


@pytest.mark.parametrize(
    ("text", "reckoning", "first", "last"),
    [
        ("quarter_to_date", APRIL, date(2012, 1, 1), TODAY),
        ("fiscal_year_to_date", APRIL, date(2011, 4, 1), TODAY),
        ("fiscal_quarter_to_date", RETAILER, date(2012, 2, 1), TODAY),
        ("FY2012", APRIL, date(2011, 4, 1), date(2012, 3, 31)),
        ("FY2012", APRIL_BY_START, date(2012, 4, 1), date(2013, 3, 31)),
        ("FY2012", USUAL, date(2012, 1, 1), date(2012, 12, 31)),
        ("FY2012-Q1", APRIL, date(2011, 4, 1), date(2011, 6, 30)),
        ("FY2011-Q4..FY2012-Q1", APRIL, date(2011, 1, 1), date(2011, 6, 30)),
        ("last_4_weeks", USUAL, date(2012, 2, 20), date(2012, 3, 18)),
        ("last_4_weeks", RETAILER, date(2012, 2, 19), date(2012, 3, 17)),
        ("last_12_months", APRIL, date(2011, 3, 1), date(2012, 2, 29)),
        ("last_1_months", USUAL, date(2012, 2, 1), date(2012, 2, 29)),
    ],
)
def test_a_period_is_resolved_by_the_reckoning(text: str, reckoning: Reckoning, first: date, last: date) -> None:
    assert PeriodSpec.parse(text).resolve(TODAY, reckoning) == Period(first, last + timedelta(days=1))


def test_a_fiscal_year_to_date_is_the_begun_part_of_a_whole_one() -> None:
    whole = PeriodSpec.parse("fiscal_year_to_date").whole(TODAY, APRIL)
    assert whole == Period(date(2011, 4, 1), date(2012, 4, 1))
    assert PeriodSpec.parse("quarter_to_date").whole(TODAY, APRIL) == Period(date(2012, 1, 1), date(2012, 4, 1))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("fiscal_year_to_dat", "did you mean 'fiscal_year_to_date'"),
        ("last_4_week", "did you mean 'last_4_weeks'"),
        ("FY12", "write one of: 2011"),
        ("FY2012-Q5", "write one of: 2011"),
        ("last_0_weeks", "did you mean"),
        ("last_9999_months", "leaves the calendar"),
    ],
)
def test_a_slip_in_a_period_is_told_with_the_nearest_form(text: str, hint: str) -> None:
    with pytest.raises(BadPeriod, match=hint):
        PeriodSpec.parse(text)


def test_buckets_52_weeks_apart_stand_beside_themselves() -> None:
    """2012 against 2011-01-02 to 2012-01-01: each month against the days 364 before its own."""
    pairs = Counterparts(
        Grain.MONTH,
        Period(date(2012, 1, 1), date(2013, 1, 1)),
        Period(date(2011, 1, 3), date(2012, 1, 3)),
        Comparison.WEEKS_BEFORE,
    )
    assert pairs.now(date(2012, 2, 1)) == date(2012, 2, 1)
    assert pairs.alike(date(2012, 2, 1), None)

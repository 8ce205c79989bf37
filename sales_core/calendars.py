"""Calendars: the first day and the end of every kind of time bucket, under a reckoning.

The rules are those of the calendar table (`db.calendar`): a retail year begins in the week that holds the fiscal
year's first day and is named by that day's year; its quarters have 13 weeks, split by the pattern; where the next
year begins a week later, the 53rd week belongs to the last period.
"""

import calendar
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate

from sales_core.reckoning import USUAL, FiscalName, Reckoning

WEEK = timedelta(days=7)


class Grain(StrEnum):
    """The size of a time bucket."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FISCAL_MONTH = "fiscal_month"
    FISCAL_QUARTER = "fiscal_quarter"
    FISCAL_YEAR = "fiscal_year"
    ISO_WEEK = "iso_week"
    RETAIL_WEEK = "retail_week"
    RETAIL_PERIOD = "retail_period"
    RETAIL_YEAR = "retail_year"


MONTHS = {
    Grain.MONTH: 1,
    Grain.QUARTER: 3,
    Grain.YEAR: 12,
    Grain.FISCAL_MONTH: 1,
    Grain.FISCAL_QUARTER: 3,
    Grain.FISCAL_YEAR: 12,
}
"""The grains made of months, and of how many."""

_FISCAL = (Grain.FISCAL_MONTH, Grain.FISCAL_QUARTER, Grain.FISCAL_YEAR)


def shift_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def floor(day: date, grain: Grain, reckoning: Reckoning = USUAL) -> date:
    """The first day of the bucket that holds `day`."""
    if grain in MONTHS:
        return _months(day, MONTHS[grain], reckoning.fiscal_start if grain in _FISCAL else 1)
    match grain:
        case Grain.WEEK | Grain.RETAIL_WEEK:
            return _week(day, reckoning.week_start)
        case Grain.ISO_WEEK:
            return _week(day, 1)
        case Grain.RETAIL_PERIOD:
            return max(start for start in retail_periods(retail_year(day, reckoning), reckoning) if start <= day)
        case Grain.RETAIL_YEAR:
            return retail_start(retail_year(day, reckoning), reckoning)
        case _:
            return day


def bucket_end(start: date, grain: Grain, reckoning: Reckoning = USUAL) -> date:
    """The first day after the bucket that begins at `start`."""
    if grain in MONTHS:
        return shift_months(start, MONTHS[grain])
    if grain is Grain.DAY:
        return start + timedelta(days=1)
    if grain in (Grain.RETAIL_PERIOD, Grain.RETAIL_YEAR):
        year = retail_year(start, reckoning)
        later = [day for day in retail_periods(year, reckoning) if day > start]
        return later[0] if later and grain is Grain.RETAIL_PERIOD else retail_start(year + 1, reckoning)
    return start + WEEK


def _week(day: date, week_start: int) -> date:
    return day - timedelta(days=(day.isoweekday() - week_start) % 7)


def _months(day: date, count: int, first_month: int) -> date:
    """The first day of the run of `count` months, runs being counted from a month of the year."""
    return shift_months(day.replace(day=1), -((day.month - first_month) % count))


def fiscal_year(day: date, reckoning: Reckoning) -> int:
    """The number that the fiscal year of the day is named by."""
    start = _months(day, 12, reckoning.fiscal_start)
    ends_later = reckoning.fiscal_start > 1 and reckoning.fiscal_name is FiscalName.END
    return start.year + 1 if ends_later else start.year


def fiscal_start(number: int, reckoning: Reckoning) -> date:
    """The first day of the fiscal year that is named so."""
    ends_later = reckoning.fiscal_start > 1 and reckoning.fiscal_name is FiscalName.END
    return date(number - 1 if ends_later else number, reckoning.fiscal_start, 1)


def retail_start(year: int, reckoning: Reckoning) -> date:
    """The first day of a retail year: that of the week which holds the fiscal year's first day."""
    return _week(date(year, reckoning.fiscal_start, 1), reckoning.week_start)


def retail_year(day: date, reckoning: Reckoning) -> int:
    """The retail year that holds the day."""
    return max(year for year in range(day.year - 1, day.year + 2) if retail_start(year, reckoning) <= day)


def retail_periods(year: int, reckoning: Reckoning) -> tuple[date, ...]:
    """The first days of the twelve periods of a retail year."""
    start = retail_start(year, reckoning)
    weeks = accumulate((0, *(reckoning.retail.weeks * 4)[:-1]))
    return tuple(start + WEEK * count for count in weeks)

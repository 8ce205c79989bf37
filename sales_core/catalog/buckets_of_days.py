"""The calendar as a question reckons it: for each day the first day of its bucket, by every grain."""

from typing import Any, assert_never

from sqlalchemy import ColumnElement, Date, FromClause, Integer, case, cast, func, literal, select

from db.schema.reference import calendar
from sales_core.catalog.model import Request
from sales_core.catalog.reckoned import NEAR
from sales_core.periods import Grain

Day = ColumnElement[Any]


def days_with(asked: Request, grain: Grain) -> FromClause:
    """One row a day of the period: `day`, and `bucket`, the first day of the bucket that holds it."""
    days = calendar.alias("days")
    start, end = asked.period.start - NEAR, asked.period.end + NEAR
    chosen = select(days.c.day, _bucket(asked, days, grain).label("bucket"))
    return chosen.where(days.c.day >= start, days.c.day < end).subquery(f"by_{grain.value}")


def _bucket(asked: Request, days: FromClause, grain: Grain) -> Day:
    day, choice = days.c.day, asked.reckoning
    match grain:
        case Grain.DAY:
            return day
        case Grain.MONTH | Grain.QUARTER | Grain.YEAR:
            return days.c[grain.value]
        case Grain.FISCAL_MONTH:
            return days.c.month
        case Grain.FISCAL_QUARTER | Grain.FISCAL_YEAR:
            return _fiscal(day, grain.value.removeprefix("fiscal_"), choice.fiscal_start)
        case Grain.ISO_WEEK:
            return _week(day, days.c.weekday, 1)
        case Grain.WEEK | Grain.RETAIL_WEEK:
            return _week(day, days.c.weekday, choice.week_start)
        case Grain.RETAIL_YEAR:
            return _retail_year(asked, days)
        case Grain.RETAIL_PERIOD:
            return _retail_period(asked, days)
        case grain:
            assert_never(grain)


def _week(day: Day, weekday: ColumnElement[Any], first: int) -> Day:
    return day - (weekday - literal(first, Integer) + 7) % 7


def _fiscal(day: Day, unit: str, start: int) -> Day:
    """The first day of the fiscal unit; shifting by months may cut a day off a month's end but leaves the month."""
    shift = func.make_interval(0, start - 1)
    return cast(func.date_trunc(unit, cast(day, Date) - shift) + shift, Date)


def _retail_year(asked: Request, days: FromClause) -> Day:
    """A retail year begins in the week of the fiscal year's first day: that which the week's last day is in."""
    first = asked.reckoning.week_start
    begin = _fiscal(_week(days.c.day, days.c.weekday, first) + 6, "year", asked.reckoning.fiscal_start)
    return _week(begin, cast(func.date_part("isodow", begin), Integer), first)


def _retail_period(asked: Request, days: FromClause) -> Day:
    """Quarters of 13 weeks, cut by the pattern; a 53rd week is of the year's last period."""
    one, two, _ = asked.reckoning.retail.weeks
    year = _retail_year(asked, days)
    week = cast(days.c.day - year, Integer) // 7
    quarter = func.least(week // 13, 3, type_=Integer)
    within = week - 13 * quarter
    start = case((within < one, 0), (within < one + two, one), else_=one + two)
    return year + 7 * (13 * quarter + start)

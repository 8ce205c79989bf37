"""Facts as they are reckoned: their day by a clock, their rate by a view of currencies, the orders that count."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import CHAR, DateTime, FromClause, Integer, Numeric, case, cast, extract, func, literal, select
from sqlalchemy import ColumnElement as Element
from sqlalchemy import Date as SqlDate
from sqlalchemy.dialects.postgresql import distinct_on

from db.schema.reference import rates
from sales_core.catalog.model import Columns, Facts, Request
from sales_core.periods import Period
from sales_core.reckoning import CurrencyView

Column = Element[Any]

NEAR = timedelta(days=2)
"""No clock is further from another than this, so a day there holds facts of these days here only."""


def day_of(asked: Request, day: Column, moment: Column) -> Column:
    """The day that a fact counts on: the one it was booked for, or its moment's by another clock."""
    return cast(func.timezone(asked.zone, moment), SqlDate) if asked.abroad else day


def hour_of(asked: Request, moment: Column) -> Column:
    """The hour of the day, 0 to 23, by the clock of the days."""
    return cast(extract("hour", func.timezone(asked.zone, moment)), Integer)


def _midnight(asked: Request, day: date) -> Column:
    """The moment that the day begins at; where midnight is skipped, the moment it is skipped at."""
    return func.timezone(asked.zone, cast(literal(day), DateTime(timezone=False)))


def since(asked: Request, start: date, day: Column, moment: Column) -> tuple[Element[bool], ...]:
    """Conditions of a fact on or after the day; the first is one that an index on booked days answers."""
    if not asked.abroad:
        return (day >= start,)
    return day >= start - NEAR, moment >= _midnight(asked, start)


def before(asked: Request, end: date, day: Column, moment: Column) -> tuple[Element[bool], ...]:
    """Conditions of a fact before the day, an index's first."""
    if not asked.abroad:
        return (day < end,)
    return day < end + NEAR, moment < _midnight(asked, end)


def near(asked: Request, period: Period, day: Column) -> tuple[Element[bool], ...]:
    """Conditions that every fact of the period meets, and few others."""
    wide = NEAR if asked.abroad else timedelta(0)
    return day >= period.start - wide, day < period.end + wide


def counted(asked: Request, status: Column) -> Element[bool]:
    """Whether the order's state is one of those that count."""
    states = asked.reckoning.statuses
    return status == states[0] if len(states) == 1 else status.in_(states)


def rated(asked: Request, origin: FromClause, columns: Columns) -> tuple[FromClause, Column]:
    """Where the rate of each row comes from: its own, or one of its currency; missing is unconverted."""
    home = asked.books.currency
    named = (rates.c.to_currency == cast(home, CHAR(3)), rates.c.currency != cast(home, CHAR(3)))
    match asked.reckoning.currency:
        case CurrencyView.BOOKED:
            return origin, columns["rate"]
        case CurrencyView.AVERAGE:
            mean = func.round(func.avg(rates.c.rate), 8, type_=Numeric).label("rate")
            days = (rates.c.day >= asked.period.start, rates.c.day < asked.period.end)
            told = select(rates.c.currency, mean).where(*named, *days).group_by(rates.c.currency)
        case CurrencyView.CONSTANT:
            known = (rates.c.day <= asked.reckoning.constant_day,)
            told = select(rates.c.currency, rates.c.rate).where(*named, *known).ext(distinct_on(rates.c.currency))
            told = told.order_by(rates.c.currency, rates.c.day.desc())
    table = told.subquery("told")
    currency = columns["currency"]
    rate = case((currency == cast(home, CHAR(3)), literal(1, Numeric)), else_=table.c.rate)
    return origin.outerjoin(table, table.c.currency == currency), rate


def reckoned(asked: Request, origin: FromClause, columns: Columns) -> Facts:
    """The rows of the period, with their day, rate and clock told by the reckoning.

    `columns` hold `business_date`, `ordered_at`, `status`, `currency` and `rate` as they are booked.
    """
    day, moment = columns["business_date"], columns["ordered_at"]
    where = (*since(asked, asked.period.start, day, moment), *before(asked, asked.period.end, day, moment))
    origin, rate = rated(asked, origin, columns)
    here = day_of(asked, day, moment)
    clock = {"business_date": here, "weekday": weekday_of(here), "hour": hour_of(asked, moment)}
    return Facts(origin, {**columns, **clock, "rate": rate, "counted": counted(asked, columns["status"])}, where)


def weekday_of(day: Column) -> Column:
    """The ISO weekday, 1 for Monday."""
    return cast(extract("isodow", day), Integer)

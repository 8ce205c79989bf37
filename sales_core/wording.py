"""Numbers and days in words: short on tiles and axes, exact in tables, "—" where a value is missing.

Only the text is rounded; the number it was made of stays exact. All by one locale, so that a link reads the same
for everyone.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pandas as pd
from babel.dates import format_date, format_datetime
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
)

from sales_core.bucket_names import bucket_name
from sales_core.catalog.model import Unit
from sales_core.periods import Grain
from sales_core.reckoning import USUAL, Reckoning

LOCALE = "en_US"
MISSING = "—"
MINUS = "−"

Number = Decimal | int | float
_SHORT_FROM = Decimal(100_000)
"""Amounts from here on are shortened on tiles; below, the whole number fits."""


def number(value: object) -> Number | None:
    """The value of a cell as a number; None where it is missing in any of the ways a frame says so."""
    if value is None or isinstance(value, bool) or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if not isinstance(value, Decimal | int | float):
        raise TypeError(f"a cell holds {value!r}, which is no number")
    return None if value != value else value


def short(value: Number | None, unit: Unit, currency: str) -> str:
    """At most about seven characters, for tiles, axes and bars."""
    if value is None:
        return MISSING
    size = abs(Decimal(value))
    match unit:
        case Unit.SHARE:
            text = format_percent(value, "#,##0.0%", LOCALE)
        case Unit.MONEY if size >= _SHORT_FROM:
            digits = 2 if size >= 1_000_000 else 0
            text = format_compact_currency(value, currency, locale=LOCALE, fraction_digits=digits)
        case Unit.MONEY:
            pattern = "¤#,##0" if size >= 10_000 else "¤#,##0.00"
            text = format_currency(value, currency, pattern, LOCALE, currency_digits=False)
        case _ if size >= 1_000_000:
            text = format_compact_decimal(value, locale=LOCALE, fraction_digits=2)
        case _:
            text = format_decimal(_rounded(value, 0), "#,##0", LOCALE)
    return _signed(text)


def exact(value: Number | None, unit: Unit, currency: str) -> str:
    """Every digit of a count or a quantity; amounts and shares to six decimals, of which no zeros are shown."""
    if value is None:
        return MISSING
    match unit:
        case Unit.SHARE:
            text = format_percent(_rounded(value, 6), "#,##0.00##%", LOCALE)
        case Unit.MONEY:
            text = format_currency(_rounded(value, 6), currency, "¤#,##0.00####", LOCALE, currency_digits=False)
        case Unit.COUNT:
            text = format_decimal(value, "#,##0", LOCALE)
        case Unit.QUANTITY:
            text = format_decimal(_rounded(value, 6), "#,##0.######", LOCALE)
    return _signed(text)


def change(growth: Number | None, unit: Unit) -> str:
    """A growth with its sign: in per cent, or in percentage points for a metric that is itself a share."""
    if growth is None:
        return MISSING
    percent = _rounded(Decimal(growth) * 100, 1)
    if abs(percent) >= 1000:
        percent = _rounded(percent, 0)
    figure = format_decimal(abs(percent), "#,##0.#" if abs(percent) >= 1000 else "#,##0.0", LOCALE)
    sign = "+" if percent > 0 else MINUS if percent < 0 else "±"
    return f"{sign}{figure}{' pp' if unit is Unit.SHARE else '%'}"


def day(value: date) -> str:
    """A day with its year: 22 Nov 2026."""
    return format_date(value, "d MMM yyyy", LOCALE)


def moment(value: datetime) -> str:
    """A moment to the minute, with its zone as given: 22 Nov 2026, 14:05 UTC."""
    return (
        format_datetime(value, "d MMM yyyy, HH:mm 'UTC'", tzinfo=None, locale=LOCALE)
        if value.utcoffset() is None
        else (format_datetime(value, "d MMM yyyy, HH:mm z", tzinfo=value.tzinfo, locale=LOCALE))
    )


def bucket(start: date, grain: Grain, reckoning: Reckoning = USUAL) -> str:
    """A time bucket by its first day; fiscal, ISO and retail ones by their names under the reckoning."""
    match grain:
        case Grain.DAY:
            return day(start)
        case Grain.WEEK:
            return f"week of {day(start)}"
        case Grain.MONTH:
            return format_date(start, "MMM yyyy", LOCALE)
        case Grain.QUARTER:
            return format_date(start, "QQQ yyyy", LOCALE)
        case Grain.YEAR:
            return str(start.year)
        case _:
            return bucket_name(start, grain, reckoning)


def age(seconds: float) -> str:
    """How long ago, in the largest unit that is at least one."""
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            whole = int(seconds // size)
            return f"{whole:,} {name}{'s' if whole != 1 else ''} ago"
    return "just now"


def _rounded(value: Number, digits: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)


def _signed(text: str) -> str:
    return text.replace("-", MINUS)

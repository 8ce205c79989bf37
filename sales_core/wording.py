"""Numbers and days in words: short on tiles and axes, exact in tables, "—" where a value is missing.

Only the text is rounded; the number it was made of stays exact. Numbers and days are written in the manner of the one
who looks, see sales_core/manner.py.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pandas as pd
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_compact_currency, format_compact_decimal

from sales_core import patterns
from sales_core.bucket_names import bucket_name
from sales_core.catalog.model import Unit
from sales_core.manner import current
from sales_core.periods import Grain
from sales_core.reckoning import USUAL, Reckoning

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
    size, locale = abs(Decimal(value)), current().locale
    match unit:
        case Unit.SHARE:
            text = patterns.share(value, locale, ".0")
        case Unit.MONEY if size >= _SHORT_FROM:
            digits = 2 if size >= 1_000_000 else 0
            text = format_compact_currency(value, currency, locale=locale, fraction_digits=digits)
        case Unit.MONEY:
            text = patterns.amount(value, currency, locale, "" if size >= 10_000 else ".00")
        case Unit.NUMBER if size < 1000:
            text = patterns.decimal(_rounded(value, 2), locale, ".##")
        case _ if size >= 1_000_000:
            text = format_compact_decimal(value, locale=locale, fraction_digits=2)
        case _:
            text = patterns.decimal(_rounded(value, 0), locale)
    return _signed(text)


def column(values: Sequence[Number | None], unit: Unit, currency: str) -> list[str]:
    """The values of one column, all in one form: amounts whole where one is ten thousand or more, else with cents."""
    locale = current().locale
    match unit:
        case Unit.MONEY:
            large = any(abs(Decimal(value)) >= 10_000 for value in values if value is not None)
            texts = [
                None if value is None else patterns.amount(value, currency, locale, "" if large else ".00")
                for value in values
            ]
        case Unit.COUNT:
            texts = [None if value is None else patterns.decimal(value, locale) for value in values]
        case _:
            texts = [short(value, unit, currency) for value in values]
    return [MISSING if text is None else _signed(text) for text in texts]


def mark(value: Decimal, currency: str) -> str:
    """A round amount at an axis, its sign before all: −$2,000, $1.5M."""
    locale = current().locale
    if abs(value) >= _SHORT_FROM:
        return _signed(format_compact_currency(value, currency, locale=locale, fraction_digits=_places(value)))
    return _signed(patterns.amount(value, currency, locale, "" if value == int(value) else ".00"))


def _places(value: Decimal) -> int:
    """How many digits a round number has behind the point once it is told in thousands, millions or billions."""
    mantissa = Decimal(value).normalize()
    left = (mantissa.adjusted() % 3) + 1
    return max(0, len(mantissa.as_tuple().digits) - left)


def exact(value: Number | None, unit: Unit, currency: str) -> str:
    """Every digit of a count or a quantity; amounts and shares to six decimals, of which no zeros are shown."""
    if value is None:
        return MISSING
    locale = current().locale
    match unit:
        case Unit.SHARE:
            text = patterns.share(_rounded(value, 6), locale, ".00##")
        case Unit.MONEY:
            text = patterns.amount(_rounded(value, 6), currency, locale, ".00####")
        case Unit.COUNT:
            text = patterns.decimal(value, locale)
        case Unit.QUANTITY | Unit.NUMBER:
            text = patterns.decimal(_rounded(value, 6), locale, ".######")
    return _signed(text)


def change(growth: Number | None, unit: Unit) -> str:
    """A growth with its sign: in per cent, or in percentage points for a metric that is itself a share."""
    if growth is None:
        return MISSING
    locale = current().locale
    percent = _rounded(Decimal(growth) * 100, 1)
    if abs(percent) >= 1000:
        percent = _rounded(percent, 0)
    decimals = ".#" if abs(percent) >= 1000 else ".0"
    sign = "+" if percent > 0 else MINUS if percent < 0 else "±"
    if unit is Unit.SHARE:
        return f"{sign}{patterns.decimal(abs(percent), locale, decimals)} pp"
    return sign + patterns.share(abs(percent) / 100, locale, decimals)


def percent(value: Number, decimals: int = 0) -> str:
    """A share in per cent, rounded for a sentence."""
    return _signed(patterns.share(value, current().locale, "." + "0" * decimals if decimals else ""))


def grouped(value: Number) -> str:
    """A whole number, its thousands set apart."""
    return _signed(patterns.decimal(value, current().locale))


def day(value: date) -> str:
    """A day with its year: 22 Nov 2026."""
    manner = current()
    return format_date(value, manner.day, manner.locale)


def days(first: date, last: date) -> str:
    """A run of days, both ends included, the year once where it is one: 25 Aug to 22 Nov 2026."""
    manner = current()
    if first == last:
        return day(first)
    begun, ended = day(first), day(last)
    if first.year == last.year and manner.day.startswith("y"):
        ended = format_date(last, manner.day_of_year, manner.locale)
    elif first.year == last.year and manner.day.rstrip().endswith("y"):
        begun = format_date(first, manner.day_of_year, manner.locale)
    return f"{begun} to {ended}"


def moment(value: datetime) -> str:
    """A moment to the minute, with its zone as given: 22 Nov 2026, 14:05 UTC."""
    manner = current()
    time = format_time(value.replace(tzinfo=None), manner.time, locale=manner.locale)
    zone = "UTC" if value.utcoffset() is None else format_datetime(value, "z", tzinfo=value.tzinfo, locale="en_US")
    return f"{day(value)}, {time} {zone}"


def bucket(start: date, grain: Grain, reckoning: Reckoning = USUAL) -> str:
    """A time bucket by its first day; fiscal, ISO and retail ones by their names under the reckoning."""
    match grain:
        case Grain.DAY:
            return day(start)
        case Grain.WEEK:
            return f"week of {day(start)}"
        case Grain.MONTH:
            return format_date(start, current().month, current().locale)
        case Grain.QUARTER:
            return format_date(start, current().quarter, current().locale)
        case Grain.YEAR:
            return str(start.year)
        case _:
            return bucket_name(start, grain, reckoning)


def age(seconds: float) -> str:
    """How long ago, in the largest unit that is at least one."""
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            whole = int(seconds // size)
            return f"{grouped(whole)} {name}{'s' if whole != 1 else ''} ago"
    return "just now"


def _rounded(value: Number, digits: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)


def _signed(text: str) -> str:
    return text.replace("-", MINUS)

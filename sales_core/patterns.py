"""Patterns of numbers by locale, parsed once: its own order of sign, symbol and digits, our number of digits."""

import re
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import NumberPattern, parse_pattern

_DIGITS = re.compile(r"[#0][#0,.]*")


@lru_cache(maxsize=64)
def _locale(name: str) -> Locale:
    return Locale.parse(name)


@lru_cache(maxsize=1024)
def _decimals(name: str, decimals: str) -> NumberPattern:
    return _parsed(_locale(name).decimal_formats[None].pattern, decimals)


@lru_cache(maxsize=1024)
def _amounts(name: str, decimals: str) -> NumberPattern:
    return _parsed(_locale(name).currency_formats["standard"].pattern, decimals)


@lru_cache(maxsize=1024)
def _shares(name: str, decimals: str) -> NumberPattern:
    return _parsed(_locale(name).percent_formats[None].pattern, decimals)


def _parsed(pattern: str, decimals: str) -> NumberPattern:
    """The locale's pattern with its own grouping before the point and `decimals` behind it."""
    return parse_pattern(_DIGITS.sub(lambda found: found[0].partition(".")[0] + decimals, pattern))


def decimal(value: Decimal | int | float, locale: str, decimals: str = "") -> str:
    """A number; `decimals` is the pattern of what follows the point, point included: "", ".00", ".0##"."""
    return str(_decimals(locale, decimals).apply(value, _locale(locale), numbering_system="latn"))


def amount(value: Decimal | int | float, currency: str, locale: str, decimals: str = ".00") -> str:
    """An amount with its currency's symbol where the locale puts it."""
    pattern = _amounts(locale, decimals)
    return str(pattern.apply(value, _locale(locale), currency=currency, currency_digits=False, numbering_system="latn"))


def share(value: Decimal | int | float, locale: str, decimals: str = ".0") -> str:
    """A share in per cent."""
    return str(_shares(locale, decimals).apply(value, _locale(locale), numbering_system="latn"))


@lru_cache(maxsize=256)
def separators(locale: str) -> str:
    """The sign before decimals and the one between thousands, as figures in the browser want them."""
    symbols = _locale(locale).number_symbols["latn"]
    return f"{symbols['decimal']}{symbols['group']}"


@lru_cache(maxsize=256)
def symbol_is_last(locale: str) -> bool:
    """Whether a currency's symbol stands behind the amount."""
    return str(_locale(locale).currency_formats["standard"].pattern).partition(";")[0].rstrip().endswith("¤")

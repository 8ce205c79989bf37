"""Exact arithmetic on the values of an answer: formulas, growth. None is missing and stays missing."""

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import reduce
from typing import assert_never

from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Count, Linear, Quotient, Ratio, Sum, Unit
from sales_core.frames import MONEY_SCALE, RATIO_SCALE

Value = Decimal | int | None

_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_STEP = Decimal(1).scaleb(-RATIO_SCALE)


def evaluate(metric: str, measures: Mapping[str, Value]) -> Value:
    """The metric's value from measures of one row of the answer; what is divided is not rounded yet, see `stated`."""
    match METRICS[metric].formula:
        case Sum(measure):
            value = measures[measure]
            return fitted(Decimal(value)) if value is not None and METRICS[metric].unit is Unit.MONEY else value
        case Count(measure):
            return measures[measure]
        case Linear(plus, minus):
            return _linear(plus, minus, lambda part: evaluate(part, measures))
        case Ratio(numerator, denominator):
            return _quotient(evaluate(numerator, measures), evaluate(denominator, measures))
        case Quotient(numerator, denominator, factor):
            return _quotient(_EXACT.multiply(Decimal(measures[numerator] or 0), factor), measures[denominator])
        case formula:
            assert_never(formula)


def _linear(plus: tuple[str, ...], minus: tuple[str, ...], value: Callable[[str], Value]) -> Value:
    total = Decimal(0)
    for sign, parts in ((1, plus), (-1, minus)):
        for part in parts:
            found = value(part)
            if found is None:
                return None
            total = _EXACT.add(total, sign * Decimal(found))
    return total


def added(one: Decimal, other: Decimal | int) -> Decimal:
    """The exact sum; Python's own context would round at 28 digits."""
    return _EXACT.add(one, Decimal(other))


def total(values: Iterable[Decimal | int | None]) -> Decimal:
    """The exact sum of the values that are not missing."""
    return reduce(added, (value for value in values if value is not None), Decimal(0))


def fitted(value: Decimal) -> Decimal:
    """The value at no more than the money scale; products of stored numbers never have more."""
    if value.as_tuple().exponent < -MONEY_SCALE:  # type: ignore[operator]
        raise ArithmeticError(f"{value} has more than {MONEY_SCALE} decimals")
    return value


def _quotient(numerator: Value, denominator: Value) -> Decimal | None:
    if numerator is None or denominator is None or denominator == 0:
        return None
    return _EXACT.divide(Decimal(numerator), Decimal(denominator))


def divided(numerator: Value, denominator: Value) -> Decimal | None:
    """Divided last, half to even at twelve decimals; missing where the divisor is zero or either is missing."""
    return _rounded(_quotient(numerator, denominator))


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_STEP, context=_EXACT)


def stated(metric: str, value: Value) -> Value:
    """The value as an answer states it: a ratio at twelve decimals, half to even; all else as it is."""
    ratio = isinstance(METRICS[metric].formula, Ratio | Quotient)
    return _rounded(Decimal(value)) if ratio and value is not None else value


def difference(metric: str, now: Value, before: Value) -> Value:
    """now − before, in the metric's own unit (a share: in points); missing where either is."""
    if now is None or before is None:
        return None
    if isinstance(now, int) and isinstance(before, int):
        return now - before
    return stated(metric, _EXACT.subtract(Decimal(now), Decimal(before)))


def growth(metric: str, now: Value, before: Value) -> Decimal | None:
    """(now − before) ÷ before; missing where before is missing, zero or negative. Shares: the difference itself.

    Both sides come from `evaluate`, not yet rounded, so that only the growth is.
    """
    if now is None or before is None:
        return None
    change = _EXACT.subtract(Decimal(now), Decimal(before))
    if METRICS[metric].unit is Unit.SHARE:
        return _rounded(change)
    return divided(change, before) if before > 0 else None

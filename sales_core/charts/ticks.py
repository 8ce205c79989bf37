"""Where the marks of an axis of amounts stand that goes below zero: round steps, each named by the server.

The browser would set the sign behind the currency's symbol.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sales_core.wording import mark

_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


def marked(values: Iterable[float | None], currency: str, most: int = 5) -> dict[str, Any]:
    """Marks for an axis that shows the values and zero, at most `most` steps; none where no value is below zero."""
    known = [value for value in values if value is not None]
    least, largest = min(known, default=0.0), max([0.0, *known])
    if least >= 0:
        return {}
    step = _step(Decimal(largest) - Decimal(least), most)
    first, last = int(Decimal(least) // step) - 1, int(Decimal(largest) // step) + 1
    found = [step * times for times in range(first, last + 1)]
    return {
        "tickmode": "array",
        "tickvals": [float(value) for value in found],
        "ticktext": [mark(value, currency) for value in found],
        "tickprefix": "",
        "ticksuffix": "",
    }


def heaped(rows: Iterable[Sequence[float | None]]) -> list[float]:
    """How high and how deep bars reach that stand on one another, bucket by bucket; a row is one bar of each."""
    heaps = [[value or 0.0 for value in heap] for heap in zip(*rows, strict=True)]
    return [sum(max(0.0, v) for v in heap) for heap in heaps] + [sum(min(0.0, v) for v in heap) for heap in heaps]


def _step(span: Decimal, most: int) -> Decimal:
    """The smallest of 1, 2 and 5 times a power of ten of which `most` reach over the span; no less than a cent."""
    power = max(Decimal(1).scaleb((span / most).adjusted()), Decimal("0.01"))
    return next(power * step for step in _STEPS if power * step * most >= span)

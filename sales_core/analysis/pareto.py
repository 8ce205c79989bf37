"""How few values make how much: the cumulative curve of an answer by one dimension, and its classes."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from sales_core.arithmetic import added, total
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.query import CalculationKind
from sales_core.result import Result
from sales_core.sentences import plural
from sales_core.wording import grouped, number, percent

NAMED = ("A", "B", "C")
_MOST_POINTS = 200


@dataclass(frozen=True, slots=True)
class Class:
    """How many values are in a class, and what share of what is positive they make."""

    name: str
    values: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Curve:
    """Values above zero, the largest first: `shares[i]` is what the first i + 1 make of them all, 0 to 1.

    `others` counts values that are zero, negative or missing: they are in no class of the three.
    """

    labels: tuple[str, ...]
    shares: tuple[Decimal, ...]
    classes: tuple[Class, ...]
    others: int

    @property
    def shown(self) -> tuple[int, ...]:
        """Positions that a line needs: all of a few, else some evenly, the first and the last among them."""
        length = len(self.shares)
        if length <= _MOST_POINTS:
            return tuple(range(length))
        return tuple(dict.fromkeys(round(i * (length - 1) / (_MOST_POINTS - 1)) for i in range(_MOST_POINTS)))


def curve_of(result: Result) -> Curve:
    """The curve of an answer that has every value, with the Pareto class of each."""
    (dimension,) = result.plan.by
    pareto = next(c for c in result.plan.calculations if c.kind is CalculationKind.PARETO)
    cells = zip(result.frame[dimension], result.frame[pareto.metric], result.frame[pareto.column], strict=True)
    known = [(str(label), Decimal(number(cell) or 0), str(name)) for label, cell, name in cells]
    found = [row for row in known if row[1] > 0]
    found.sort(key=lambda row: -row[1])
    whole = total(value for _, value, _ in found)
    shares, sums, so_far = [], dict.fromkeys(NAMED, Decimal(0)), Decimal(0)
    for _, value, name in found:
        so_far, sums[name] = added(so_far, value), added(sums[name], value)
        shares.append(so_far / whole)
    sizes = Counter(name for _, _, name in found)
    return Curve(
        labels=tuple(label for label, _, _ in found),
        shares=tuple(shares),
        classes=tuple(Class(name, sizes[name], sums[name] / whole) for name in NAMED if sizes[name]),
        others=len(result.frame) - len(found),
    )


def of_curve(curve: Curve, dimension: str, metric: str) -> str:
    """How many values make the first class, of how many; and how many sold nothing above zero."""
    name, what = DIMENSIONS[dimension].label.lower(), METRICS[metric].label.lower()
    if not curve.shares:
        return f"No {name} has {what} above zero in these days."
    first = curve.classes[0]
    many = name if len(curve.shares) == 1 else plural(name)
    said = f"Class A: {grouped(first.values)} of {grouped(len(curve.shares))} {many} make {percent(first.share)}"
    said += f" of {what} above zero."
    rest = " ".join(f"{c.name}: {grouped(c.values)}, {percent(c.share)}." for c in curve.classes[1:])
    none = f" {grouped(curve.others)} more sold nothing, or less than came back." if curve.others else ""
    return f"{said} {rest}".rstrip() + none

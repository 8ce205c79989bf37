"""An answer by one dimension as slices: the largest each, the rest as one, so that the parts make the whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sales_core.arithmetic import total
from sales_core.catalog.measures import MEASURES
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Aggregate, Count, Linear, Quotient, Ratio, Sum
from sales_core.result import Result
from sales_core.wording import Number, number


@dataclass(frozen=True, slots=True)
class Slice:
    """One part; `rest` is how many values it stands for beyond itself (0: it is a value of the dimension).

    `row` is its position in the answer, None where it stands for several.
    """

    label: str
    now: Number | None
    before: Number | None
    rest: int = 0
    row: int | None = None


def additive(metric: str) -> bool:
    """Whether the metric's parts sum to its whole: sums and sums of sums, not ratios, not distinct counts."""
    match METRICS[metric].formula if metric in METRICS else Sum(metric):
        case Sum(measure):
            return MEASURES[measure].aggregate is not Aggregate.COUNT_DISTINCT and MEASURES[measure].over is None
        case Count(measure):
            return MEASURES[measure].aggregate is Aggregate.COUNT and MEASURES[measure].over is None
        case Linear(plus, minus):
            return all(additive(part) for part in (*plus, *minus))
        case Ratio() | Quotient():
            return False


def slices_of(result: Result, metric: str, most: int) -> tuple[Slice, ...]:
    """At most `most` slices, the largest first, the rest last; of an additive metric by one dimension."""
    if not additive(metric):
        raise ValueError(f"{metric!r} is not additive, so its parts can't be laid together")
    (dimension,) = result.plan.by
    frame = result.frame
    before = frame[f"{metric}__before"] if f"{metric}__before" in frame.columns else [None] * len(frame)
    found = [
        Slice(str(label), number(now), number(then), row=row)
        for row, (label, now, then) in enumerate(zip(frame[dimension], frame[metric], before, strict=True))
    ]
    found.sort(key=lambda s: (-Decimal(s.now or 0), s.label))
    if len(found) <= most:
        return tuple(found)
    kept, left = found[: most - 1], found[most - 1 :]
    return (*kept, Slice(f"{len(left)} others", _total(s.now for s in left), _total(s.before for s in left), len(left)))


def total_of(slices: tuple[Slice, ...]) -> Decimal:
    """What the slices make together; missing parts add nothing."""
    return _total(s.now for s in slices) or Decimal(0)


def _total(values: Iterable[Number | None]) -> Decimal | None:
    known = [Decimal(v) for v in values if v is not None]
    return total(known) if known else None

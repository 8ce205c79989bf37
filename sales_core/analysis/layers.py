"""An answer by a grain and a closed list, as layers over the same buckets; together they are the whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sales_core.arithmetic import total
from sales_core.calendars import bucket_end
from sales_core.catalog.dimensions import UNKNOWN
from sales_core.periods import Grain
from sales_core.result import PARTIAL, Result
from sales_core.wording import Number, number, percent


@dataclass(frozen=True, slots=True)
class Layers:
    """`values[i][j]` is layer i in bucket j; `unknown` names the layer of what is in none, if there is one."""

    metric: str
    grain: Grain
    starts: tuple[date, ...]
    names: tuple[str, ...]
    values: tuple[tuple[Number | None, ...], ...]
    partial: tuple[bool, ...]
    unknown: tuple[str, ...]
    places: tuple[int, ...]
    """Where each layer stands among all that were named, so that it keeps its colour when others are not there."""

    def share(self, name: str) -> Decimal | None:
        """What part of the whole the layer is over all buckets; None where the whole is not above zero."""
        whole = total(Decimal(v) for row in self.values for v in row if v is not None)
        if whole <= 0 or name not in self.names:
            return None
        return total(Decimal(v) for v in self.values[self.names.index(name)] if v is not None) / whole


def layers_of(result: Result, dimension: str, names: Mapping[str, str], today: date) -> Layers:
    """The answer's only metric by its grain, a layer a value of the dimension in the order of `names`, others last.

    `names` say each value as the figure does; a value without a row in a bucket is missing there.
    """
    grain, (metric,) = result.plan.grain, result.plan.metrics
    if grain is None:
        raise ValueError("layers need an answer by a grain")
    frame = result.frame
    cells: dict[tuple[str, date], Number | None] = {}
    cut: dict[date, bool] = {}
    for value, start, cell, part in zip(
        frame[dimension], frame[grain.value], frame[metric], frame[PARTIAL], strict=True
    ):
        cells[str(value), start] = number(cell)
        cut[start] = bool(part) or bucket_end(start, grain, result.plan.reckoning) > today
    found = {value for value, _ in cells}
    order = [*(value for value in names if value in found), *sorted(found - names.keys())]
    starts = tuple(sorted(cut))
    named = list(names)
    return Layers(
        metric=metric,
        grain=grain,
        starts=starts,
        names=tuple(names.get(value, value) for value in order),
        values=tuple(tuple(cells.get((value, start)) for start in starts) for value in order),
        partial=tuple(cut[start] for start in starts),
        places=tuple(named.index(value) if value in names else len(named) for value in order),
        unknown=tuple(names.get(value, value) for value in order if value == UNKNOWN),
    )


def of_layers(layers: Layers) -> str:
    """What share each layer makes over the whole of the days."""
    parts = [(name, layers.share(name)) for name in layers.names]
    said = [f"{name.lower()} {percent(share)}" for name, share in parts if share is not None]
    if not said:
        return "Nothing above zero was sold in these days."
    cut = sum(layers.partial)
    pale = f" {cut} {'bucket is' if cut == 1 else 'buckets are'} not whole, and pale." if cut else ""
    return f"Of all days together: {', '.join(said)}.{pale}"

"""What one side of an answer, the period or the one before, was made from: cells by key, and counts for the receipt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sales_core.arithmetic import Value, added
from sales_core.catalog.measures import MEASURES
from sales_core.catalog.model import Aggregate, SourceName
from sales_core.catalog.sources import SOURCES
from sales_core.compiler import KNOWN, ROWS, UNCONVERTED
from sales_core.plan import Leg

Key = tuple[Any, ...]
Cells = dict[str, Value]


@dataclass(slots=True)
class Side:
    """The measures of one period by key; facts read and facts without a rate by source; sums for the notes."""

    cells: dict[Key, Cells] = field(default_factory=dict)
    read: dict[SourceName, int] = field(default_factory=dict)
    without_rate: dict[SourceName, int] = field(default_factory=dict)
    totals: dict[str, Decimal] = field(default_factory=dict)
    """Sums of additive measures over the whole period."""
    known: dict[Key, dict[str, int]] = field(default_factory=dict)
    """By key, how many facts had a value of a measure; only where it is summed along time."""

    def take(self, leg: Leg, row: Mapping[str, Any]) -> None:
        """Count a row of a leg, whether or not it has a key in the answer."""
        self.read[leg.source] = self.read.get(leg.source, 0) + row[ROWS]
        self.without_rate[leg.source] = self.without_rate.get(leg.source, 0) + row[UNCONVERTED]
        for name in leg.measures:
            additive = MEASURES[name].aggregate is not Aggregate.COUNT_DISTINCT and not MEASURES[name].over
            if additive and row[name] is not None:
                self.totals[name] = added(self.totals.get(name, Decimal(0)), row[name])

    def put(self, key: Key, leg: Leg, row: Mapping[str, Any]) -> None:
        """Keep the row's measures under its key, and how many facts had a value where the leg counted that."""
        self.cells.setdefault(key, {}).update({name: row[name] for name in leg.measures})
        known = {name: row[name + KNOWN] for name in leg.measures if name + KNOWN in row}
        if known:
            self.known.setdefault(key, {}).update(known)

    @property
    def rows(self) -> int:
        """Facts read; those of a source that lies within another one that was read are counted there."""
        return _outermost(self.read)

    @property
    def unconverted(self) -> int:
        """Facts that amounts leave out for want of a rate."""
        return _outermost(self.without_rate)


def _outermost(counts: Mapping[SourceName, int]) -> int:
    return sum(count for source, count in counts.items() if not _around(source) & set(counts))


def _around(source: SourceName) -> set[SourceName]:
    """The sources that hold every fact of this one."""
    outer = SOURCES[source].within
    return set(outer).union(*(_around(name) for name in outer))

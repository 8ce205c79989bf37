"""Measures that have no sum along time, aggregated anew over each run of buckets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sales_core.arithmetic import Value
from sales_core.compiler import KEY
from sales_core.plan import Leg, Plan
from sales_core.tally import Key


@dataclass(slots=True)
class Runs:
    """What the legs of runs gave, by measure, length of the run and key."""

    values: dict[tuple[str, int | None, Key], Value] = field(default_factory=dict)

    def take(self, plan: Plan, leg: Leg, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep the rows of such a leg under the bucket that its run ends at."""
        for row in rows:
            key = tuple(leg.at if name == plan.grain else row[name + KEY] for name in plan.by[: leg.level])
            for measure in leg.measures:
                self.values[measure, leg.run, key] = row[measure]

    def value(self, measure: str, run: int | None, key: Key) -> Value:
        """The measure over the run that ends at the key's bucket; no fact in it is zero."""
        return self.values.get((measure, run, key), 0)

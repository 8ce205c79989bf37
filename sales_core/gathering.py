"""The rows of a plan's legs under the keys of its answer; buckets nothing fell in are put between those that have some.

Facts were aggregated to the grain of the answer before they meet here (drill across).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sales_core.buckets import Counterparts, starts
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.compiler import KEY
from sales_core.formulas import measures_of
from sales_core.periods import Period
from sales_core.plan import BEFORE, NOW, Leg, Plan
from sales_core.runs import Runs
from sales_core.sightings import Sightings
from sales_core.tally import Key, Side

MOST_FILLED = 20_000
"""Rows that an answer has at most for buckets to be filled in; more would say "nothing" at length."""


@dataclass(slots=True)
class Gathered:
    """What the legs gave: labels by key, both sides, and what is counted along time."""

    labels: dict[Key, tuple[Any, ...]] = field(default_factory=dict)
    now: Side = field(default_factory=Side)
    before: Side = field(default_factory=Side)
    sightings: Sightings = field(default_factory=Sightings)
    runs: Runs = field(default_factory=Runs)
    unmatched: int = 0
    """Rows of the period before whose bucket stands beside none of this period."""
    unfilled: int = 0
    """Rows the details would have were every bucket filled in, where that is too many; else 0."""

    def keys(self, plan: Plan) -> list[Key]:
        """The keys of the answer's rows: those of its details, and of totals where they are asked for."""
        if not plan.by:
            return [()]
        return [key for key in self.labels if plan.totals or len(key) == len(plan.by)]


def gather(plan: Plan, answers: Iterable[tuple[Leg, Sequence[Mapping[str, Any]]]]) -> Gathered:
    """Put every leg's rows under their keys; a key has as many parts as its leg has levels."""
    found = Gathered()
    pairs = counterparts(plan)
    asked = frozenset().union(*(measures_of(metric) for metric in plan.metrics))
    for leg, rows in answers:
        if leg.sightings:
            for row in rows:
                found.sightings.take(plan, leg, row)
            continue
        if leg.at:
            found.runs.take(plan, leg, rows)
            continue
        side = found.now if leg.when == NOW else found.before
        of_details = leg.level == len(plan.by)
        for row in rows:
            if of_details:  # totals aggregate the same facts again
                side.take(leg, row)
            key = _key(plan, leg, row, pairs)
            if key is None:
                found.unmatched += of_details
                continue
            if asked.isdisjoint(leg.measures):
                continue  # read for the notes alone: what no metric is made of makes no row
            found.labels.setdefault(key, tuple(row[name] for name in plan.by[: leg.level]))
            side.put(key, leg, row)
    _fill(plan, found)
    return found


def counterparts(plan: Plan) -> Counterparts | None:
    """Which bucket stands beside which, where there are buckets and a period before."""
    if not plan.grain or not plan.before:
        return None
    return Counterparts(plan.grain, plan.period, plan.before, plan.comparison, plan.reckoning)


def _key(plan: Plan, leg: Leg, row: Mapping[str, Any], pairs: Counterparts | None) -> Key | None:
    """The row's key, its bucket moved to the one now; None where it has none."""
    key = []
    for name in plan.by[: leg.level]:
        value = row[name + KEY]
        if DIMENSIONS[name].grain and leg.when == BEFORE and pairs:
            value = pairs.now(value)
            if value is None:
                return None
        key.append(value)
    return tuple(key)


def buckets_of(plan: Plan, found: Gathered) -> list[date]:
    """Every bucket from the first to the last that a row of the answer has."""
    if plan.grain is None:
        return []
    place = plan.by.index(plan.grain.value)
    known = {key[place] for key in found.labels if len(key) > place}
    if not known:
        return []
    first, last = min(known), max(known)
    # Days moved by 52 weeks can fall into a bucket that begins where the period ends.
    spanned = starts(Period(first, max(plan.period.end, last + timedelta(1))), plan.grain, plan.reckoning)
    return [start for start in spanned if first <= start <= last]


def _fill(plan: Plan, found: Gathered) -> None:
    """Buckets without a fact between the first and the last that has one are zero, not absent, for every value."""
    if plan.grain is None:
        return
    place, buckets = plan.by.index(plan.grain.value), buckets_of(plan, found)
    courses: dict[tuple[Key, Key], tuple[Any, ...]] = {}
    for key, labels in found.labels.items():
        if len(key) > place:
            courses.setdefault((key[:place], key[place + 1 :]), labels)
    details = sum(len(after) == len(plan.by) - place - 1 for _, after in courses) * len(buckets)
    if details > MOST_FILLED and len(plan.by) > 1:
        present = sum(len(key) == len(plan.by) for key in found.labels)
        found.unfilled = details if details > present else 0
        return
    for (ahead, after), labels in courses.items():
        for bucket in buckets:
            found.labels.setdefault((*ahead, bucket, *after), (*labels[:place], bucket, *labels[place + 1 :]))

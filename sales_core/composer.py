"""From the rows of a plan's legs to its answer: legs meet by key, formulas are applied, rows ordered and cut.

Facts were aggregated to the grain of the answer before they meet here (drill across).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sales_core.arithmetic import difference, evaluate, growth, stated
from sales_core.arrangement import arranged
from sales_core.buckets import Counterparts, is_partial, starts
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.compiler import KEY
from sales_core.formulas import measures_of
from sales_core.frames import schema
from sales_core.periods import Period
from sales_core.plan import BEFORE, NOW, Leg, Plan
from sales_core.result import BEFORE_SUFFIX, CHANGE_SUFFIX, GROWTH_SUFFIX, LEVEL, PARTIAL
from sales_core.tally import Cells, Key, Side


@dataclass(slots=True)
class Gathered:
    """What the legs gave: labels by key, and both sides."""

    labels: dict[Key, tuple[Any, ...]] = field(default_factory=dict)
    now: Side = field(default_factory=Side)
    before: Side = field(default_factory=Side)
    unmatched: int = 0
    """Rows of the period before whose bucket stands beside none of this period."""


def gather(plan: Plan, answers: Iterable[tuple[Leg, Sequence[Mapping[str, Any]]]]) -> Gathered:
    """Put every leg's rows under their keys; a key has as many parts as its leg has levels."""
    found = Gathered()
    pairs = _counterparts(plan)
    for leg, rows in answers:
        side = found.now if leg.when == NOW else found.before
        of_details = leg.level == len(plan.by)
        for row in rows:
            if of_details:  # totals aggregate the same facts again
                side.take(leg, row)
            key = _key(plan, leg, row, pairs)
            if key is None:
                found.unmatched += of_details
                continue
            found.labels.setdefault(key, tuple(row[name] for name in plan.by[: leg.level]))
            side.cells.setdefault(key, {}).update({name: row[name] for name in leg.measures})
    _fill(plan, found)
    return found


def _counterparts(plan: Plan) -> Counterparts | None:
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


def _fill(plan: Plan, found: Gathered) -> None:
    """Buckets without a fact between the first and the last that has one are zero, not absent."""
    if plan.grain is None or len(plan.by) != 1:
        return
    known = [key[0] for key in found.labels if key]
    if not known:
        return
    first, last = min(known), max(known)
    for start in starts(Period(first, max(plan.period.end, last)), plan.grain, plan.reckoning):
        if first <= start <= last:
            found.labels.setdefault((start,), (start,))


def compose(plan: Plan, found: Gathered) -> tuple[dict[str, list[Any]], int]:
    """The answer's columns in the plan's order and limit, and how many rows but totals there were before the limit."""
    keys = list(found.labels) if plan.by else [()]
    pairs = _counterparts(plan)
    rows, count = arranged(plan, [(key, _row(plan, found, key, pairs)) for key in keys])
    return {name: [row[name] for row in rows] for name in schema(plan).names}, count


def _row(plan: Plan, found: Gathered, key: Key, pairs: Counterparts | None) -> dict[str, Any]:
    row: dict[str, Any] = {LEVEL: len(key)}
    bucket: date | None = None
    labels = found.labels.get(key, ())
    for place, name in enumerate(plan.by):
        value, label = (key[place], labels[place]) if place < len(key) else (None, None)
        if DIMENSIONS[name].grain and plan.grain:
            bucket = row[name] = value
            row[PARTIAL] = _partial(plan, bucket)
        else:
            row[name], row[name + KEY] = label, None if value is None else str(value)
    return row | _values(plan, found, key, bucket, pairs)


def _partial(plan: Plan, bucket: date | None) -> bool:
    if bucket is None or plan.grain is None:
        return plan.unfinished_from is not None
    return is_partial(bucket, plan.grain, plan.period, plan.unfinished_from, plan.reckoning)


def _values(plan: Plan, found: Gathered, key: Key, bucket: date | None, pairs: Counterparts | None) -> dict[str, Any]:
    """The row's metrics, and with a comparison what they were, how much they changed and how they grew."""
    values: dict[str, Any] = {}
    cells = found.now.cells.get(key, {})
    now = _side(plan, NOW, cells)
    to_come = bucket is not None and plan.unfinished_from is not None and bucket > plan.unfinished_from
    beside = pairs is None or bucket is None or pairs.before(bucket) is not None
    comparable = beside and (pairs is None or bucket is None or pairs.alike(bucket, plan.unfinished_from))
    before = _side(plan, BEFORE, found.before.cells.get(key, {})) if plan.before and beside else {}
    for metric in plan.metrics:
        unheard = to_come and measures_of(metric).isdisjoint(cells)  # after today: missing, not zero
        value = None if unheard else evaluate(metric, now)
        values[metric] = stated(metric, value)
        if plan.before:
            past = evaluate(metric, before) if beside else None
            values[metric + BEFORE_SUFFIX] = stated(metric, past)
            values[metric + CHANGE_SUFFIX] = difference(metric, value, past) if comparable else None
            values[metric + GROWTH_SUFFIX] = growth(metric, value, past) if comparable else None
    return values


def _side(plan: Plan, when: str, cells: Cells) -> Cells:
    """Every measure of one side; no row in a leg is zero of it."""
    names = (name for leg in plan.legs if leg.when == when for name in leg.measures)
    return {name: cells.get(name, 0) for name in names}

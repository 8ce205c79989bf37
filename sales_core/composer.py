"""From what a plan's legs gave to its answer: formulas are applied, columns calculated, rows ordered and cut."""

from datetime import date
from typing import Any

from sales_core.arithmetic import difference, evaluate, growth, stated
from sales_core.arrangement import arranged
from sales_core.buckets import Counterparts, is_partial
from sales_core.calculated import calculated
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.compiler import KEY
from sales_core.courses import unheard
from sales_core.frames import schema
from sales_core.gathering import Gathered, counterparts
from sales_core.plan import BEFORE, NOW, Plan
from sales_core.result import BEFORE_SUFFIX, CHANGE_SUFFIX, GROWTH_SUFFIX, LEVEL, PARTIAL
from sales_core.tally import Cells, Key


def compose(plan: Plan, found: Gathered) -> tuple[dict[str, list[Any]], int]:
    """The answer's columns in the plan's order and limit, and how many rows but totals there were before the limit."""
    pairs = counterparts(plan)
    rows, count = arranged(plan, calculated(plan, found, [(k, _row(plan, found, k, pairs)) for k in found.keys(plan)]))
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
    now = _side(plan, NOW, found.now.cells.get(key, {}))
    beside = pairs is None or bucket is None or pairs.before(bucket) is not None
    comparable = beside and (pairs is None or bucket is None or pairs.alike(bucket, plan.unfinished_from))
    before = _side(plan, BEFORE, found.before.cells.get(key, {})) if plan.before and beside else {}
    for metric in plan.metrics:
        value = None if unheard(plan, found, key, bucket, metric) else evaluate(metric, now)
        values[metric] = stated(metric, value)
        if plan.before:
            past = evaluate(metric, before) if beside else None
            values[metric + BEFORE_SUFFIX] = stated(metric, past)
            values[metric + CHANGE_SUFFIX] = difference(metric, value, past) if comparable else None
            values[metric + GROWTH_SUFFIX] = growth(metric, value, past) if comparable else None
    return values


def _side(plan: Plan, when: str, cells: Cells) -> Cells:
    """Every measure of one side; no row in a leg is zero of it."""
    names = (name for leg in plan.legs if leg.when == when and not (leg.sightings or leg.at) for name in leg.measures)
    return {name: cells.get(name, 0) for name in names}

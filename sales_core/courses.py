"""Metrics along the buckets of an answer, cumulated or rolling, by the aggregation of each measure.

Measures are summed, or their things counted, over the run of buckets; formulas are applied last, so that a ratio is
one of totals. Each combination of the other breakdowns is a course of its own.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sales_core.arithmetic import Value, added, evaluate, stated
from sales_core.calculations import Calculation
from sales_core.catalog.measures import MEASURES
from sales_core.catalog.model import Aggregate
from sales_core.errors import AskError
from sales_core.formulas import measures_of
from sales_core.gathering import Gathered, buckets_of
from sales_core.plan import Plan
from sales_core.sightings import Course, split
from sales_core.tally import Key

MOST_STEPS = 500_000
"""Buckets of all courses that are walked at most: seconds of reckoning, which nothing else would end."""


def along(plan: Plan, found: Gathered, calculation: Calculation) -> dict[Key, Value]:
    """The calculation's value for every key of the answer that holds a bucket.

    Missing before a rolling window is full, counted from the answer's first bucket, and in a bucket to come of which
    nothing is known yet. Raises AskError for more than MOST_STEPS.
    """
    buckets, window, metric = buckets_of(plan, found), calculation.window, calculation.metric
    courses: dict[Course, dict[date, Key]] = {}
    for key in found.keys(plan):
        if plan.grain and len(key) > plan.by.index(plan.grain.value):
            bucket, course = split(plan, key)
            courses.setdefault(course, {})[bucket] = key
    if len(courses) * len(buckets) > MOST_STEPS:
        raise AskError(
            f"{calculation.text!r} would run along {len(buckets):,} buckets for each of {len(courses):,} values; "
            "narrow the period, filter, or take a larger grain"
        )
    values: dict[Key, Value] = {}
    for course, keys in courses.items():
        runs = {m: _run(found, m, course, buckets, window) for m in measures_of(metric)}
        for place, bucket in enumerate(buckets):
            if bucket not in keys:
                continue
            early = window is not None and place < window - 1
            unknown = early or unheard(plan, found, keys[bucket], bucket, metric)
            value = None if unknown else evaluate(metric, {m: run[place] for m, run in runs.items()})
            values[keys[bucket]] = stated(metric, value)
    return values


def unheard(plan: Plan, found: Gathered, key: Key, bucket: date | None, metric: str) -> bool:
    """Whether the bucket is after today and nothing of the metric is dated there: missing, not zero."""
    if bucket is None or plan.unfinished_from is None or bucket <= plan.unfinished_from:
        return False
    return measures_of(metric).isdisjoint(found.now.cells.get(key, {}))


def _run(found: Gathered, measure: str, course: Course, buckets: Sequence[date], window: int | None) -> list[Value]:
    """The measure over the buckets of the window that ends at each bucket, or over all up to it."""
    if MEASURES[measure].over:
        return [found.runs.value(measure, window, (*course[0], bucket, *course[1])) for bucket in buckets]
    if MEASURES[measure].aggregate is Aggregate.COUNT_DISTINCT:
        return [*found.sightings.counted(measure, course, {b: n for n, b in enumerate(buckets)}, window)]
    totals, known, missing = [Decimal(0)], [0], [0]
    for bucket in buckets:
        key = (*course[0], bucket, *course[1])
        value = found.now.cells.get(key, {}).get(measure, 0)
        totals.append(added(totals[-1], value or 0))
        known.append(known[-1] + found.now.known.get(key, {}).get(measure, 0))
        missing.append(missing[-1] + (value is None))
    whole = MEASURES[measure].aggregate is Aggregate.COUNT
    run: list[Value] = []
    for end in range(1, len(totals)):
        start = max(0, end - window) if window else 0
        if known[end] == known[start] and missing[end] > missing[start]:
            run.append(None)  # a sum over facts that are all missing is missing
            continue
        total = added(totals[end], totals[start].copy_negate())
        run.append(int(total) if whole else total)
    return run

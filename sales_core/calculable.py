"""What can be calculated along an answer, and which further legs that takes."""

from collections.abc import Sequence

from sales_core.buckets import starts
from sales_core.calculations import ALONG_TIME, Calculation, CalculationKind
from sales_core.catalog.measures import MEASURES
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Aggregate, Quotient, Ratio, SourceName
from sales_core.errors import AskError, UnknownName
from sales_core.formulas import measures_of
from sales_core.periods import Grain, Period, bucket_end
from sales_core.plan import NOW, Leg
from sales_core.query import Query
from sales_core.slices import additive

MOST_RUNS = 120
"""Buckets that a period has at most for what is reckoned anew for each of them: ten years of months."""


def check_calculations(query: Query, grain: Grain | None) -> None:
    """Each is made of a metric of the answer, along a grain where it runs along time, and says something true."""
    for calculation in query.calculations:
        if calculation.metric not in query.metrics:
            raise UnknownName("metric to calculate with", calculation.metric, query.metrics)
        _check(calculation, grain)


def _check(calculation: Calculation, grain: Grain | None) -> None:
    metric, said = calculation.metric, calculation.text
    match calculation.kind:
        case CalculationKind.CUMULATIVE | CalculationKind.ROLLING:
            if grain is None:
                raise AskError(f"{said!r} runs along time; break down by a grain too, such as month")
        case CalculationKind.SHARE:
            if isinstance(METRICS[metric].formula, Ratio | Quotient):
                raise AskError(f"{metric!r} is a ratio, so no row has a share of it; ask its rank, or share of a sum")
        case CalculationKind.PARETO:
            if not additive(metric):
                raise AskError(f"{metric!r} does not sum to a whole, so it has no Pareto classes; ask its rank")
        case CalculationKind.RANK:
            pass


def levels_of(query: Query) -> Sequence[int]:
    """The levels that are aggregated, the details first; a share needs the grand total."""
    deepest = len(query.by)
    if query.totals:
        return range(deepest, -1, -1)
    whole = any(calculation.kind is CalculationKind.SHARE for calculation in query.calculations)
    return (deepest, 0) if whole and deepest else (deepest,)


def sightings_of(query: Query, grain: Grain | None, period: Period) -> tuple[Leg, ...]:
    """The legs that count distinct things along time, for every level that has buckets."""
    if grain is None:
        return ()
    asked = [c.metric for c in query.calculations if c.kind in ALONG_TIME]
    measures = sorted({measure for metric in asked for measure in measures_of(metric)})
    return tuple(
        Leg(MEASURES[measure].source, NOW, period, (measure,), level, sightings=True)
        for level in _levels_with(query, grain)
        for measure in measures
        if MEASURES[measure].aggregate is Aggregate.COUNT_DISTINCT and not MEASURES[measure].over
    )


def runs_of(query: Query, grain: Grain | None, period: Period) -> tuple[Leg, ...]:
    """The legs that aggregate anew over the run of buckets that ends at each: for what has no sum along time.

    Such are values made of each customer's or product's.
    """
    asked = [c for c in query.calculations if c.kind in ALONG_TIME and any(map(_anew, measures_of(c.metric)))]
    if grain is None or not asked:
        return ()
    buckets = list(starts(period, grain, query.reckoning))
    if len(buckets) > MOST_RUNS:
        name = grain.replace("_", " ")
        raise AskError(
            f"{asked[0].text!r} is reckoned anew for each {name}, and the period has {len(buckets):,}; "
            f"narrow it to {MOST_RUNS} or take a larger grain"
        )
    ends = [min(period.end, bucket_end(start, grain, query.reckoning)) for start in buckets]
    return tuple(
        Leg(source, NOW, Period(max(period.start, buckets[first]), end), measures, level, at=bucket, run=window)
        for level in _levels_with(query, grain)
        for (source, window), measures in _made_anew(asked).items()
        for place, (bucket, end) in enumerate(zip(buckets, ends, strict=True))
        if (first := place - window + 1 if window else 0) >= 0
    )


def _levels_with(query: Query, grain: Grain) -> Sequence[int]:
    """The levels whose rows have a bucket."""
    deepest = len(query.by)
    return range(deepest, query.by.index(grain.value), -1) if query.totals else (deepest,)


def _made_anew(asked: Sequence[Calculation]) -> dict[tuple[SourceName, int | None], tuple[str, ...]]:
    """The measures to aggregate anew, by source and length of the run."""
    found: dict[tuple[SourceName, int | None], tuple[str, ...]] = {}
    for calculation in asked:
        for measure in sorted(filter(_anew, measures_of(calculation.metric))):
            key = MEASURES[measure].source, calculation.window
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), measure)))
    return found


def _anew(measure: str) -> bool:
    return MEASURES[measure].over is not None

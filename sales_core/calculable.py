"""What can be calculated along an answer, and which further legs that takes."""

from collections.abc import Sequence

from sales_core.calculations import ALONG_TIME, Calculation, CalculationKind
from sales_core.catalog.measures import MEASURES
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Aggregate, Quotient, Ratio
from sales_core.errors import AskError, UnknownName
from sales_core.formulas import measures_of
from sales_core.periods import Grain, Period
from sales_core.plan import NOW, Leg
from sales_core.query import Query
from sales_core.slices import additive


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
            if any(MEASURES[measure].over for measure in measures_of(metric)):
                raise AskError(f"{metric!r} is of each {grain} by itself and does not run along time; ask its rank")
            if any(MEASURES[name].over for name in measures_of(metric)):
                raise AskError(f"{metric!r} is made of values of whole periods, so it does not run along time")
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
    deepest = len(query.by)
    levels = range(deepest, query.by.index(grain.value), -1) if query.totals else (deepest,)
    return tuple(
        Leg(MEASURES[measure].source, NOW, period, (measure,), level, sightings=True)
        for level in levels
        for measure in measures
        if MEASURES[measure].aggregate is Aggregate.COUNT_DISTINCT
    )

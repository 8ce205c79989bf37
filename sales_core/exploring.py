"""The questions of the sales page: any metrics by a grain, by dimensions, or by both, in the shape of its figure.

The address holds the whole question and the figure's shape; every choice on the page is a change of these two.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from sales_core.calculations import Calculation, CalculationKind
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.measures import MEASURES
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Quotient, Ratio
from sales_core.errors import UnknownName
from sales_core.formulas import measures_of
from sales_core.overview import grain_for
from sales_core.periods import Period, PeriodSpec
from sales_core.planner import dimensions_of, visible_metrics
from sales_core.query import Comparison, Order, Query, Top
from sales_core.slices import additive
from sales_core.viewer import Viewer


class Shape(StrEnum):
    """How an answer is drawn; the text is how it is named in addresses."""

    LINES = "lines"
    BARS = "bars"
    MULTIPLES = "multiples"
    HEATMAP = "heatmap"
    TABLE = "table"


MOST_METRICS = 4
MOST_PARTS = 2
"""Breakdowns beside the grain that the page has choices for."""
MOST_KEPT = 12
"""Values that a figure shows by themselves at most; a table can show all."""
COUNTS = (3, 5, 8, MOST_KEPT)
USUAL_COUNT = 5
WEEKDAY, HOUR = "weekday", "hour"

DEFAULT = Query(
    metrics=("net_sales",),
    period=PeriodSpec.parse("last_90_days"),
    by=("week", "territory"),
    fold=Top("territory", USUAL_COUNT, "net_sales"),
)


def grain_of(asked: Query) -> str | None:
    """The time grain of the breakdown, None without one."""
    return next((name for name in asked.by if DIMENSIONS[name].grain), None)


def parts_of(asked: Query) -> tuple[str, ...]:
    """The breakdown without its grain."""
    return tuple(name for name in asked.by if not DIMENSIONS[name].grain)


def foldable(asked: Query) -> tuple[str, ...]:
    """The parts that figures can have an Other of; days of the week and hours are few enough to be drawn all."""
    return tuple(name for name in parts_of(asked) if name not in (WEEKDAY, HOUR))


def breakdown_of(asked: Query) -> tuple[str, ...]:
    """The breakdown as the page has it: one grain in front, then as many others as there are choices for."""
    grain = grain_of(asked)
    return (*((grain,) if grain else ()), *parts_of(asked)[:MOST_PARTS])


def normal(asked: Query, viewer: Viewer) -> Query:
    """The question with metrics that the viewer may see, and as many breakdowns as the page has choices for.

    What the page draws all of, such as hours, has no Other here, so a link's Other of it is left out.
    Raises UnknownName for a metric that is nobody's.
    """
    seen = {metric.name for metric in visible_metrics(viewer)}
    for name in asked.metrics:
        if name not in METRICS:
            raise UnknownName("metric", name, sorted(seen))
    metrics = tuple(name for name in asked.metrics if name in seen)[:MOST_METRICS] or DEFAULT.metrics
    by = breakdown_of(asked)
    calculations = tuple(c for c in asked.calculations if c.metric in metrics)[:1]
    found = replace(asked, metrics=metrics, by=by, order=None, limit=None, fold=None, calculations=calculations)
    return replace(found, fold=asked.fold) if asked.fold and asked.fold.dimension in foldable(found) else found


def with_metrics(asked: Query, metrics: Sequence[str]) -> Query:
    """Other metrics; breakdowns and calculations that they do not know are left out."""
    names = tuple(metrics)[:MOST_METRICS] or asked.metrics
    known = [{d.name for d in dimensions_of(name)} for name in names]
    by = tuple(name for name in asked.by if all(name in each for each in known))
    calculations = tuple(c for c in asked.calculations if c.metric in names)
    filters = tuple(f for f in asked.filters if all(f.dimension in each for each in known))
    fold = replace(asked.fold, metric=names[0]) if asked.fold and asked.fold.dimension in by else None
    found = replace(asked, metrics=names, by=by, calculations=calculations, filters=filters, fold=fold)
    return fitting(_folded(found))


def with_by(asked: Query, grain: str | None, parts: Sequence[str]) -> Query:
    """Another breakdown: the grain first, then the dimensions."""
    by = tuple(dict.fromkeys((*((grain,) if grain else ()), *parts)))
    count = asked.fold.count if asked.fold else USUAL_COUNT
    return fitting(_folded(replace(asked, by=by, fold=None), count))


def with_count(asked: Query, count: int | None) -> Query:
    """So many values of the last dimension that has many by themselves, the rest as Other; None shows all."""
    parts = foldable(asked)
    return replace(asked, fold=Top(parts[-1], count, asked.metrics[0]) if parts and count else None)


def count_of(asked: Query, shape: Shape) -> int | None:
    """How many values the answer in this shape has by themselves at most; None, as a table can have, where all."""
    if asked.fold:
        return asked.fold.count
    return None if shape is Shape.TABLE else MOST_KEPT


def with_calculation(asked: Query, calculation: Calculation | None) -> Query:
    """A calculation along the answer, or none."""
    return replace(asked, calculations=(calculation,) if calculation else ())


def calculations_for(asked: Query) -> tuple[Calculation, ...]:
    """What can be calculated along this answer, of its first metric."""
    metric = asked.metrics[0]
    found: list[Calculation] = []
    if grain_of(asked) and not any(MEASURES[name].over for name in measures_of(metric)):
        found += [Calculation(metric, CalculationKind.CUMULATIVE)]
        found += [Calculation(metric, CalculationKind.ROLLING, window) for window in (3, 4, 7, 12, 28)]
    if asked.by and not isinstance(METRICS[metric].formula, Ratio | Quotient):
        found.append(Calculation(metric, CalculationKind.SHARE))
    if parts_of(asked):
        found.append(Calculation(metric, CalculationKind.RANK))
        if additive(metric) and not grain_of(asked):
            found.append(Calculation(metric, CalculationKind.PARETO))
    return tuple(found)


def fitting(asked: Query) -> Query:
    """The question without a calculation that its breakdown can't have."""
    possible = calculations_for(asked)
    return replace(asked, calculations=tuple(c for c in asked.calculations if c in possible))


def _folded(asked: Query, count: int = USUAL_COUNT) -> Query:
    """With an Other for the last dimension that can have one, where there is none yet."""
    parts = foldable(asked)
    if not parts:
        return replace(asked, fold=None)
    if asked.fold and asked.fold.dimension in parts:
        return asked
    return replace(asked, fold=Top(parts[-1], count, asked.metrics[0]))


def shaped(asked: Query, shape: Shape, period: Period) -> Query:
    """The question changed as little as the shape needs: lines need a grain, a heatmap two breakdowns."""
    grain, parts = grain_of(asked), parts_of(asked)
    usual = grain or grain_for(period).value
    first = parts[:1] or DEFAULT.by[1:]
    match shape:
        case Shape.LINES | Shape.MULTIPLES if fits(asked, shape):
            return asked
        case Shape.LINES:
            return with_by(asked, usual, parts[:1])
        case Shape.MULTIPLES:
            return with_by(asked, usual, first)
        case Shape.HEATMAP:
            both = parts if len(parts) == 2 else ((WEEKDAY, HOUR) if WEEKDAY in DIMENSIONS else ())
            return replace(asked, by=both, fold=None, calculations=()) if both else with_by(asked, usual, first)
        case Shape.BARS:
            return with_by(asked, grain if not parts else None, parts or (() if grain else first))
        case Shape.TABLE:
            return asked


def fits(asked: Query, shape: Shape) -> bool:
    """Whether the answer can be drawn in the shape."""
    grain, parts = grain_of(asked), parts_of(asked)
    match shape:
        case Shape.LINES:
            return grain is not None and len(parts) <= 1
        case Shape.MULTIPLES:
            return grain is not None and len(parts) == 1
        case Shape.HEATMAP:
            return len(asked.by) == 2
        case Shape.BARS:
            return 1 <= len(asked.by) <= 2
        case Shape.TABLE:
            return True


def shape_of(asked: Query, wanted: str | None) -> Shape:
    """The shape wanted where it fits, else the first that does."""
    order: list[Shape] = [shape for shape in Shape if shape.value == wanted]
    return next(shape for shape in (*order, *list(Shape)) if fits(asked, shape))


def figure_question(asked: Query, shape: Shape) -> Query:
    """What the figure asks, of every metric: totals where it is a table, for a ranking the first metric's order."""
    asked = _about(asked)
    if shape is Shape.TABLE:
        return replace(asked, totals=bool(asked.by))
    asked = _folded(asked, MOST_KEPT)
    match shape:
        case Shape.HEATMAP:
            return replace(asked, comparison=Comparison.NONE)
        case Shape.BARS if not grain_of(asked):
            return replace(asked, order=Order(asked.metrics[0]))
        case _:
            return asked


def total_question(asked: Query) -> Query:
    """The metrics over everything that the figure is made of."""
    return replace(_about(asked), by=(), fold=None, calculations=())


def _about(asked: Query) -> Query:
    everything = asked.period.text == "all"
    return replace(asked, comparison=Comparison.NONE) if everything else asked


def named(asked: Query) -> str:
    """The measures, as the head of the page names them."""
    return ", ".join(METRICS[name].label for name in asked.metrics)

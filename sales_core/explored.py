"""From an answer of the sales page to what is drawn of it: which column, in which unit, laid out how."""

from dataclasses import dataclass, replace
from decimal import Decimal

import plotly.graph_objects as go

from sales_core import sentences_explored as told
from sales_core.calculations import Calculation, CalculationKind
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Direction, Metric, Unit
from sales_core.charts.columns import lying, standing
from sales_core.charts.heatmap import heatmap
from sales_core.charts.lines import lines
from sales_core.charts.multiples import multiples
from sales_core.exploring import Shape
from sales_core.grids import Grid, grid_of
from sales_core.query import Query
from sales_core.result import Result
from sales_core.slices import additive
from sales_core.wording import number

DRAWN = (CalculationKind.CUMULATIVE, CalculationKind.ROLLING, CalculationKind.SHARE)
"""Calculations that a figure draws in place of the metric; the others stand in the table."""


@dataclass(frozen=True, slots=True)
class Explored:
    """A figure of a metric, and what it says."""

    metric: Metric
    drawing: go.Figure
    sentence: str


def name_of(calculation: Calculation) -> str:
    """A calculation as it is offered: "Rolling, 7 buckets"."""
    match calculation.kind:
        case CalculationKind.CUMULATIVE:
            return "Cumulative"
        case CalculationKind.ROLLING:
            return f"Rolling, {calculation.window} buckets"
        case CalculationKind.SHARE:
            return "Share of the whole"
        case CalculationKind.RANK:
            return "Rank"
        case CalculationKind.PARETO:
            return "Pareto class"


def heading(asked: Query, shape: Shape) -> str:
    """What the figure shows: "Net sales by week and territory, cumulative"; of several, each says its own."""
    labels = " and ".join(DIMENSIONS[name].label.lower() for name in asked.by)
    by = f" by {labels}" if labels else ""
    if len(asked.metrics) > 1:
        return ", ".join(measure(asked, name, shape) for name in asked.metrics) + by
    (metric,) = asked.metrics
    return ", ".join((METRICS[metric].label + by, *_made(asked, metric, shape)))


def measure(asked: Query, metric: str, shape: Shape) -> str:
    """A metric among several, with what the shape shows instead of it or beside it: "Net sales (cumulative)"."""
    made = ", ".join(_made(asked, metric, shape))
    return f"{METRICS[metric].label} ({made})" if made else METRICS[metric].label


def _made(asked: Query, metric: str, shape: Shape) -> list[str]:
    shown = (c for c in asked.calculations if c.metric == metric and (c.kind in DRAWN or shape is Shape.TABLE))
    return [name_of(calculation).lower() for calculation in shown]


def drawn(result: Result, shape: Shape, currency: str, totals: Result) -> tuple[Explored, ...]:
    """A figure a metric of an answer to `figure_question`, in the order asked; `totals` has them over everything.

    Each has axes of its own, so that no two units share one; values stand in the first metric's order in all of them,
    and so have one colour. Not for a table.
    """
    return tuple(_drawn(result, shape, currency, metric, _whole(totals, metric)) for metric in result.plan.metrics)


def _drawn(result: Result, shape: Shape, currency: str, name: str, whole: Decimal | None) -> Explored:
    column, metric = _column(result, name)
    grid = _grid(result, shape, column)
    match shape:
        case Shape.LINES:
            return Explored(metric, lines(grid, metric, currency), told.of_lines(grid, metric, currency))
        case Shape.MULTIPLES:
            return Explored(metric, multiples(grid, metric, currency), told.of_lines(grid, metric, currency))
        case Shape.HEATMAP:
            return Explored(metric, heatmap(grid, metric, currency), told.of_heatmap(grid, metric, currency))
        case Shape.BARS | Shape.TABLE:
            return _bars(result, grid, metric, currency, whole if metric.name == column else None)


def _bars(result: Result, grid: Grid, metric: Metric, currency: str, whole: Decimal | None) -> Explored:
    adds = additive(metric.name)
    sentence = told.of_bars(grid, metric, currency, whole if adds else None)
    if result.plan.grain:
        return Explored(metric, standing(grid, metric, currency, stacked=adds), sentence)
    return Explored(metric, lying(grid, metric, currency), sentence)


def _grid(result: Result, shape: Shape, column: str) -> Grid:
    by, first = result.plan.by, _column(result, result.plan.metrics[0])[0]
    if shape is Shape.HEATMAP:
        down, across = by if result.plan.grain != by[0] else (by[1], by[0])
        return grid_of(result, column, down, across, sized_by=first, whole=by)
    grain, parts = result.plan.grain, [name for name in by if not DIMENSIONS[name].grain]
    if grain:
        return grid_of(result, column, parts[0] if parts else None, grain.value, sized_by=first)
    return grid_of(result, column, parts[1] if len(parts) > 1 else None, parts[0], sized_by=first, whole=parts[:1])


def _column(result: Result, name: str) -> tuple[str, Metric]:
    """The column drawn of a metric, and the metric to word it by: a share of a sum is a share."""
    metric = METRICS[name]
    calculation = next((c for c in result.plan.calculations if c.kind in DRAWN and c.metric == name), None)
    if calculation is None:
        return name, metric
    if calculation.kind is CalculationKind.SHARE:
        return calculation.column, replace(metric, unit=Unit.SHARE, direction=Direction.NEUTRAL)
    return calculation.column, metric


def _whole(totals: Result, metric: str) -> Decimal | None:
    found = number(totals.frame[metric].iloc[0])
    return None if found is None else Decimal(found)

"""Several courses over time in one figure, what each was before as a faint line of its colour; the rest in grey."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from sales_core.catalog.model import Metric
from sales_core.charts.canvas import PRESSED_LINE, figure, value_axis
from sales_core.charts.dates import day_marks
from sales_core.charts.labels import cut
from sales_core.charts.palette import OTHER, series
from sales_core.grids import Cell, Grid, Line, floats, floats_before
from sales_core.wording import exact

HEIGHT = 400


def lines(grid: Grid, metric: Metric, currency: str, height: int = HEIGHT) -> go.Figure:
    """A line a value, the largest first in the legend, the rest last."""
    colours = [*series(sum(not line.rest for line in grid.lines)), OTHER]
    traces: list[go.Scatter] = []
    for line, colour in zip(grid.lines, colours, strict=False):
        if any(cell and cell.before is not None for cell in line.cells):
            traces.append(_before(grid, line, colour, metric, currency))
    for line, colour in zip(grid.lines, colours, strict=False):
        traces += course(grid, line, colour, metric, currency)
    return figure(
        traces,
        height,
        showlegend=len(grid.lines) > 1,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "itemclick": "toggleothers"},
        margin={"l": 0, "r": 4, "t": 32, "b": 0},
        hovermode="closest",
        xaxis=time_axis(grid.starts),
        yaxis=value_axis(metric, currency, grid.reach) | {"rangemode": "tozero"},
    )


def time_axis(starts: Sequence[date] = ()) -> dict[str, Any]:
    """The axis of days; of weeks that begin at `starts`, its marks stand at those and not at some other weekday."""
    axis: dict[str, Any] = {"fixedrange": True, "showgrid": False, "type": "date", "nticks": 7}
    weeks = -(-len(starts) // _MARKS)
    if len(starts) < 2 or weeks > _MOST_WEEKS or any((b - a).days != 7 for a, b in pairwise(starts)):
        return axis
    return axis | {"tick0": starts[0].isoformat(), "dtick": weeks * _WEEK, "tickformat": day_marks()}


_MARKS, _MOST_WEEKS = 5, 6
"""Marks that lie beside each other on a narrow screen too, and how many weeks they are apart at most."""

_WEEK = 7 * 24 * 60 * 60 * 1000
"""In milliseconds."""


def course(grid: Grid, line: Line, colour: str, metric: Metric, currency: str, **look: Any) -> list[go.Scatter]:
    """One line that can be pressed; buckets that are not whole lie open at the end of dots."""
    cut_ones = grid.cut or (False,) * len(line.cells)
    whole = [None if cut_ones[i] else cell for i, cell in enumerate(line.cells)]
    solid = _scatter(grid, line, whole, metric, currency)
    solid.update(line={"color": colour, "width": 2.2}, **look)
    if not any(cut_ones):
        return [solid]
    last = len(cut_ones) - 1
    near = [cut_ones[max(0, i - 1)] or cut_ones[i] or cut_ones[min(last, i + 1)] for i in range(last + 1)]
    dots = _scatter(grid, line, [c if near[i] else None for i, c in enumerate(line.cells)], metric, currency)
    dots.update(
        line={"color": colour, "width": 1.6, "dash": "dot"},
        marker={
            "size": [7 if is_cut else 0 for is_cut in cut_ones],
            "symbol": "circle-open",
            "color": colour,
            "line": {"width": 1.6},
        },
        showlegend=False,
        **{name: value for name, value in look.items() if name in ("xaxis", "yaxis")},
    )
    return [solid, dots]


def _scatter(grid: Grid, line: Line, cells: Sequence[Cell | None], metric: Metric, currency: str) -> go.Scatter:
    return go.Scatter(
        x=grid.starts,
        y=floats(cells),
        name=cut(line.label) or metric.label,
        customdata=[_told(grid, i, line, cell, metric, currency) for i, cell in enumerate(line.cells)],
        hovertemplate="%{customdata[0]}<extra></extra>",
        connectgaps=False,
        **PRESSED_LINE,
    )


def _before(grid: Grid, line: Line, colour: str, metric: Metric, currency: str) -> go.Scatter:
    return go.Scatter(
        x=grid.starts,
        y=floats_before(line.cells),
        mode="lines",
        line={"color": colour, "width": 1.4, "dash": "4px,3px"},
        opacity=0.5,
        hoverinfo="skip",
        showlegend=False,
    )


def _told(
    grid: Grid, position: int, line: Line, cell: Cell | None, metric: Metric, currency: str
) -> tuple[str, int | None]:
    if cell is None:
        return "", None
    then = f"<br>before: {exact(cell.before, metric.unit, currency)}" if cell.before is not None else ""
    whole = "<br>not whole" if grid.cut and grid.cut[position] else ""
    name = f"<b>{cut(line.label)}</b><br>" if line.label else ""
    return f"{name}{grid.columns[position]}<br>{exact(cell.now, metric.unit, currency)}{then}{whole}", cell.row

"""Bars of one or two breakdowns: lying by value, standing by time; a second breakdown as colours beside each other."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from sales_core.catalog.model import Metric
from sales_core.charts.canvas import PRESSED, figure, value_axis
from sales_core.charts.labels import cut, told_apart
from sales_core.charts.lines import time_axis
from sales_core.charts.palette import INK, NOW, OTHER, series, veil
from sales_core.charts.ticks import heaped
from sales_core.grids import Cell, Grid, Line, floats, floats_before
from sales_core.wording import exact, short

_ROW, _LEAST, HEIGHT = 31, 220, 380


def standing(grid: Grid, metric: Metric, currency: str, *, stacked: bool) -> go.Figure:
    """Columns over time, a colour a line; on top of each other where the parts make the whole."""
    colours = [*series(sum(not line.rest for line in grid.lines)), OTHER]
    traces = [
        _bar(grid, line, colour, metric, currency, x=grid.starts, y=floats(line.cells))
        for line, colour in zip(grid.lines, colours, strict=False)
    ]
    return figure(
        traces,
        HEIGHT,
        barmode="relative" if stacked else "group",
        barcornerradius=3,
        bargap=0.25,
        showlegend=len(grid.lines) > 1,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        margin={"l": 0, "r": 4, "t": 32, "b": 0},
        xaxis=time_axis(grid.starts),
        yaxis=value_axis(metric, currency, _heights(grid, stacked=stacked)),
    )


def _heights(grid: Grid, *, stacked: bool) -> Sequence[float]:
    return heaped([floats(line.cells) for line in grid.lines]) if stacked else grid.reach


def lying(grid: Grid, metric: Metric, currency: str) -> go.Figure:
    """A group of bars a value, the first on top; one line of them has its values beside and what it was behind."""
    names = told_apart(grid.columns)
    alone = len(grid.lines) == 1
    colours = [*series(sum(not line.rest for line in grid.lines)), OTHER]
    traces: list[Any] = [
        _bar(grid, line, colour, metric, currency, y=names, x=floats(line.cells), orientation="h")
        for line, colour in zip(grid.lines, colours, strict=False)
    ]
    if alone:
        traces[0].update(width=0.46, marker={"color": [OTHER if rest else NOW for rest in grid.rest]})
        traces += [_values(grid.lines[0], names, metric, currency)]
        if any(cell and cell.before is not None for cell in grid.lines[0].cells):
            traces.insert(0, _pale(grid.lines[0], names))
    return figure(
        traces,
        48 + max(_LEAST, (_ROW if alone else 14 * len(grid.lines) + 14) * len(names)),
        barmode="overlay" if alone else "group",
        barcornerradius=4,
        bargap=0.3,
        showlegend=not alone,
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "traceorder": "normal"},
        margin={"l": 0, "r": 4, "t": 4 if alone else 32, "b": 0},
        xaxis=_range(grid) if alone else value_axis(metric, currency, grid.reach),
        yaxis={
            "autorange": "reversed",
            "fixedrange": True,
            "showgrid": False,
            "type": "category",
            "ticklabelstandoff": 6,
        },
    )


def _bar(grid: Grid, line: Line, colour: str, metric: Metric, currency: str, **look: Any) -> go.Bar:
    told = [_told(grid.columns[i], line, cell, metric, currency) for i, cell in enumerate(line.cells)]
    return go.Bar(
        name=cut(line.label) or metric.label,
        marker={"color": colour, "line": {"width": 0}},
        customdata=told,
        hovertemplate="%{customdata[0]}<extra></extra>",
        **PRESSED,
        **look,
    )


def _pale(line: Line, names: list[str]) -> go.Bar:
    look = {"color": veil(0.24), "line": {"width": 0}}
    then = floats_before(line.cells)
    return go.Bar(y=names, x=then, orientation="h", width=0.78, marker=look, hoverinfo="skip", **PRESSED)


def _values(line: Line, names: list[str], metric: Metric, currency: str) -> go.Scatter:
    ink = {"textfont": {"color": INK}}
    cells = [cell or Cell(None, None, -1) for cell in line.cells]
    return go.Scatter(
        x=[max(0.0, float(cell.now or 0), float(cell.before or 0)) for cell in cells],
        y=names,
        mode="text",
        text=[f"  {short(cell.now, metric.unit, currency)}" for cell in cells],
        textposition="middle right",
        hoverinfo="skip",
        cliponaxis=False,
        textfont={"color": INK},
        selected=ink,
        unselected=ink,
    )


def _range(grid: Grid) -> dict[str, Any]:
    least, most = min(0.0, float(grid.least)), max(0.0, float(grid.largest))
    room = 0.2 * (most - least) or 1.0
    limits = [least - (room / 3 if least < 0 else 0.0), most + room]
    return {"range": limits, "showticklabels": False, "showgrid": False, "zeroline": least < 0, "fixedrange": True}


def _told(column: str, line: Line, cell: Cell | None, metric: Metric, currency: str) -> tuple[str, int | None]:
    if cell is None:
        return "", None
    then = f"<br>before: {exact(cell.before, metric.unit, currency)}" if cell.before is not None else ""
    what = f"{cut(line.label)}, {cut(column)}" if line.label else cut(column)
    return f"<b>{what}</b><br>{exact(cell.now, metric.unit, currency)}{then}", cell.row

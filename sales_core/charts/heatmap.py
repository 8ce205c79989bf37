"""Two breakdowns crossed: a cell a pair, the darker the more. A pair without a value is a small ring, not a shade."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from sales_core.catalog.model import Metric
from sales_core.charts.canvas import figure
from sales_core.charts.labels import told_apart
from sales_core.charts.palette import EMPTY, SHADES
from sales_core.grids import Grid, floats
from sales_core.wording import exact

NOTHING = "nothing in these days"
"""What the pointer tells of a pair without a value, which is not one of zero."""

_MANY, _HOUR = 12, len("00\u200b")
_ROW, _LEAST, _EDGES = 30, 240, 70
_STANDOFF = {"ticklabelstandoff": 6, "fixedrange": True, "showgrid": False, "zeroline": False, "type": "category"}


def heatmap(grid: Grid, metric: Metric, currency: str) -> go.Figure:
    """Lines from top to bottom, columns from left to right; only points can be pressed, so one lies on each cell."""
    down, across = _names([line.label for line in grid.lines]), _names(grid.columns)
    values = [floats(line.cells) for line in grid.lines]
    shades = go.Heatmap(
        x=across,
        y=down,
        z=values,
        colorscale=[list(step) for step in SHADES],
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
        zmin=min(0.0, float(grid.least)),
        zmax=float(grid.largest) or 1.0,
    )
    return figure(
        [_empty(values, down, across), shades, _points(grid, down, across, metric, currency)],
        _EDGES + max(_LEAST, _ROW * len(down)),
        xaxis=_STANDOFF | _places(across) | _marks(across) | {"side": "bottom", "range": [-0.5, len(across) - 0.5]},
        yaxis=_STANDOFF | _places(down) | {"range": [len(down) - 0.5, -0.5]},
    )


def _places(names: list[str]) -> dict[str, Any]:
    """The names in their order, whichever trace has them first."""
    return {"categoryorder": "array", "categoryarray": names}


def _marks(names: list[str]) -> dict[str, Any]:
    """Which columns are named: of many short ones, as hours are, each third, which lie beside each other anywhere."""
    if len(names) <= _MANY or max(map(len, names)) > _HOUR:
        return {"nticks": 24}
    return {"tickmode": "array", "tickvals": names[::3], "tickangle": 0}


def _empty(values: Sequence[Sequence[float | None]], down: list[str], across: list[str]) -> go.Scatter:
    """A small ring where there is nothing: a shade would be taken for little, and bare ground for a gap."""
    pairs = [
        (column, name)
        for name, row in zip(down, values, strict=True)
        for column, value in zip(across, row, strict=True)
        if value is None
    ]
    return go.Scatter(
        x=[column for column, _ in pairs],
        y=[name for _, name in pairs],
        name=NOTHING,
        mode="markers",
        marker={"size": 5, "symbol": "circle-open", "color": EMPTY, "line": {"width": 1}},
        hovertemplate=f"<b>%{{y}}, %{{x}}</b><br>{NOTHING}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _points(grid: Grid, down: list[str], across: list[str], metric: Metric, currency: str) -> go.Scatter:
    xs, ys, told = [], [], []
    for name, line in zip(down, grid.lines, strict=True):
        for column, cell in zip(across, line.cells, strict=True):
            if cell is not None and cell.now is not None:
                xs.append(column)
                ys.append(name)
                text = f"<b>{name}, {column}</b><br>{exact(cell.now, metric.unit, currency)}"
                told.append((text, cell.row))
    unseen = {"marker": {"opacity": 0}}
    return go.Scatter(
        x=xs,
        y=ys,
        mode="markers",
        marker={"size": 22, "symbol": "square", "opacity": 0},
        selected=unseen,
        unselected=unseen,
        customdata=told,
        hovertemplate="%{customdata[0]}<extra></extra>",
    )


def _names(labels: Sequence[str]) -> list[str]:
    # A category that reads as a number would be put on a scale of numbers.
    return [f"{name}\u200b" for name in told_apart(labels)]

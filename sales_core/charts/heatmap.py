"""Two breakdowns crossed: a cell a pair, the darker the more. Empty cells stay empty."""

from collections.abc import Sequence

import plotly.graph_objects as go

from sales_core.catalog.model import Metric
from sales_core.charts.canvas import figure
from sales_core.charts.labels import told_apart
from sales_core.charts.palette import SHADES
from sales_core.grids import Grid, floats
from sales_core.wording import exact

_ROW, _LEAST, _EDGES = 30, 240, 70
_STANDOFF = {"ticklabelstandoff": 6, "fixedrange": True, "showgrid": False, "zeroline": False, "type": "category"}


def heatmap(grid: Grid, metric: Metric, currency: str) -> go.Figure:
    """Lines from top to bottom, columns from left to right; only points can be pressed, so one lies on each cell."""
    down, across = _names([line.label for line in grid.lines]), _names(grid.columns)
    shades = go.Heatmap(
        x=across,
        y=down,
        z=[floats(line.cells) for line in grid.lines],
        colorscale=[list(step) for step in SHADES],
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
        zmin=min(0.0, float(grid.least)),
        zmax=float(grid.largest) or 1.0,
    )
    return figure(
        [shades, _points(grid, down, across, metric, currency)],
        _EDGES + max(_LEAST, _ROW * len(down)),
        xaxis=_STANDOFF | {"side": "bottom", "nticks": 24},
        yaxis=_STANDOFF | {"autorange": "reversed"},
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

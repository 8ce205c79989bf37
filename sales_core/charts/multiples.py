"""A small panel a value, all on the same scales, so that shapes and sizes can be held against each other."""

from typing import Any

import plotly.graph_objects as go

from sales_core.catalog.model import Metric
from sales_core.charts.canvas import figure, value_axis
from sales_core.charts.labels import cut
from sales_core.charts.lines import course, time_axis
from sales_core.charts.palette import BEFORE, INK, NOW, OTHER, veil
from sales_core.grids import Grid, floats_before

ACROSS = 3
_PANEL, _GAP = 150, 62


def multiples(grid: Grid, metric: Metric, currency: str, across: int = ACROSS) -> go.Figure:
    """The panels from left to right, the largest first, the rest last."""
    rows = -(-len(grid.lines) // across)
    traces: list[go.Scatter] = []
    axes: dict[str, Any] = {}
    titles = []
    for i, line in enumerate(grid.lines):
        end = "" if i == 0 else str(i + 1)
        left, bottom, wide, high = _place(i, across, rows)
        axes |= _axes(end, left, bottom, wide, high, value_axis(metric, currency, grid.reach))
        axes[f"yaxis{end}"] |= {"showticklabels": i % across == 0}
        colour = OTHER if line.rest else NOW
        on = {"xaxis": f"x{end}", "yaxis": f"y{end}"}
        if any(cell and cell.before is not None for cell in line.cells):
            dashed = {"color": BEFORE, "width": 1.3, "dash": "4px,3px"}
            then = floats_before(line.cells)
            traces.append(go.Scatter(x=grid.starts, y=then, mode="lines", line=dashed, hoverinfo="skip", **on))
        fill = {"fill": "tozeroy", "fillcolor": veil(0.16)}
        traces += course(grid, line, colour, metric, currency, **fill, **on)
        titles.append(_title(cut(line.label), left, bottom + high))
    return figure(traces, rows * (_PANEL + _GAP), annotations=titles, margin={"l": 0, "r": 4, "t": 22, "b": 0}, **axes)


def _place(i: int, across: int, rows: int) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of a panel, as parts of the figure."""
    wide, high = 1 / across, 1 / rows
    gap = _GAP / (_PANEL + _GAP) * high
    return (i % across) * wide, 1 - (i // across + 1) * high + gap * 0.4, wide * 0.92, high - gap


def _axes(end: str, left: float, bottom: float, wide: float, high: float, values: dict[str, Any]) -> dict[str, Any]:
    x = time_axis() | {"domain": [left, left + wide], "anchor": f"y{end}", "nticks": 3}
    y = values | {"domain": [bottom, bottom + high], "anchor": f"x{end}", "nticks": 4}
    y |= {"matches": "y"} if end else {"rangemode": "tozero"}
    return {f"xaxis{end}": x, f"yaxis{end}": y}


def _title(text: str, left: float, top: float) -> dict[str, Any]:
    return {
        "text": f"<b>{text}</b>",
        "x": left,
        "y": top,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12.5, "color": INK},
    }

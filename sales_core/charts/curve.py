"""The Pareto curve: what share the first so many values make together."""

from html import escape

import plotly.graph_objects as go

from sales_core.analysis.pareto import Curve
from sales_core.charts.canvas import figure
from sales_core.charts.palette import NOW, OTHER, veil
from sales_core.wording import grouped, percent

BOUNDS = (0.80, 0.95)
"""Where class A and class B end."""


def pareto_curve(curve: Curve, height: int = 300) -> go.Figure:
    """A line from the largest value to the last, with the bounds of the classes across."""
    shown = curve.shown
    told = [
        f"<b>{escape(curve.labels[i][:60])}</b><br>the first {grouped(i + 1)} make {percent(curve.shares[i], 1)}"
        for i in shown
    ]
    line = go.Scatter(
        x=[0, *(i + 1 for i in shown)],
        y=[0.0, *(float(curve.shares[i]) for i in shown)],
        mode="lines" if len(shown) > 40 else "lines+markers",
        line={"color": NOW, "width": 2.4},
        fill="tozeroy",
        fillcolor=veil(0.14),
        customdata=["", *told],
        hovertemplate="%{customdata}<extra></extra>",
    )
    bound = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "line": {"color": OTHER, "width": 1, "dash": "dot"}}
    return figure(
        [line],
        height,
        xaxis={"fixedrange": True, "showgrid": False, "nticks": 6, "rangemode": "tozero", "tickformat": ",d"},
        yaxis={"fixedrange": True, "range": [0, 1.04], "tickformat": ".0%", "tickvals": [0, 0.2, 0.4, 0.6, 0.8, 0.95]},
        shapes=[bound | {"y0": value, "y1": value} for value in BOUNDS],
        annotations=[_class(name, y) for name, y in (("A", 0.4), ("B", 0.875), ("C", 0.985))],
        margin={"l": 0, "r": 18, "t": 4, "b": 0},
    )


def _class(name: str, y: float) -> dict[str, object]:
    return {"text": name, "x": 1.0, "xref": "paper", "xanchor": "left", "xshift": 6, "y": y, "showarrow": False}

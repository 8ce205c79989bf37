"""The parts of a metric as bars, any values; a pale bar behind each is what it was."""

from typing import Any

import plotly.graph_objects as go

from sales_core.catalog.metrics import METRICS
from sales_core.charts.canvas import canvas
from sales_core.charts.labels import hover, names
from sales_core.charts.palette import NOW, OTHER, veil
from sales_core.result import Result
from sales_core.series import floats
from sales_core.slices import Slice, slices_of
from sales_core.wording import short

MOST = 12
_ROW, _LEAST = 31, 220
_WIDE, _NARROW = 0.78, 0.46


def bars(result: Result, metric: str, currency: str) -> go.Figure:
    """A bar a value of the dimension, the largest on top; as tall as it has bars."""
    found = slices_of(result, metric, MOST)
    figure = canvas(40 + max(_LEAST, _ROW * len(found)))
    figure.update_layout(
        xaxis=_values(found),
        yaxis={"autorange": "reversed", "fixedrange": True, "showgrid": False, "type": "category"},
        yaxis_ticklabelstandoff=6,
        barmode="overlay",
        barcornerradius=4,
    )
    shown = names(found)
    if any(part.before is not None for part in found):
        figure.add_trace(_bar(floats([part.before for part in found]), shown, _WIDE, [veil(0.24)] * len(found)))
    now = _bar(floats([part.now for part in found]), shown, _NARROW, [OTHER if part.rest else NOW for part in found])
    told = [hover(part, metric, currency) for part in found]
    figure.add_trace(now.update(customdata=told, hoverinfo=None, hovertemplate="%{customdata}<extra></extra>"))
    figure.add_trace(_labels(found, shown, metric, currency))
    return figure


def _values(found: tuple[Slice, ...]) -> dict[str, Any]:
    """The axis of values, without ticks: the numbers stand at the bars, and there is room for them."""
    known = [float(value) for part in found for value in (part.now, part.before) if value is not None]
    least, most = min(0.0, *known, 0.0), max(0.0, *known, 0.0)
    room = 0.3 * (most - least) or 1.0
    limits = [least - (room / 3 if least < 0 else 0.0), most + room]
    return {"range": limits, "showticklabels": False, "showgrid": False, "zeroline": least < 0, "fixedrange": True}


def _bar(values: list[float | None], shown: list[str], width: float, colours: list[str]) -> go.Bar:
    marker = {"color": colours, "line": {"width": 0}}
    return go.Bar(x=values, y=shown, orientation="h", width=width, marker=marker, hoverinfo="skip")


def _labels(found: tuple[Slice, ...], shown: list[str], metric: str, currency: str) -> go.Scatter:
    """The values behind the longer of the two bars, where neither crosses them."""
    return go.Scatter(
        x=[max(0.0, float(part.now or 0), float(part.before or 0)) for part in found],
        y=shown,
        mode="text",
        text=[f"  {short(part.now, METRICS[metric].unit, currency)}" for part in found],
        textposition="middle right",
        hoverinfo="skip",
        cliponaxis=False,
    )

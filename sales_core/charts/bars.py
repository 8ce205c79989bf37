"""The parts of a metric as bars, any values; a pale bar behind each is what it was."""

from typing import Any

import plotly.graph_objects as go

from sales_core.catalog.metrics import METRICS
from sales_core.charts.canvas import PRESSED, figure
from sales_core.charts.labels import hover, names
from sales_core.charts.palette import INK, NOW, OTHER, veil
from sales_core.result import Result
from sales_core.series import floats
from sales_core.slices import Slice, slices_of
from sales_core.wording import short

MOST = 12
_ROW, _LEAST = 31, 220
_WIDE, _NARROW = 0.78, 0.46
_STANDOFF = {"ticklabelstandoff": 6}


def bars(result: Result, metric: str, currency: str) -> go.Figure:
    """A bar a value of the dimension, the largest on top; as tall as it has bars."""
    found = slices_of(result, metric, MOST)
    shown, told = names(found), [(hover(part, metric, currency), part.row) for part in found]
    now = _bar(
        floats([part.now for part in found]),
        shown,
        width=_NARROW,
        marker={"color": [OTHER if part.rest else NOW for part in found], "line": {"width": 0}},
        customdata=told,
        hovertemplate="%{customdata[0]}<extra></extra>",
        **PRESSED,
    )
    traces = [now, _labels(found, shown, metric, currency)]
    if any(part.before is not None for part in found):
        pale = {"color": veil(0.24), "line": {"width": 0}}
        before = floats([part.before for part in found])
        traces.insert(0, _bar(before, shown, width=_WIDE, marker=pale, hoverinfo="skip", **PRESSED))
    return figure(
        traces,
        40 + max(_LEAST, _ROW * len(found)),
        xaxis=_values(found),
        yaxis={"autorange": "reversed", "fixedrange": True, "showgrid": False, "type": "category"} | _STANDOFF,
        barmode="overlay",
        barcornerradius=4,
    )


def _values(found: tuple[Slice, ...]) -> dict[str, Any]:
    """The axis of values, without ticks: the numbers stand at the bars, and there is room for them."""
    known = [float(value) for part in found for value in (part.now, part.before) if value is not None]
    least, most = min(0.0, *known, 0.0), max(0.0, *known, 0.0)
    room = 0.3 * (most - least) or 1.0
    limits = [least - (room / 3 if least < 0 else 0.0), most + room]
    return {"range": limits, "showticklabels": False, "showgrid": False, "zeroline": least < 0, "fixedrange": True}


def _bar(values: list[float | None], shown: list[str], **look: Any) -> go.Bar:
    return go.Bar(x=values, y=shown, orientation="h", **look)


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
        textfont={"color": INK},
        selected={"textfont": {"color": INK}},
        unselected={"textfont": {"color": INK}},
    )

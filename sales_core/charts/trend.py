"""A metric over time, against its comparison; buckets that are not whole are drawn open."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import plotly.graph_objects as go

from sales_core.catalog.metrics import METRICS
from sales_core.charts.canvas import PRESSED_LINE, figure, value_axis
from sales_core.charts.dates import day_marks
from sales_core.charts.palette import BEFORE, NOW, veil
from sales_core.periods import Grain
from sales_core.result import Result
from sales_core.series import Series, floats, series_of
from sales_core.wording import Number, exact

OPEN = "Not whole yet"
"""The name of buckets that an edge cuts or that are not over."""

_GRADIENT = {"type": "vertical", "colorscale": [[0.0, veil(0.0)], [1.0, veil(0.36)]]}


def trend(result: Result, metric: str, currency: str, today: date, height: int = 340) -> go.Figure:
    """A line over buckets of time with the comparison as a dashed one; `result` is broken down by its grain only."""
    series = series_of(result, metric, today)
    traces = []
    if series.before is not None:
        traces.append(_line(series, series.before, currency, name=series.before_name, **_DASHED))
    whole = [None if cut else value for value, cut in zip(series.now, series.partial, strict=True)]
    traces.append(_line(series, whole, currency, name="This period", **_SOLID))
    if any(series.partial):
        traces.append(_open(series, currency))
    return figure(
        traces,
        height,
        hovermode="x unified",
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "reversed"},
        margin={"l": 0, "r": 4, "t": 28, "b": 0},
        xaxis={
            "fixedrange": True,
            "showgrid": False,
            "type": "date",
            "nticks": 7,
            "tickformat": _ticks(series),
            "range": _span(series),
        },
        yaxis=value_axis(METRICS[metric], currency, floats((*series.now, *(series.before or ()))))
        | {"rangemode": "tozero"},
    )


_DASHED: dict[str, Any] = {"line": {"color": BEFORE, "width": 1.7, "dash": "4px,3px"}}
_SOLID: dict[str, Any] = {
    "line": {"color": NOW, "width": 2.4},
    "fill": "tozeroy",
    "fillcolor": veil(0.2),
    "fillgradient": _GRADIENT,
}


def _line(series: Series, values: Sequence[Number | None], currency: str, **look: Any) -> go.Scatter:
    unit = METRICS[series.metric].unit
    return go.Scatter(
        x=series.starts,
        y=floats(values),
        customdata=[(exact(value, unit, currency), row) for value, row in zip(values, series.rows, strict=True)],
        hovertemplate="%{customdata[0]}",
        **{**PRESSED_LINE, **look},
    )


def _open(series: Series, currency: str) -> go.Scatter:
    """The buckets that are cut, as open circles, each joined by dots to its whole neighbour."""
    partial = series.partial
    shown = [
        value if cut or partial[max(0, i - 1)] or partial[min(len(partial) - 1, i + 1)] else None
        for i, (value, cut) in enumerate(zip(series.now, partial, strict=True))
    ]
    trace = _line(series, shown, currency, name=OPEN, showlegend=False, mode="lines+markers")
    trace.update(
        line={"color": NOW, "width": 2, "dash": "dot"},
        marker={"size": [8.0 if cut else 0.0 for cut in partial], "symbol": "circle-open", "line": {"width": 2}},
        hovertemplate=["%{customdata[0]}" if cut else "<extra></extra>" for cut in partial],
    )
    return trace


def _ticks(series: Series) -> str:
    match series.grain:
        case Grain.YEAR:
            return "%Y"
        case Grain.MONTH | Grain.QUARTER:
            return "%b\n%Y"
        case _:
            return day_marks()


def _span(series: Series) -> list[str] | None:
    """From the first bucket to the last with a hair beside them; None where there is only one."""
    if len(series.starts) < 2:
        return None
    first, last = series.starts[0], series.starts[-1]
    hair = (last - first) * 0.008
    return [(datetime.combine(first, time()) - hair).isoformat(), (datetime.combine(last, time()) + hair).isoformat()]

"""The parts of a metric: bars for any values, a ring for a few positive ones."""

import plotly.graph_objects as go

from sales_core.catalog.metrics import METRICS
from sales_core.charts.canvas import canvas, value_axis
from sales_core.charts.palette import BACKGROUND, BEFORE, NOW, OTHER, series
from sales_core.result import Result
from sales_core.series import floats
from sales_core.slices import Slice, slices_of, total_of
from sales_core.wording import exact, short

MOST_BARS, MOST_PARTS = 8, 6
_LABEL_LENGTH = 24


def bars(result: Result, metric: str, currency: str, height: int = 320) -> go.Figure:
    """A bar a value of the dimension, the largest on top; ticks mark the comparison."""
    found = slices_of(result, metric, MOST_BARS)
    figure = canvas(height)
    axis = value_axis(METRICS[metric], currency)
    figure.update_layout(
        xaxis=axis | {"showticklabels": False, "showgrid": False, "rangemode": "tozero"},
        yaxis={"autorange": "reversed", "fixedrange": True, "showgrid": False, "type": "category"},
        barcornerradius=5,
    )
    names = [_cut(s.label) for s in found]
    unit = METRICS[metric].unit
    figure.add_trace(
        go.Bar(
            x=floats(tuple(s.now for s in found)),
            y=names,
            orientation="h",
            marker={"color": [OTHER if s.rest else NOW for s in found]},
            text=[short(s.now, unit, currency) for s in found],
            textposition="auto",
            insidetextanchor="end",
            textangle=0,
            cliponaxis=False,
            customdata=[_told(s, metric, currency) for s in found],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    if any(s.before is not None for s in found):
        figure.add_trace(_marks(found, names))
    return figure


def ring(result: Result, metric: str, currency: str, height: int = 320) -> go.Figure:
    """Shares of a whole as a ring; bars where a part is negative or missing, which has no share to show."""
    found = slices_of(result, metric, MOST_PARTS)
    if any(s.now is None or s.now < 0 for s in found) or not total_of(found):
        return bars(result, metric, currency, height)
    unit = METRICS[metric].unit
    named = [s for s in found if not s.rest]
    figure = canvas(height)
    figure.add_trace(
        go.Pie(
            labels=[_cut(s.label) for s in found],
            values=floats(tuple(s.now for s in found)),
            hole=0.64,
            sort=False,
            direction="clockwise",
            marker={"colors": [*series(len(named)), OTHER][: len(found)], "line": {"color": BACKGROUND, "width": 2}},
            texttemplate=["%{percent:.0%}" if _share(s, found) >= 0.05 else "" for s in found],
            textposition="inside",
            insidetextorientation="horizontal",
            customdata=[_told(s, metric, currency) for s in found],
            hovertemplate="%{customdata}<br>%{percent:.1%}<extra></extra>",
        )
    )
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.04, "yanchor": "top", "itemclick": False},
        margin={"l": 0, "r": 0, "t": 6, "b": 44},
        annotations=[_middle(short(total_of(found), unit, currency), METRICS[metric].label)],
    )
    return figure


def _middle(value: str, label: str) -> dict[str, object]:
    return {
        "text": f"<b>{value}</b><br><span style='font-size:12px'>{label}</span>",
        "showarrow": False,
        "font": {"size": 19},
    }


def _marks(found: tuple[Slice, ...], names: list[str]) -> go.Scatter:
    return go.Scatter(
        x=floats(tuple(s.before for s in found)),
        y=names,
        mode="markers",
        marker={"symbol": "line-ns", "size": 18, "line": {"color": BEFORE, "width": 2.5}},
        hoverinfo="skip",
    )


def _told(part: Slice, metric: str, currency: str) -> str:
    unit = METRICS[metric].unit
    then = f"<br>before: {exact(part.before, unit, currency)}" if part.before is not None else ""
    return f"<b>{part.label}</b><br>{exact(part.now, unit, currency)}{then}"


def _share(part: Slice, found: tuple[Slice, ...]) -> float:
    return float(part.now or 0) / float(total_of(found))


def _cut(label: str) -> str:
    return label if len(label) <= _LABEL_LENGTH else label[: _LABEL_LENGTH - 1].rstrip() + "…"

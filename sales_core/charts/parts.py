"""The parts of a metric: bars for any values, a ring for a few positive ones."""

import plotly.graph_objects as go

from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Unit
from sales_core.charts.canvas import canvas
from sales_core.charts.palette import BACKGROUND, NOW, OTHER, series, veil
from sales_core.result import Result
from sales_core.series import floats
from sales_core.slices import Slice, slices_of, total_of
from sales_core.wording import exact, short

MOST_BARS, MOST_PARTS = 12, 6
_LABEL_LENGTH = 24


def bars(result: Result, metric: str, currency: str) -> go.Figure:
    """A bar a value of the dimension, the largest on top; a pale bar behind it is the comparison."""
    found = slices_of(result, metric, MOST_BARS)
    figure = canvas(40 + max(220, 31 * len(found)))
    farthest = max((abs(float(v)) for s in found for v in (s.now, s.before) if v is not None), default=0.0)
    lowest = min((float(v) for s in found for v in (s.now, s.before) if v is not None), default=0.0)
    axis = {"showticklabels": False, "showgrid": False, "zeroline": lowest < 0, "fixedrange": True}
    room = 0.3 * farthest or 1.0
    figure.update_layout(
        xaxis=axis | {"range": [min(0.0, lowest) - (room if lowest < 0 else 0.0), farthest + room]},
        yaxis={
            "autorange": "reversed",
            "fixedrange": True,
            "showgrid": False,
            "type": "category",
            "ticklabelstandoff": 6,
        },
        barmode="overlay",
        barcornerradius=4,
    )
    names = [_cut(s.label) for s in found]
    if any(s.before is not None for s in found):
        figure.add_trace(_bar(floats([s.before for s in found]), names, 0.78, [veil(0.24)] * len(found)))
    figure.add_trace(
        _bar(floats([s.now for s in found]), names, 0.46, [OTHER if s.rest else NOW for s in found]).update(
            customdata=[_told(s, metric, currency) for s in found], hovertemplate="%{customdata}<extra></extra>"
        )
    )
    figure.add_trace(_labels(found, names, METRICS[metric].unit, currency))
    return figure


def ring(result: Result, metric: str, currency: str, height: int = 340) -> go.Figure:
    """Shares of a whole as a ring; bars where a part is negative or missing, which has no share to show."""
    found = slices_of(result, metric, MOST_PARTS)
    if any(s.now is None or s.now < 0 for s in found) or not total_of(found):
        return bars(result, metric, currency)
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


def _bar(values: list[float | None], names: list[str], width: float, colours: list[str]) -> go.Bar:
    return go.Bar(
        x=values,
        y=names,
        orientation="h",
        width=width,
        marker={"color": colours, "line": {"width": 0}},
        hoverinfo="skip",
    )


def _labels(found: tuple[Slice, ...], names: list[str], unit: Unit, currency: str) -> go.Scatter:
    """The values behind the longer of the two bars, where neither crosses them."""
    ends = [max(0.0, float(s.now or 0), float(s.before or 0)) for s in found]
    return go.Scatter(
        x=ends,
        y=names,
        mode="text",
        text=[f"  {short(s.now, unit, currency)}" for s in found],
        textposition="middle right",
        hoverinfo="skip",
        cliponaxis=False,
    )


def _told(part: Slice, metric: str, currency: str) -> str:
    unit = METRICS[metric].unit
    then = f"<br>before: {exact(part.before, unit, currency)}" if part.before is not None else ""
    return f"<b>{part.label}</b><br>{exact(part.now, unit, currency)}{then}"


def _share(part: Slice, found: tuple[Slice, ...]) -> float:
    return float(part.now or 0) / float(total_of(found))


def _cut(label: str) -> str:
    return label if len(label) <= _LABEL_LENGTH else label[: _LABEL_LENGTH - 1].rstrip() + "…"

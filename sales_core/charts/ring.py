"""The parts of a metric as a ring: a few positive shares of a whole."""

import plotly.graph_objects as go

from sales_core.catalog.metrics import METRICS
from sales_core.charts.bars import bars
from sales_core.charts.canvas import figure
from sales_core.charts.labels import hover, names
from sales_core.charts.palette import BACKGROUND, OTHER, on, series
from sales_core.result import Result
from sales_core.series import floats
from sales_core.slices import Slice, slices_of, total_of
from sales_core.wording import short

MOST = 6
_TOO_THIN = 0.05
"""A share that its own label would not fit into."""


def ring(result: Result, metric: str, currency: str, height: int = 340) -> go.Figure:
    """A slice a value, the largest first from the top; bars where a part has no share: negative or missing."""
    found = slices_of(result, metric, MOST)
    total = total_of(found)
    if any(part.now is None or part.now < 0 for part in found) or not total:
        return bars(result, metric, currency)
    return figure(
        [_slices(found, metric, currency)],
        height,
        showlegend=True,
        legend={"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.04, "yanchor": "top", "itemclick": False},
        margin={"l": 0, "r": 0, "t": 6, "b": 44},
        annotations=[_middle(short(total, METRICS[metric].unit, currency), METRICS[metric].label)],
    )


def _slices(found: tuple[Slice, ...], metric: str, currency: str) -> go.Pie:
    values, total = floats([part.now for part in found]), float(total_of(found))
    colours = [*series(sum(not part.rest for part in found)), OTHER][: len(found)]
    return go.Pie(
        labels=names(found),
        values=values,
        hole=0.64,
        sort=False,
        direction="clockwise",
        marker={"colors": colours, "line": {"color": BACKGROUND, "width": 2}},
        texttemplate=["%{percent:.0%}" if (value or 0) / total >= _TOO_THIN else "" for value in values],
        textposition="inside",
        insidetextorientation="horizontal",
        insidetextfont={"color": [on(colour) for colour in colours]},
        customdata=[(hover(part, metric, currency), part.row) for part in found],
        hovertemplate="%{customdata[0]}<br>%{percent:.1%}<extra></extra>",
    )


def _middle(value: str, label: str) -> dict[str, object]:
    text = f"<b>{value}</b><br><span style='font-size:12px'>{label}</span>"
    return {"text": text, "showarrow": False, "font": {"size": 19}}

"""The parts of a metric as a ring: a few positive shares of a whole.

Drawn as bars around a middle: the slices of the chart library's own rings can't be pressed.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go

from sales_core.catalog.metrics import METRICS
from sales_core.charts.bars import bars
from sales_core.charts.canvas import PRESSED, figure
from sales_core.charts.labels import hover, names
from sales_core.charts.palette import BACKGROUND, OTHER, on, series
from sales_core.result import Result
from sales_core.slices import Slice, slices_of, total_of
from sales_core.wording import percent, short

MOST = 6
_TOO_THIN = 0.05
"""A share that its own label would not fit into."""

_HOLE, _AROUND = 0.64, 360.0


def ring(result: Result, metric: str, currency: str, height: int = 340) -> go.Figure:
    """A slice a value, the largest first from the top; bars where a part has no share: negative or missing."""
    found = slices_of(result, metric, MOST)
    total = total_of(found)
    if any(part.now is None or part.now < 0 for part in found) or not total:
        return bars(result, metric, currency)
    shares = [float(Decimal(part.now or 0) / total) for part in found]
    colours = [*series(sum(not part.rest for part in found)), OTHER][: len(found)]
    middles = [_AROUND * (end - share / 2) for end, share in zip(accumulate(shares), shares, strict=True)]
    slices = [
        _slice(part, name, middle, share, colour, hover(part, metric, currency))
        for part, name, middle, share, colour in zip(found, names(found), middles, shares, colours, strict=True)
    ]
    return figure(
        [*slices, _words(middles, shares, colours)],
        height,
        dragmode="zoom",  # in any other way to drag, the library does not tell which slice was pressed
        showlegend=True,
        legend={"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.04, "yanchor": "top", "itemclick": False},
        margin={"l": 0, "r": 0, "t": 6, "b": 44},
        annotations=[_middle(short(total, METRICS[metric].unit, currency), METRICS[metric].label)],
        polar={
            "hole": _HOLE,
            "bgcolor": "rgba(0,0,0,0)",
            "angularaxis": {"visible": False, "direction": "clockwise", "rotation": 90},
            "radialaxis": {"visible": False, "range": [0, 1]},
        },
    )


def _slice(part: Slice, name: str, middle: float, share: float, colour: str, told: str) -> go.Barpolar:
    return go.Barpolar(
        name=name,
        r=[1.0],
        theta=[middle],
        width=[_AROUND * share],
        marker={"color": colour, "line": {"color": BACKGROUND, "width": 2}},
        customdata=[(f"{told}<br>{percent(share, 1)}", part.row)],
        hovertemplate="%{customdata[0]}<extra></extra>",
        **PRESSED,
    )


def _words(middles: Sequence[float], shares: Sequence[float], colours: Sequence[str]) -> go.Scatterpolar:
    """The shares in their slices, where there is room."""
    shown = [i for i, share in enumerate(shares) if share >= _TOO_THIN]
    ink: dict[str, Any] = {"color": [on(colours[i]) for i in shown]}
    return go.Scatterpolar(
        r=[0.5] * len(shown),
        theta=[middles[i] for i in shown],
        mode="text",
        text=[percent(shares[i]) for i in shown],
        textfont=ink,
        hoverinfo="skip",
        showlegend=False,
    )


def _middle(value: str, label: str) -> dict[str, object]:
    text = f"<b>{value}</b><br><span style='font-size:12px'>{label}</span>"
    return {"text": text, "showarrow": False, "font": {"size": 19}}

"""Credited sales as bars with a mark at each quota, and both added up over time."""

from html import escape

import plotly.graph_objects as go

from sales_core.analysis.attainment import Attainment, Held
from sales_core.analysis.pacing import Pace
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Unit
from sales_core.charts.canvas import PRESSED, figure, value_axis
from sales_core.charts.palette import BEFORE, NOW, OTHER, veil
from sales_core.series import floats
from sales_core.wording import bucket, exact, percent, short

_MONEY = METRICS["credited_sales"]
MOST, _ROW, _LONGEST = 24, 30, 24


def attainment_bars(found: Attainment, currency: str) -> go.Figure:
    """A bar each, the best attained on top; the mark is the quota; grey where there is none."""
    rows = (*found.held, *found.without)[:MOST]
    shown = _named(rows)
    bars = go.Bar(
        x=floats([one.credited for one in rows]),
        y=shown,
        orientation="h",
        width=0.5,
        marker={"color": [OTHER if one.quota is None else NOW for one in rows], "line": {"width": 0}},
        customdata=[(_told(one, currency), one.row) for one in rows],
        hovertemplate="%{customdata[0]}<extra></extra>",
        **PRESSED,
    )
    most = max((float(max(one.credited, one.quota or 0)) for one in rows), default=0.0) or 1.0
    least = min((float(one.credited) for one in rows), default=0.0)
    return figure(
        [_room(rows, shown), bars, _marks(rows, shown), _labels(rows, shown, currency)],
        60 + max(160, _ROW * len(rows)),
        barmode="overlay",
        barcornerradius=4,
        xaxis={"showticklabels": False, "showgrid": False, "fixedrange": True, "range": [min(0, least), most * 1.32]}
        | {"zeroline": False},
        yaxis={"autorange": "reversed", "fixedrange": True, "showgrid": False, "type": "category"},
    )


def _room(rows: tuple[Held, ...], shown: list[str]) -> go.Bar:
    """What is to be reached, pale behind."""
    quotas = [one.quota for one in rows]
    return go.Bar(
        x=floats(quotas), y=shown, orientation="h", width=0.78, marker={"color": veil(0.18)}, hoverinfo="skip"
    )


def _marks(rows: tuple[Held, ...], shown: list[str]) -> go.Scatter:
    return go.Scatter(
        x=floats([one.quota for one in rows]),
        y=shown,
        mode="markers",
        marker={"symbol": "line-ns", "size": 20, "line": {"width": 3, "color": BEFORE}},
        hoverinfo="skip",
    )


def _labels(rows: tuple[Held, ...], shown: list[str], currency: str) -> go.Scatter:
    return go.Scatter(
        x=[float(max(one.credited, one.quota or 0, 0)) for one in rows],
        y=shown,
        mode="text",
        text=[
            f"   {percent(one.attained)}"
            if one.attained is not None
            else f"   {short(one.credited, Unit.MONEY, currency)}"
            for one in rows
        ],
        textposition="middle right",
        hoverinfo="skip",
        cliponaxis=False,
    )


def _told(one: Held, currency: str) -> str:
    lines = [f"<b>{escape(one.label)}</b>", f"credited {exact(one.credited, Unit.MONEY, currency)}"]
    if one.quota is None:
        return "<br>".join([*lines, "no quota"])
    lines.append(f"quota {exact(one.quota, Unit.MONEY, currency)}")
    return "<br>".join([*lines, f"attained {percent(one.attained or 0, 1)}"])


def _named(rows: tuple[Held, ...]) -> list[str]:
    """A name each, short and told apart."""
    found: list[str] = []
    for one in rows:
        cut = escape(one.label if len(one.label) <= _LONGEST else one.label[: _LONGEST - 1].rstrip() + "…")
        name, again = cut, 2
        while name in found:
            name, again = f"{cut} ({again})", again + 1
        found.append(name)
    return found


def pace_lines(pace: Pace, currency: str, height: int = 340) -> go.Figure:
    """What is credited as a line over what is to be reached, dashed."""
    said = {"hovertemplate": "%{customdata}<extra></extra>"}
    quota = go.Scatter(
        x=pace.starts,
        y=floats(pace.quota),
        name="Quota",
        mode="lines",
        line={"color": BEFORE, "width": 2, "dash": "4px,3px"},
        customdata=[f"quota {exact(value, Unit.MONEY, currency)}" for value in pace.quota],
        **said,
    )
    credited = go.Scatter(
        x=pace.starts,
        y=floats(pace.credited),
        name="Credited",
        mode="lines",
        line={"color": NOW, "width": 2.6},
        fill="tozeroy",
        fillcolor=veil(0.14),
        customdata=[
            f"<b>{bucket(start, pace.grain)}</b><br>credited {exact(value, Unit.MONEY, currency)}"
            for start, value in zip(pace.starts, pace.credited, strict=True)
        ],
        **said,
    )
    return figure(
        [quota, credited],
        height,
        hovermode="x unified",
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        margin={"l": 0, "r": 4, "t": 28, "b": 0},
        xaxis={"fixedrange": True, "showgrid": False, "type": "date", "nticks": 7},
        yaxis=value_axis(_MONEY, currency, floats((*pace.credited, *pace.quota))) | {"rangemode": "tozero"},
    )

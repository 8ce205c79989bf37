"""What every figure has in common: size, margins, axes, hover; and what may be pressed on it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
from babel.numbers import get_currency_symbol
from plotly.basedatatypes import BaseTraceType

from sales_core.catalog.model import Metric, Unit
from sales_core.charts.dates import VIEWERS, days_and_months
from sales_core.charts.ticks import marked
from sales_core.manner import current
from sales_core.patterns import separators, symbol_is_last


def behaviour(name: str) -> Mapping[str, Any]:
    """How a figure behaves in the browser: on its tool bar is one button, which saves it as a picture of that name.

    The names of months and days that the browser writes are the viewer's, and travel with the figure.
    """
    picture = current().picture
    return {
        "locale": VIEWERS,
        "locales": {VIEWERS: {"dictionary": {}, "format": dict(days_and_months(current()))}},
        "displayModeBar": "hover",
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": picture, "filename": name, "scale": 2 if picture == "png" else 1},
        "responsive": True,
        "doubleClick": "reset",
    }


PRESSED: Mapping[str, Any] = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
"""Points that can be pressed, and look as before when one was. Their `customdata` is a pair: what the pointer tells,
and the row of the answer."""

UNSEEN = "rgba(0,0,0,0)"

PRESSED_LINE: Mapping[str, Any] = {
    "mode": "lines+markers",
    "marker": {"size": 9, "color": UNSEEN, "line": {"width": 0}},
    **PRESSED,
}
"""The same for a line: only markers can be pressed, so there are some that nobody sees."""


def figure(traces: Sequence[BaseTraceType], height: int, **layout: Any) -> go.Figure:
    """The traces on a canvas of a height in pixels; its width is the page's. `layout` adds to what all have."""
    common = {
        # The browser lays the page's theme on; Plotly's own would outweigh the figure.
        "template": {"data": {"scatter": [{"type": "scatter"}]}},
        "height": height,
        "margin": {"l": 0, "r": 4, "t": 4, "b": 0},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "dragmode": False,
        "separators": separators(current().locale),
    }
    return go.Figure(list(traces), common | layout)


def value_axis(metric: Metric, currency: str, values: Iterable[float | None] = ()) -> dict[str, Any]:
    """The axis that a metric's values lie along: few ticks, short numbers, the unit before or behind.

    `values` reach as far as what is drawn; amounts below zero are told by their sign first.
    """
    axis: dict[str, Any] = {"nticks": 5, "fixedrange": True, "zeroline": False, "title": None}
    match metric.unit:
        case Unit.SHARE:
            return axis | {"tickformat": ".0%"}
        case Unit.MONEY:
            return axis | _SHORT | _symbol(currency) | marked(values, currency)
        case _:
            return axis | _SHORT


_SHORT = {"exponentformat": "B", "minexponent": 3, "separatethousands": True}


def _symbol(currency: str) -> dict[str, str]:
    """The currency's symbol on the side of the number that the viewer's locale has it on."""
    locale = current().locale
    symbol = get_currency_symbol(currency, locale)
    if symbol_is_last(locale):
        return {"ticksuffix": f" {symbol}", "showticksuffix": "all"}
    return {"tickprefix": symbol, "showtickprefix": "all"}

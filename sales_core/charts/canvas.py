"""What every figure has in common: size, margins, axes, hover; and what may be pressed on it."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
from babel.numbers import get_currency_symbol

from sales_core.catalog.model import Metric, Unit
from sales_core.wording import LOCALE

CONFIG: Mapping[str, Any] = {"displayModeBar": False, "responsive": True, "doubleClick": "reset"}
"""How a figure behaves in the browser: no tool bar."""


def canvas(height: int) -> go.Figure:
    """An empty figure of a height in pixels; its width is the page's."""
    figure = go.Figure()
    figure.update_layout(
        template=go.layout.Template(),  # the browser lays the page's theme on; Plotly's own would outweigh the figure
        height=height,
        margin={"l": 0, "r": 4, "t": 4, "b": 0},
        showlegend=False,
        hovermode="closest",
        hoverlabel={"align": "left"},
        dragmode=False,
        bargap=0.32,
    )
    return figure


def value_axis(metric: Metric, currency: str) -> dict[str, Any]:
    """The axis that a metric's values lie along: few ticks, short numbers, the unit before or behind."""
    axis: dict[str, Any] = {"nticks": 5, "fixedrange": True, "zeroline": False, "title": None}
    match metric.unit:
        case Unit.SHARE:
            return axis | {"tickformat": ".0%"}
        case Unit.MONEY:
            symbol = get_currency_symbol(currency, LOCALE)
            return axis | {"tickprefix": symbol, "exponentformat": "B", "minexponent": 3, "showtickprefix": "all"}
        case _:
            return axis | {"exponentformat": "B", "minexponent": 3}

"""Steps from one total to the next: what is taken away falls, what is added rises, totals stand on the ground."""

from collections.abc import Sequence

import plotly.graph_objects as go

from sales_core.analysis.realisation import Step
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Unit
from sales_core.charts.canvas import figure, value_axis
from sales_core.charts.palette import FALLING, RISING, TOTAL
from sales_core.wording import exact, percent, short

_METRIC = METRICS["net_sales"]
"""The steps are amounts, as this metric is."""


def waterfall(steps: Sequence[Step], currency: str, height: int = 340) -> go.Figure:
    """A bar a step, from left to right; under each label its share of the first."""
    first = steps[0].amount
    return figure(
        [
            go.Waterfall(
                x=[step.label.replace(" ", "<br>") for step in steps],
                y=[float(step.amount) for step in steps],
                measure=["absolute" if i == 0 else "total" if s.total else "relative" for i, s in enumerate(steps)],
                text=[short(step.amount, Unit.MONEY, currency) for step in steps],
                textposition="outside",
                cliponaxis=False,
                connector={"line": {"width": 1, "dash": "dot", "color": "rgba(128,140,160,0.6)"}},
                increasing={"marker": {"color": RISING}},
                decreasing={"marker": {"color": FALLING}},
                totals={"marker": {"color": TOTAL}},
                customdata=[
                    (
                        f"<b>{step.label}</b><br>{exact(step.amount, Unit.MONEY, currency)}"
                        + (f"<br>{percent(step.amount / first, 1)} of list price" if first > 0 else "")
                    )
                    for step in steps
                ],
                hovertemplate="%{customdata}<extra></extra>",
            )
        ],
        height,
        xaxis={"fixedrange": True, "showgrid": False, "type": "category", "tickangle": 0, "automargin": True},
        yaxis=value_axis(_METRIC, currency, _heights(steps)) | {"rangemode": "tozero"},
        margin={"l": 0, "r": 4, "t": 26, "b": 0},
        bargap=0.35,
    )


def _heights(steps: Sequence[Step]) -> list[float]:
    """Where each step ends."""
    found: list[float] = []
    for step in steps:
        found.append(float(step.amount) if step.total else (found[-1] if found else 0.0) + float(step.amount))
    return found

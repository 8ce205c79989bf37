"""A metric over time in parts that stand on one another: the height of each bucket is their sum."""

import plotly.graph_objects as go

from sales_core.analysis.layers import Layers
from sales_core.catalog.metrics import METRICS
from sales_core.charts.canvas import figure, value_axis
from sales_core.charts.lines import time_axis
from sales_core.charts.palette import OTHER, series
from sales_core.charts.ticks import heaped
from sales_core.series import floats
from sales_core.wording import bucket, exact


def stacked(layers: Layers, currency: str, height: int = 340) -> go.Figure:
    """Bars by bucket, the first layer at the foot; what is not known is grey, what is not over is pale."""
    unit = METRICS[layers.metric].unit
    colours = series(max(layers.places, default=0) + 1)
    bars = [
        go.Bar(
            x=layers.starts,
            y=floats(values),
            name=name,
            marker={
                "color": OTHER if name in layers.unknown else colours[layers.places[i]],
                "opacity": [0.45 if cut else 1.0 for cut in layers.partial],
            },
            customdata=[
                f"<b>{bucket(start, layers.grain)}</b><br>{name}: {exact(value, unit, currency)}"
                for start, value in zip(layers.starts, values, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
        for i, (name, values) in enumerate(zip(layers.names, layers.values, strict=True))
    ]
    return figure(
        bars,
        height,
        barmode="relative",
        bargap=0.18,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        margin={"l": 0, "r": 4, "t": 28, "b": 0},
        xaxis=time_axis(layers.starts),
        yaxis=value_axis(METRICS[layers.metric], currency, heaped([floats(row) for row in layers.values]))
        | {"rangemode": "tozero"},
    )

"""A metric by country on a map of the world: shaded shapes out of our own outlines, so that nothing is fetched.

The browser's drawing of maps would load coast lines from elsewhere; here every layer of its own is off, and the shapes
travel inside the figure.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import plotly.graph_objects as go

from sales_core.charts.canvas import PRESSED, figure
from sales_core.charts.palette import BACKGROUND, LAND, SHADES
from sales_core.geography.outlines import Outline, outlines
from sales_core.territories import Place

_TINY = 2.0
"""Square degrees below which a country gets a round mark too, since its shape is hardly seen."""
_Drawn = tuple[Place, Outline, int]
"""A place, one of its shapes, and the place's position among those drawn."""
_VIEW = {"lonaxis": {"range": [-168, 180]}, "lataxis": {"range": [-54, 78]}}


def world_map(places: Sequence[Place], height: int = 340) -> go.Figure:
    """The countries of the places shaded from the least to the most, all other land pale.

    A shade follows the square root of the value: one country that sells most leaves the others told apart.
    """
    drawn = [(place, outline, row) for row, place in enumerate(places) for outline in _shapes(place)]
    ours = {outline for _, outline, _ in drawn}
    traces = [_first(), _land([outline for outline in outlines() if outline not in ours])]
    if drawn:
        most = max(place.weight for place, _, _ in drawn) or 1.0
        traces += [_shaded(drawn, most), _marks([shape for shape in drawn if shape[1].size < _TINY], most)]
    return figure(traces, height, geo=_GEO | _VIEW, margin={"l": 0, "r": 0, "t": 0, "b": 0})


_GEO: dict[str, Any] = {
    "projection": {"type": "natural earth"},
    "bgcolor": "rgba(0,0,0,0)",
    **dict.fromkeys(("showland", "showcoastlines", "showocean", "showlakes", "showrivers"), False),
    **dict.fromkeys(("showcountries", "showsubunits", "showframe"), False),
}


def _shapes(place: Place) -> list[Outline]:
    return [outline for outline in outlines() if outline.code in place.codes]


def _first() -> go.Scattergeo:
    """Stands before the shapes: were the first trace one of shapes, the browser would load coast lines."""
    return go.Scattergeo(lon=[0], lat=[0], mode="markers", marker={"opacity": 0}, hoverinfo="skip")


def _land(rest: Sequence[Outline]) -> go.Choropleth:
    """All other land, as one shape."""
    polygons = [polygon for outline in rest for polygon in outline.polygons]
    land = Outline(code="land", code3="", name="", size=0.0, polygons=tuple(polygons))
    return go.Choropleth(
        geojson=_shapes_of([land]),
        locations=[land.code],
        z=[0],
        colorscale=[[0, LAND], [1, LAND]],
        hoverinfo="skip",
        **_SHAPE,
    )


def _shaded(drawn: Sequence[_Drawn], most: float) -> go.Choropleth:
    return go.Choropleth(
        geojson=_shapes_of(outline for _, outline, _ in drawn),
        locations=[outline.code for _, outline, _ in drawn],
        z=[place.weight for place, _, _ in drawn],
        zmin=0,
        zmax=most,
        colorscale=[list(shade) for shade in SHADES],
        customdata=[(place.told, row) for place, _, row in drawn],
        hovertemplate="%{customdata[0]}<extra></extra>",
        **_SHAPE,
    )


def _marks(drawn: Sequence[_Drawn], most: float) -> go.Scattergeo:
    return go.Scattergeo(
        lon=[outline.middle[0] for _, outline, _ in drawn],
        lat=[outline.middle[1] for _, outline, _ in drawn],
        mode="markers",
        marker={
            "size": 9,
            "color": [place.weight for place, _, _ in drawn],
            "cmin": 0,
            "cmax": most,
            "colorscale": [list(shade) for shade in SHADES],
            "line": {"color": BACKGROUND, "width": 1},
            "opacity": 1,
        },
        customdata=[(place.told, row) for place, _, row in drawn],
        hovertemplate="%{customdata[0]}<extra></extra>",
        **PRESSED,
    )


_SHAPE: dict[str, Any] = {
    "locationmode": "geojson-id",
    "showscale": False,
    "marker": {"line": {"color": BACKGROUND, "width": 0.6}},
    **PRESSED,
}


def _shapes_of(found: Iterable[Outline]) -> dict[str, Any]:
    """The outlines as the browser's drawing takes them; their rings run its way round already."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": outline.code,
                "properties": {},
                "geometry": {"type": "MultiPolygon", "coordinates": outline.polygons},
            }
            for outline in found
        ],
    }

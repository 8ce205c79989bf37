"""The outlines of countries, out of the file beside this one: nothing is fetched when a map is drawn.

The file is Natural Earth's 1:50m in short: parts under 0.2 square degrees left out, lines straightened by up to 0.2
degrees; docs/decisions names its source and how it was made.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("outlines.json")
_UNITS_A_DEGREE = 10

Ring = tuple[tuple[float, float], ...]
"""Longitude and latitude in degrees, the last point the first again; clockwise around land."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A country or a piece of land that is none (`code` ""). `size` is in square degrees at the equator.

    `polygons` hold an outer ring and then the holes in it, the largest polygon first.
    """

    code: str
    code3: str
    name: str
    size: float
    polygons: tuple[tuple[Ring, ...], ...]

    @property
    def middle(self) -> tuple[float, float]:
        """A longitude and latitude inside or near the largest part: for a mark where the shape is too small to see."""
        ring = self.polygons[0][0]
        return (min(x for x, _ in ring) + max(x for x, _ in ring)) / 2, (
            min(y for _, y in ring) + max(y for _, y in ring)
        ) / 2


@lru_cache(maxsize=1)
def outlines() -> tuple[Outline, ...]:
    """All of them, by code."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))["countries"]
    return tuple(
        Outline(
            code=country["code"],
            code3=country["code3"],
            name=country["name"],
            size=country["size"],
            polygons=tuple(tuple(_ring(steps) for steps in polygon) for polygon in country["shape"]),
        )
        for country in stored
    )


def _ring(steps: list[int]) -> Ring:
    """The points of a ring that is stored as steps, a pair a point, from 0, 0."""
    points, x, y = [], 0, 0
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / _UNITS_A_DEGREE, y / _UNITS_A_DEGREE))
    return tuple(points)

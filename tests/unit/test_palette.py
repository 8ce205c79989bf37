"""Colours: neighbours in a figure are told apart by everyone, in both themes, and text can be read."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sales_core.charts import palette
from tests.unit.colour_sight import SIGHTS, apart, ciede2000, contrast

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text())
THEMES = ("light", "dark")
EASILY_APART = 15.0


def colour(theme: str, slot: str) -> str:
    """What the theme fills a slot with: slot #00000n is its n-th colour of charts, any other colour is itself."""
    filled: dict[str, Any] = CONFIG["theme"][theme]
    match slot:
        case palette.BACKGROUND:
            return str(filled["backgroundColor"])
        case palette.INK:
            return str(filled["textColor"])
        case _ if slot.startswith("#00000"):
            return str(filled["chartCategoricalColors"][int(slot.removeprefix("#")) - 1])
        case _:
            return slot


PUBLISHED = """
50 2.6772 -79.7751|50 0 -82.7485|2.0425
50 3.1571 -77.2803|50 0 -82.7485|2.8615
50 2.8361 -74.0200|50 0 -82.7485|3.4412
50 -1.3802 -84.2814|50 0 -82.7485|1.0000
50 -1.1848 -84.8006|50 0 -82.7485|1.0000
50 -0.9009 -85.5211|50 0 -82.7485|1.0000
50 0 0|50 -1 2|2.3669
50 -1 2|50 0 0|2.3669
50 2.4900 -0.0010|50 -2.4900 0.0009|7.1792
50 2.4900 -0.0010|50 -2.4900 0.0010|7.1792
50 2.4900 -0.0010|50 -2.4900 0.0011|7.2195
50 2.4900 -0.0010|50 -2.4900 0.0012|7.2195
50 -0.0010 2.4900|50 0.0009 -2.4900|4.8045
50 -0.0010 2.4900|50 0.0010 -2.4900|4.8045
50 -0.0010 2.4900|50 0.0011 -2.4900|4.7461
50 2.5 0|50 0 -2.5|4.3065
50 2.5 0|73 25 -18|27.1492
50 2.5 0|61 -5 29|22.8977
50 2.5 0|56 -27 -3|31.9030
50 2.5 0|58 24 15|19.4535
50 2.5 0|50 3.1736 0.5854|1.0000
50 2.5 0|50 3.2972 0|1.0000
50 2.5 0|50 1.8634 0.5757|1.0000
50 2.5 0|50 3.2592 0.3350|1.0000
60.2574 -34.0099 36.2677|60.4626 -34.1751 39.4387|1.2644
63.0109 -31.0961 -5.8663|62.8187 -29.7946 -4.0864|1.2630
61.2901 3.7196 -5.3901|61.4292 2.2480 -4.9620|1.8731
35.0831 -44.1164 3.7933|35.0232 -40.0716 1.5901|1.8645
22.7233 20.0904 -46.6940|23.0331 14.9730 -42.5619|2.0373
36.4612 47.8580 18.3852|36.2715 50.5065 21.2231|1.4146
90.8027 -2.0831 1.4410|91.1528 -1.6435 0.0447|1.4441
90.9257 -0.5406 -0.9208|88.6381 -0.8985 -0.7239|1.5381
6.7747 -0.2908 -2.4247|5.8714 -0.0985 -2.2286|0.6377
2.0776 0.0795 -1.1350|0.9033 -0.0636 -0.5514|0.9082
"""
"""All pairs that Sharma, Wu and Dalal (2005) print to check an implementation by: two colours in L*a*b*, difference."""


def triple(text: str) -> tuple[float, float, float]:
    light, red, yellow = (float(part) for part in text.split())
    return light, red, yellow


@pytest.mark.parametrize("line", PUBLISHED.split("\n")[1:-1])
def test_the_difference_is_the_published_one(line: str) -> None:
    one, other, published = line.split("|")
    assert ciede2000(triple(one), triple(other)) == pytest.approx(float(published), abs=5e-5)
    assert ciede2000(triple(other), triple(one)) == pytest.approx(float(published), abs=5e-5)


def test_the_simulation_takes_from_red_and_green_what_such_eyes_do_not_see() -> None:
    """Machado, Oliveira and Fernandes (2009), full severity: each row sums to one, so that grey stays grey."""
    for sight, rows in SIGHTS.items():
        assert [sum(row) for row in rows] == pytest.approx([1, 1, 1], abs=1e-5), sight
        assert apart("#808080", "#808080", sight) == 0
    assert apart("#d9404e", "#079464", "full") > 2 * apart("#d9404e", "#079464", "deutan")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("count", range(2, len(palette.SERIES) + 1))
def test_neighbours_are_told_apart_by_everyone_around_a_ring_of_any_size(theme: str, sight: str, count: int) -> None:
    ring = [colour(theme, slot) for slot in palette.series(count)]
    for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
        assert apart(one, other, sight) >= EASILY_APART, (one, other)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_the_rest_is_told_apart_from_every_series(theme: str, sight: str) -> None:
    rest = colour(theme, palette.OTHER)
    assert min(apart(rest, colour(theme, slot), sight) for slot in palette.SERIES) >= EASILY_APART


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_the_page_and_on_its_tints(theme: str) -> None:
    colours = CONFIG["theme"][theme]
    assert contrast(colours["textColor"], colours["backgroundColor"]) >= 7
    for name in ("green", "red", "orange", "blue", "gray"):
        assert contrast(colours[f"{name}TextColor"], colours[f"{name}BackgroundColor"]) >= 4.5, name


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("fill", [*palette.SERIES, palette.OTHER])
def test_words_on_a_part_can_be_read(theme: str, fill: str) -> None:
    assert contrast(colour(theme, palette.on(fill)), colour(theme, fill)) >= 4.5


def test_both_themes_fill_every_slot() -> None:
    for theme in THEMES:
        assert len(CONFIG["theme"][theme]["chartCategoricalColors"]) == 10

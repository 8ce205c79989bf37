"""Colours: neighbours in a figure are told apart by everyone, in both themes, and text can be read."""

import tomllib
from pathlib import Path

import pytest

from sales_core.charts import palette
from tests.unit.colour_sight import SIGHTS, apart, ciede2000, contrast

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text())
THEMES = ("light", "dark")
EASILY_APART = 15.0


def colour(theme: str, slot: str) -> str:
    """What the theme fills a slot with: slot #00000n is its n-th colour of charts."""
    colours: list[str] = CONFIG["theme"][theme]["chartCategoricalColors"]
    return colours[int(slot.removeprefix("#")) - 1]


@pytest.mark.parametrize(
    ("one", "other", "published"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ],
)
def test_the_difference_is_the_published_one(
    one: tuple[float, float, float], other: tuple[float, float, float], published: float
) -> None:
    assert ciede2000(one, other) == pytest.approx(published, abs=5e-5)


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


def test_both_themes_fill_every_slot() -> None:
    for theme in THEMES:
        assert len(CONFIG["theme"][theme]["chartCategoricalColors"]) == 10

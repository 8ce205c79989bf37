"""What a shape has no room for is laid aside and comes back; a choice made in between is the newer wish."""

from dataclasses import replace
from datetime import date

import pytest

from sales_core import exploring
from sales_core.aside import followed, read, reshaped, restored, written
from sales_core.exploring import DEFAULT, Shape
from sales_core.query import Calculation, CalculationKind, Query, Top

PERIOD = DEFAULT.period.resolve(date(2026, 11, 24))
CUMULATIVE = (Calculation("net_sales", CalculationKind.CUMULATIVE),)
BY_DAY = replace(DEFAULT, by=("day", "channel"), fold=Top("channel", 3, "net_sales"), calculations=CUMULATIVE)
THREE = replace(DEFAULT, by=("month", "segment", "category"), fold=Top("category", 8, "net_sales"))
ALL_OF_THEM = replace(DEFAULT, by=("week", "territory"), fold=None)


def walked(asked: Query, *shapes: Shape) -> Query:
    """The question after the shapes, what is laid aside going through the address each time."""
    aside = None
    for shape in shapes:
        made = reshaped(asked, aside, shape, PERIOD)
        asked = made.asked
        aside = read(written(made.aside) if made.aside else None, asked)
    return asked


@pytest.mark.parametrize("asked", [DEFAULT, BY_DAY, ALL_OF_THEM], ids=["default", "by day", "no Other"])
@pytest.mark.parametrize("between", [Shape.HEATMAP, Shape.BARS, Shape.TABLE, Shape.MULTIPLES])
def test_lines_left_for_another_shape_and_come_back_to_ask_what_was_asked(asked: Query, between: Shape) -> None:
    assert walked(asked, between, Shape.LINES) == asked
    assert walked(asked, between, Shape.HEATMAP, Shape.BARS, Shape.LINES) == asked


def test_a_table_of_three_breakdowns_has_all_of_them_back_after_every_shape() -> None:
    assert walked(THREE, Shape.LINES, Shape.BARS, Shape.HEATMAP, Shape.TABLE) == THREE
    assert walked(THREE, Shape.LINES).by == ("month", "segment")


def test_a_heatmap_of_hours_draws_them_all_and_not_what_was_laid_aside() -> None:
    made = reshaped(DEFAULT, None, Shape.HEATMAP, PERIOD)
    assert (made.asked.by, made.asked.fold) == (("weekday", "hour"), None)
    assert made.aside is not None
    assert written(made.aside) == "week.territory~territory.5.net_sales.desc~"


def test_a_breakdown_chosen_in_between_takes_the_place_of_the_one_laid_aside() -> None:
    bars = reshaped(BY_DAY, None, Shape.BARS, PERIOD)
    assert bars.asked.by == ("channel",)
    chosen = exploring.with_by(bars.asked, None, ("segment",))
    aside = followed(bars.aside, bars.asked, chosen)
    assert reshaped(chosen, aside, Shape.LINES, PERIOD).asked.by == ("day", "segment")


def test_a_grain_chosen_in_between_leaves_the_other_breakdowns_aside() -> None:
    lines = reshaped(THREE, None, Shape.LINES, PERIOD)
    chosen = exploring.with_by(lines.asked, "week", ("segment",))
    aside = followed(lines.aside, lines.asked, chosen)
    assert aside is not None
    assert aside.by == ("week", "segment", "category")


def test_nothing_lies_aside_where_the_choice_is_all_that_was_wished() -> None:
    bars = reshaped(DEFAULT, None, Shape.BARS, PERIOD)
    chosen = exploring.with_by(bars.asked, "week", ("territory",))
    assert followed(bars.aside, bars.asked, chosen) is None


def test_a_measure_that_does_not_know_what_lies_aside_is_asked_without_it() -> None:
    asked = replace(DEFAULT, metrics=("quota",), by=(), fold=None)
    found = restored(asked, replace(DEFAULT, by=("month", "product"), fold=Top("product", 5, "net_sales")))
    assert (found.by, found.fold, found.calculations) == (("month",), None, ())


def test_an_other_of_what_is_all_drawn_does_not_come_back() -> None:
    found = read("week.hour~hour.5.net_sales.desc~", DEFAULT)
    assert found == replace(DEFAULT, by=("week", "hour"), fold=None)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "week",
        "week~~~",
        "weak~~",
        "week.month~~",
        "week~territory.5.net_sales.desc~",
        "week~~no.where",
        "territory.week~~",
        "week.territory.channel.segment~~",
        "territory~territory.5.gross_margin~",
        "week\x00~~",
    ],
)
def test_what_can_not_be_read_or_is_no_question_of_the_page_lays_nothing_aside(text: str | None) -> None:
    assert read(text, DEFAULT) is None

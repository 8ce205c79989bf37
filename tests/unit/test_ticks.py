"""Marks of axes of amounts: round steps from below the least to above the largest, the sign before the symbol."""

from decimal import Decimal

import pytest

from sales_core.catalog.metrics import METRICS
from sales_core.charts.canvas import value_axis
from sales_core.charts.ticks import heaped, marked
from sales_core.manner import manner_of, used
from sales_core.wording import mark


def test_an_amount_below_zero_has_its_sign_before_the_symbol() -> None:
    axis = value_axis(METRICS["net_sales"], "USD", [-2300.0, None, 1000.0])
    assert axis["tickvals"] == [-3000, -2000, -1000, 0, 1000, 2000]
    assert axis["ticktext"] == ["−$3,000", "−$2,000", "−$1,000", "$0", "$1,000", "$2,000"]
    assert axis["tickprefix"] == ""


def test_amounts_above_zero_are_marked_by_the_browser_with_thousands_apart() -> None:
    axis = value_axis(METRICS["net_sales"], "USD", [0.0, 2000.0])
    assert (axis["tickprefix"], axis["separatethousands"]) == ("$", True)
    assert "tickvals" not in axis
    assert marked([], "USD") == marked([None], "USD") == {}


def test_what_is_no_amount_has_no_symbol_to_set_a_sign_before() -> None:
    assert "ticktext" not in value_axis(METRICS["units"], "USD", [-5.0, 3.0])


def test_where_the_symbol_is_last_the_sign_is_first_all_the_same() -> None:
    german = manner_of("de-DE")
    assert german is not None
    with used(german):
        axis = value_axis(METRICS["net_sales"], "EUR", [-2000.0])
    assert (axis["ticktext"][0], axis["ticksuffix"]) == ("−2.500\u00a0€", "")


@pytest.mark.parametrize("least", [-0.01, -0.3, -1.0, -7.0, -99.0, -2300.0, -1e6, -7.7e9])
@pytest.mark.parametrize("largest", [-0.01, 0.0, 3.0, 4e5])
def test_few_marks_reach_over_all_values_and_no_two_read_alike(least: float, largest: float) -> None:
    axis = marked([least, largest], "USD")
    assert axis["tickvals"][0] <= least
    assert axis["tickvals"][-1] >= max(largest, 0.0)
    assert 0.0 in axis["tickvals"]
    assert len(axis["tickvals"]) == len(set(axis["ticktext"])) <= 9


def test_bars_on_one_another_reach_as_far_as_their_sums_on_each_side_of_zero() -> None:
    assert heaped([[1.0, -2.0], [3.0, None], [-4.0, -5.0]]) == [4.0, 0.0, -4.0, -7.0]


@pytest.mark.parametrize(
    ("value", "text"),
    [("-2000", "−$2,000"), ("-0.5", "−$0.50"), ("-250000", "−$250K"), ("1500000", "$1.5M"), ("0", "$0")],
)
def test_a_mark_is_as_short_as_it_can_be(value: str, text: str) -> None:
    assert mark(Decimal(value), "USD") == text

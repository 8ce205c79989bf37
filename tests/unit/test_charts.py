"""Figures: what they draw is what the answer holds, in colours of the theme, without WebGL."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import pytest

from sales_core.charts.parts import bars, ring
from sales_core.charts.trend import trend
from sales_core.periods import PeriodSpec
from sales_core.query import Comparison, Order, Query
from sales_core.result import Result
from tests.unit.hand_made import answered

MONTHS = [date(2026, m, 1) for m in range(1, 7)]
NOW = [Decimal(v) for v in ("100.5", "120", "90", "130", "140", "60")]
THEN = [Decimal(v) for v in ("90", "100", "100", "110", "120", "130")]


def by_month() -> Result:
    query = Query(("net_sales",), PeriodSpec("2026"), by=("month",), comparison=Comparison.YEAR_BEFORE)
    cut = [False] * 5 + [True]
    return answered(query, {"month": MONTHS, "partial": cut, "net_sales": NOW, "net_sales__before": THEN})


def by_channel(values: Sequence[Decimal | None]) -> Result:
    labels = [f"Channel {chr(65 + i)}" for i in range(len(values))]
    query = Query(("net_sales",), PeriodSpec("2026"), by=("channel",), order=Order("net_sales"))
    return answered(query, {"channel": labels, "net_sales": values})


def traces(figure: go.Figure) -> dict[str, Any]:
    return {trace["name"]: trace for trace in figure.to_dict()["data"]}


def test_the_line_is_the_answer_and_the_dashes_are_its_comparison() -> None:
    drawn = traces(trend(by_month(), "net_sales", "USD"))
    assert list(drawn["This period"]["y"]) == [100.5, 120, 90, 130, 140, None]
    assert list(drawn["Year before"]["y"]) == [90, 100, 100, 110, 120, 130]
    assert drawn["Year before"]["line"]["dash"]


def test_the_bucket_that_is_not_whole_is_drawn_open_and_joined_by_dots() -> None:
    part = traces(trend(by_month(), "net_sales", "USD"))["Part of a month"]
    assert list(part["y"]) == [None, None, None, None, 140, 60]
    assert part["line"]["dash"] == "dot"
    assert list(part["marker"]["size"]) == [0, 0, 0, 0, 0, 8]


def test_the_pointer_tells_every_digit() -> None:
    drawn = traces(trend(by_month(), "net_sales", "GBP"))
    assert drawn["This period"]["customdata"][0] == "£100.50"


def test_bars_lay_the_smallest_together_so_that_the_whole_is_drawn() -> None:
    values = [Decimal(v) for v in (50, 40, 30, 20, 10, 9, 8, 7, 6)]
    (drawn,) = bars(by_channel(values), "net_sales", "USD").to_dict()["data"]
    assert list(drawn["x"]) == [50, 40, 30, 20, 10, 9, 8, 13]
    assert drawn["y"][-1] == "2 others"
    assert sum(drawn["x"]) == 180


def test_a_ring_draws_shares_and_colours_neighbours_apart() -> None:
    (drawn,) = ring(by_channel([Decimal(48), Decimal(27), Decimal(25)]), "net_sales", "USD").to_dict()["data"]
    assert drawn["type"] == "pie"
    assert list(drawn["values"]) == [48, 27, 25]
    assert len(set(drawn["marker"]["colors"])) == 3


@pytest.mark.parametrize("values", [[Decimal(5), Decimal(-2)], [Decimal(5), None], [Decimal(0), Decimal(0)]])
def test_what_has_no_shares_is_drawn_as_bars(values: list[Decimal | None]) -> None:
    assert ring(by_channel(values), "net_sales", "USD").to_dict()["data"][0]["type"] == "bar"


def test_a_distinct_count_has_no_parts() -> None:
    query = Query(("orders",), PeriodSpec("2026"), by=("channel",))
    with pytest.raises(ValueError, match="not additive"):
        bars(answered(query, {"channel": ["Shop"], "orders": [3]}), "orders", "USD")


@pytest.mark.parametrize(
    "figure",
    [
        trend(by_month(), "net_sales", "USD"),
        bars(by_channel([Decimal(5), Decimal(3)]), "net_sales", "USD"),
        ring(by_channel([Decimal(5), Decimal(3)]), "net_sales", "USD"),
    ],
)
def test_no_figure_needs_webgl_or_carries_a_theme_of_its_own(figure: go.Figure) -> None:
    drawn = figure.to_dict()
    assert not [trace["type"] for trace in drawn["data"] if "gl" in trace["type"]]
    assert not drawn["layout"]["template"].get("layout")
    assert len(figure.to_json()) < 4_000

"""Figures: what they draw is what the answer holds, in colours of the theme, without WebGL."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import pytest

from sales_core.catalog.metrics import METRICS
from sales_core.charts.bars import bars
from sales_core.charts.canvas import behaviour
from sales_core.charts.dates import day_marks, directives
from sales_core.charts.heatmap import heatmap
from sales_core.charts.ring import ring
from sales_core.charts.trend import OPEN, trend
from sales_core.grids import grid_of
from sales_core.manner import manner_of, used
from sales_core.periods import PeriodSpec
from sales_core.query import Comparison, Order, Query
from sales_core.result import Result
from tests.unit.hand_made import TODAY, answered

Columns = dict[str, Sequence[Any]]
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
    drawn = traces(trend(by_month(), "net_sales", "USD", TODAY))
    assert list(drawn["This period"]["y"]) == [100.5, 120, 90, 130, 140, None]
    assert list(drawn["Year before"]["y"]) == [90, 100, 100, 110, 120, 130]
    assert drawn["Year before"]["line"]["dash"]


def test_the_bucket_that_is_not_whole_is_drawn_open_and_joined_by_dots() -> None:
    part = traces(trend(by_month(), "net_sales", "USD", TODAY))[OPEN]
    assert list(part["y"]) == [None, None, None, None, 140, 60]
    assert part["line"]["dash"] == "dot"
    assert list(part["marker"]["size"]) == [0, 0, 0, 0, 0, 8]


def test_the_bucket_that_holds_today_is_open_and_one_that_nothing_came_in_for_is_not_drawn() -> None:
    days = [date(2026, 6, 28), date(2026, 6, 29), date(2026, 6, 30)]
    query = Query(("net_sales",), PeriodSpec("last_3_days"), by=("day",))
    figure = trend(
        answered(query, {"day": days, "net_sales": [Decimal(5), Decimal(6), Decimal(0)]}), "net_sales", "USD", days[2]
    )
    drawn = traces(figure)
    assert list(drawn["This period"]["y"]) == [5, 6, None]
    assert list(drawn[OPEN]["y"]) == [None, 6, None]
    started = answered(query, {"day": days, "net_sales": [Decimal(5), Decimal(6), Decimal(2)]})
    assert list(traces(trend(started, "net_sales", "USD", days[2]))[OPEN]["y"]) == [None, 6, 2]


def test_the_pointer_tells_every_digit() -> None:
    drawn = traces(trend(by_month(), "net_sales", "GBP", TODAY))
    assert drawn["This period"]["customdata"][0] == ["£100.50", 0]


def test_bars_lay_the_smallest_together_so_that_the_whole_is_drawn() -> None:
    values = [Decimal(v) for v in (50, 40, 30, 20, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)]
    (drawn, numbers) = bars(by_channel(values), "net_sales", "USD").to_dict()["data"]
    assert list(drawn["x"]) == [50, 40, 30, 20, 10, 9, 8, 7, 6, 5, 4, 6]
    assert drawn["y"][-1] == "3 others"
    assert sum(drawn["x"]) == sum(values) == 195
    assert numbers["text"][0].strip() == "$50.00"


def test_a_pale_bar_behind_each_is_what_it_was_and_the_number_stands_behind_both() -> None:
    query = Query(("net_sales",), PeriodSpec("2026"), by=("channel",), comparison=Comparison.PREVIOUS_PERIOD)
    columns: Columns = {
        "channel": ["Shop", "Web"],
        "net_sales": [Decimal(9), Decimal(4)],
        "net_sales__before": [Decimal(7), Decimal(6)],
    }
    before, now, numbers = bars(answered(query, columns), "net_sales", "USD").to_dict()["data"]
    assert (list(before["x"]), list(now["x"]), list(numbers["x"])) == ([7, 6], [9, 4], [9, 6])
    assert before["width"] > now["width"]


def test_equal_names_stay_apart_and_markup_in_a_name_is_text() -> None:
    query = Query(("net_sales",), PeriodSpec("2026"), by=("channel",))
    columns: Columns = {"channel": ["Shop", "Shop", "<b>x</b>"], "net_sales": [Decimal(3), Decimal(2), Decimal(1)]}
    for figure in (
        bars(answered(query, columns), "net_sales", "USD"),
        ring(answered(query, columns), "net_sales", "USD"),
    ):
        drawn = figure.to_dict()["data"]
        found = list(drawn[0]["y"]) if drawn[0]["type"] == "bar" else [slice_["name"] for slice_ in drawn[:3]]
        assert found == ["Shop", "Shop (2)", "&lt;b&gt;x&lt;/b&gt;"]


def test_a_negative_value_has_a_bar_to_the_left() -> None:
    figure = bars(by_channel([Decimal(5), Decimal(-2)]), "net_sales", "USD").to_dict()
    least, most = figure["layout"]["xaxis"]["range"]
    assert least < -2 < 5 < most
    assert figure["layout"]["xaxis"]["zeroline"]


def test_a_ring_draws_shares_and_colours_neighbours_apart() -> None:
    *drawn, words = ring(by_channel([Decimal(48), Decimal(27), Decimal(25)]), "net_sales", "USD").to_dict()["data"]
    assert [slice_["type"] for slice_ in drawn] == ["barpolar"] * 3
    assert [list(slice_["width"]) for slice_ in drawn] == [[pytest.approx(w)] for w in (172.8, 97.2, 90.0)]
    assert [list(slice_["theta"]) for slice_ in drawn] == [[pytest.approx(w)] for w in (86.4, 221.4, 315.0)]
    assert len({slice_["marker"]["color"] for slice_ in drawn}) == 3
    assert list(words["text"]) == ["48%", "27%", "25%"]


def test_every_slice_of_a_ring_points_back_at_its_row_and_the_rest_at_none() -> None:
    values = [Decimal(v) for v in (50, 40, 30, 20, 10, 9, 1)]
    *drawn, words = ring(by_channel(values), "net_sales", "USD").to_dict()["data"]
    assert [slice_["customdata"][0][1] for slice_ in drawn] == [0, 1, 2, 3, 4, None]
    assert drawn[-1]["name"] == "2 others"
    assert sum(slice_["width"][0] for slice_ in drawn) == pytest.approx(360)
    assert drawn[0]["customdata"][0][0] == "<b>Channel A</b><br>$50.00<br>31.2%"
    assert len(words["text"]) == 6


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
        trend(by_month(), "net_sales", "USD", TODAY),
        bars(by_channel([Decimal(5), Decimal(3)]), "net_sales", "USD"),
        ring(by_channel([Decimal(5), Decimal(3)]), "net_sales", "USD"),
    ],
)
def test_no_figure_needs_webgl_or_carries_a_theme_of_its_own(figure: go.Figure) -> None:
    drawn = figure.to_dict()
    assert not [trace["type"] for trace in drawn["data"] if "gl" in trace["type"]]
    assert not drawn["layout"]["template"].get("layout")
    assert len(figure.to_json()) < 4_000


def test_values_of_one_name_have_a_line_each_in_a_heatmap() -> None:
    columns: Columns = {
        "customer": ["Smith", "Smith"],
        "customer__key": ["1", "2"],
        "channel": ["Shop", "Shop"],
        "channel__key": ["1", "1"],
        "net_sales": [Decimal(9), Decimal(4)],
    }
    result = answered(Query(("net_sales",), PeriodSpec("2026"), by=("customer", "channel")), columns)
    shades = heatmap(grid_of(result, "net_sales", "customer", "channel"), METRICS["net_sales"], "USD").data[1]
    assert len(set(shades.y)) == 2
    assert [list(line) for line in shades.z] == [[9.0], [4.0]]


def test_a_pair_without_a_value_is_marked_as_empty_and_one_of_zero_is_shaded() -> None:
    columns: Columns = {
        "weekday": ["Monday", "Monday", "Sunday"],
        "weekday__key": ["1", "1", "7"],
        "channel": ["Shop", "Web", "Web"],
        "channel__key": ["1", "2", "2"],
        "net_sales": [Decimal(9), Decimal(0), None],
    }
    result = answered(Query(("net_sales",), PeriodSpec("2026"), by=("weekday", "channel")), columns)
    grid = grid_of(result, "net_sales", "weekday", "channel")
    empty, shades, points = heatmap(grid, METRICS["net_sales"], "USD").data
    assert [list(line) for line in shades.z] == [[9.0, 0.0], [None, None]]
    assert [(y.strip("\u200b"), x.strip("\u200b")) for x, y in zip(empty.x, empty.y, strict=True)] == [
        ("Sunday", "Shop"),
        ("Sunday", "Web"),
    ]
    assert [row for _, row in points.customdata] == [0, 1]


def test_figures_carry_the_names_of_months_in_the_viewer_s_language() -> None:
    german, persian = manner_of("de-DE"), manner_of("fa-IR")
    assert german is not None
    assert persian is not None
    with used(german):
        known = behaviour("picture")
        names = known["locales"][known["locale"]]["format"]
        assert (names["months"][2], names["shortMonths"][9], names["days"][0]) == ("März", "Okt.", "Sonntag")
        assert (day_marks(), names["month"]) == ("%-d. %b\n%Y", "%b %Y")
    with used(persian):
        assert behaviour("picture")["locales"]["viewer"]["format"]["days"][1] == "دوشنبه"
    assert behaviour("picture")["locales"]["viewer"]["format"]["shortMonths"][0] == "Jan"


def test_a_pattern_of_days_is_told_in_the_chart_s_letters_and_its_words_stay_words() -> None:
    assert directives("d 'de' MMM 'de' y") == "%-d de %b de %Y"
    assert directives("M月d日") == "%-m月%-d日"
    assert directives("MMM d, yyyy") == "%b %-d, %Y"
    assert directives("100% d") == "100%% %-d"
    assert directives("d 'o''clock' y") == "%-d o'clock %Y"
    assert directives("d''MM''yy") == "%-d'%m'%Y"
    assert directives("d '100%' y") == "%-d 100%% %Y"

"""Weekdays and hours stand in their own order, wherever the answer has them; a ranking stands as it was asked."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sales_core.grids import grid_of
from sales_core.natural import rows_in_order, whole_list
from sales_core.periods import PeriodSpec
from sales_core.query import Filter, Operator, Order, Query, Top
from sales_core.reckoning import USUAL
from sales_core.twins import twin_of
from tests.unit.hand_made import answered

Columns = dict[str, Sequence[Any]]
BY_TEXT = ["Friday", "Monday", "Sunday", "Wednesday"]
KEYS = ["5", "1", "7", "3"]
COLUMNS: Columns = {"weekday": BY_TEXT, "weekday__key": KEYS, "net_sales": [Decimal(v) for v in (5, 1, 7, 3)]}
ASKED = Query(("net_sales",), PeriodSpec("2026"), by=("weekday",))
SUNDAY_FIRST = replace(ASKED, reckoning=replace(USUAL, week_start=7))


def first_column(query: Query, columns: Columns) -> list[str]:
    return [row[0] for row in twin_of(answered(query, columns), "USD").rows]


def test_a_table_has_weekdays_from_the_first_day_of_a_week() -> None:
    assert first_column(ASKED, COLUMNS) == ["Monday", "Wednesday", "Friday", "Sunday"]
    assert first_column(SUNDAY_FIRST, COLUMNS) == ["Sunday", "Monday", "Wednesday", "Friday"]


def test_a_ranking_of_weekdays_stands_as_it_was_asked() -> None:
    ranked = replace(ASKED, order=Order("net_sales"))
    assert first_column(ranked, COLUMNS) == BY_TEXT


def test_totals_stand_behind_their_parts_and_say_what_of_and_the_rest_comes_last() -> None:
    columns: Columns = {
        "territory": ["Aire", "Aire", "Aire", "Other", "Other", "Zell", "Zell", None],
        "territory__key": ["1", "1", "1", "other", "other", "2", "2", None],
        "weekday": ["Friday", "Monday", None, "Sunday", None, "Monday", None, None],
        "weekday__key": ["5", "1", None, "7", None, "1", None, None],
        "level": [2, 2, 1, 2, 1, 2, 1, 0],
        "orders": [5, 1, 6, 7, 7, 2, 2, 15],
    }
    asked = Query(
        ("orders",),
        PeriodSpec("2026"),
        by=("territory", "weekday"),
        fold=Top("territory", 2, "orders"),
        totals=True,
    )
    twin = twin_of(answered(asked, columns), "USD")
    assert twin.rows == (
        ("Aire", "Monday", "1"),
        ("Aire", "Friday", "5"),
        ("Total of Aire", "", "6"),
        ("Zell", "Monday", "2"),
        ("Total of Zell", "", "2"),
        ("Other", "Sunday", "7"),
        ("Total of Other", "", "7"),
        ("Total", "", "15"),
    )
    assert twin.totals == frozenset({2, 4, 6, 7})


def test_an_answer_without_such_breakdowns_is_left_as_it_is() -> None:
    columns: Columns = {"channel": ["Web", "Shop"], "channel__key": ["1", "2"], "net_sales": [Decimal(1), Decimal(2)]}
    asked = replace(ASKED, by=("channel",))
    assert rows_in_order(answered(asked, columns)) == [0, 1]


def test_every_hour_of_the_day_has_its_column_and_an_hour_without_sales_no_cell() -> None:
    columns: Columns = {
        "weekday": ["Friday", "Monday"],
        "weekday__key": ["5", "1"],
        "hour": ["09", "17"],
        "hour__key": ["9", "17"],
        "net_sales": [Decimal(0), Decimal(40)],
    }
    result = answered(replace(ASKED, by=("weekday", "hour")), columns)
    grid = grid_of(result, "net_sales", "weekday", "hour", whole=("weekday", "hour"))
    assert grid.columns == tuple(f"{hour:02}" for hour in range(24))
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    assert [line.label for line in grid.lines] == days
    cells = {(i, j): c.now for i, line in enumerate(grid.lines) for j, c in enumerate(line.cells) if c is not None}
    assert cells == {(0, 17): Decimal(40), (4, 9): Decimal(0)}
    sunday_first = replace(ASKED, by=("weekday", "hour"), reckoning=replace(USUAL, week_start=7))
    again = grid_of(answered(sunday_first, columns), "net_sales", "weekday", "hour", whole=("weekday", "hour"))
    assert [line.label for line in again.lines] == [days[-1], *days[:-1]]


def test_days_that_a_filter_leaves_out_are_not_drawn_as_empty_and_facts_without_an_hour_have_no_clock() -> None:
    asked = replace(ASKED, filters=(Filter("weekday", Operator.IS, ("Monday", "Friday")),))
    assert whole_list(answered(asked, COLUMNS), "weekday") == {}
    nowhere: Columns = {"hour": ["Unknown"], "hour__key": [None], "net_sales": [Decimal(4)]}
    assert whole_list(answered(replace(ASKED, by=("hour",)), nowhere), "hour") == {}


def test_bands_that_are_in_other_are_not_drawn_as_empty() -> None:
    columns: Columns = {"order_size": ["Other", "50–100"], "order_size__key": ["other", "2"], "orders": [9, 4]}
    asked = Query(("orders",), ASKED.period, by=("order_size",), fold=Top("order_size", 1, "orders"))
    grid = grid_of(answered(asked, columns), "orders", None, "order_size", whole=("order_size",))
    assert grid.columns == ("50–100", "Other")
    alone: Columns = {"order_size": ["50–100"], "order_size__key": ["2"], "orders": [4]}
    whole = grid_of(answered(replace(asked, fold=None), alone), "orders", None, "order_size", whole=("order_size",))
    assert len(whole.columns) == 7


def test_lines_can_stand_in_the_order_of_another_measure() -> None:
    columns: Columns = {
        "channel": ["Shop", "Web"],
        "channel__key": ["1", "2"],
        "territory": ["Aire", "Aire"],
        "territory__key": ["1", "1"],
        "net_sales": [Decimal(10), Decimal(90)],
        "orders": [9, 1],
    }
    asked = replace(ASKED, metrics=("net_sales", "orders"), by=("channel", "territory"))
    result = answered(asked, columns)
    assert [line.label for line in grid_of(result, "orders", "channel", "territory").lines] == ["Shop", "Web"]
    like = grid_of(result, "orders", "channel", "territory", sized_by="net_sales")
    assert [line.label for line in like.lines] == ["Web", "Shop"]

"""Tiles: value, change with its tone by the metric's own direction, course of whole buckets, target."""

from datetime import date
from decimal import Decimal

import pytest

from sales_core.periods import PeriodSpec
from sales_core.query import Comparison, Query
from sales_core.result import Result
from sales_core.tiles import BAD, FLAT, GOOD, Tile, tiles_of
from tests.unit.hand_made import TODAY, answered

PERIOD = PeriodSpec("2026-06")
METRICS = ("net_sales", "return_rate", "new_customers")


def totals(before: tuple[Decimal | int | None, ...], growth: tuple[Decimal | None, ...]) -> Result:
    now = (Decimal("1280"), Decimal("0.037"), 12)
    columns: dict[str, list[object]] = {}
    for name, value, then, grown in zip(METRICS, now, before, growth, strict=True):
        columns |= {name: [value], f"{name}__before": [then], f"{name}__growth": [grown]}
    return answered(Query(METRICS, PERIOD, comparison=Comparison.PREVIOUS_PERIOD), columns)


def course() -> Result:
    weeks = [date(2026, 6, d) for d in (1, 8, 15, 22, 29)]
    columns: dict[str, list[object]] = {"week": list(weeks)}
    columns |= {"net_sales": [Decimal(v) for v in (1, 2, 3, 4, 5)], "new_customers": [1, 1, 2, 2, 9]}
    columns |= {"return_rate": [Decimal("0.1"), None, Decimal("0.2"), Decimal("0.3"), Decimal("0.4")]}
    return answered(Query(METRICS, PERIOD, by=("week",)), columns)


def quota(amount: Decimal | None) -> Result:
    share = Decimal("0.75") if amount else None
    query = Query(("quota", "credited_sales", "quota_attainment"), PERIOD)
    credited = Decimal(1200) if amount else None
    return answered(query, {"quota": [amount], "credited_sales": [credited], "quota_attainment": [share]})


def tiles(growth: tuple[Decimal | None, ...], amount: Decimal | None = None) -> dict[str, Tile]:
    before = (Decimal(1000), Decimal("0.041"), 0)
    made = tiles_of(totals(before, growth), course(), quota(amount), "USD", TODAY)
    return {tile.metric.name: tile for tile in made}


def test_a_change_is_good_or_bad_by_the_metrics_own_direction() -> None:
    made = tiles((Decimal("0.28"), Decimal("-0.004"), None))
    assert (made["net_sales"].change, made["net_sales"].tone, made["net_sales"].rising) == ("+28.0%", GOOD, True)
    assert (made["return_rate"].change, made["return_rate"].tone, made["return_rate"].rising) == (
        "−0.4 pp",
        GOOD,
        False,
    )
    worse = tiles((Decimal("-0.28"), Decimal("0.004"), None))
    assert (worse["net_sales"].tone, worse["return_rate"].tone) == (BAD, BAD)


def test_a_change_too_small_to_be_shown_is_neither_good_nor_bad() -> None:
    made = tiles((Decimal("0.0001"), Decimal("0.00001"), None))
    assert (made["net_sales"].tone, made["return_rate"].tone) == (FLAT, FLAT)


def test_without_anything_before_there_is_no_change_to_tell() -> None:
    tile = tiles((Decimal("0.28"), Decimal("-0.004"), None))["new_customers"]
    assert (tile.change, tile.tone) == ("", FLAT)


def test_where_growth_is_not_defined_the_difference_is_told() -> None:
    result = totals((Decimal(-20), Decimal("0.041"), 4), (None, None, None))
    made = tiles_of(result, course(), None, "USD", TODAY)
    assert (made[0].change, made[0].tone) == ("+$1,300.00", GOOD)


def test_a_course_has_whole_buckets_only() -> None:
    made = tiles((Decimal("0.28"), Decimal("-0.004"), None))
    assert list(made["net_sales"].course) == [1, 2, 3, 4]  # the week of 29 June is not over on the 30th
    assert made["return_rate"].course == pytest.approx((0.1, 0.2, 0.3))


def test_a_quota_is_held_against_credited_sales_and_stands_beside_net_sales_alone() -> None:
    made = tiles((Decimal("0.28"), Decimal("-0.004"), None), Decimal(1600))
    target = made["net_sales"].target
    assert target is not None
    assert (target.share, target.text) == (Decimal("0.75"), "$1,200.00 credited, 75% of $1,600.00 quota")
    assert made["return_rate"].target is None


@pytest.mark.parametrize("amount", [None, Decimal(0)])
def test_without_a_quota_there_is_no_target(amount: Decimal | None) -> None:
    assert tiles((None, None, None), amount)["net_sales"].target is None


def test_the_value_is_short_and_the_exact_one_is_beside_it() -> None:
    tile = tiles((None, None, None))["return_rate"]
    assert (tile.value, tile.exact) == ("3.7%", "3.70%")

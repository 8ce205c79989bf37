"""Buckets stand beside each other by place, and are held against each other only when they hold as many days."""

from datetime import date, timedelta

import pytest

from sales_core.buckets import Counterparts
from sales_core.periods import Grain, Period
from sales_core.query import Comparison


def pair(grain: Grain, now: tuple[date, date], then: tuple[date, date]) -> Counterparts:
    return Counterparts(grain, Period(*now), Period(*then), Comparison.PREVIOUS_PERIOD)


def test_a_whole_week_is_not_held_against_a_week_of_one_day() -> None:
    """2024 begins on a Monday; 2023 on a Sunday, so its first bucket has one day of it."""
    weeks = pair(Grain.WEEK, (date(2024, 1, 1), date(2025, 1, 1)), (date(2023, 1, 1), date(2024, 1, 1)))
    assert weeks.before(date(2024, 1, 1)) == date(2022, 12, 26)
    assert not weeks.alike(date(2024, 1, 1), None)
    assert weeks.alike(date(2024, 1, 8), None)


def test_whole_months_of_different_lengths_are_alike() -> None:
    months = pair(Grain.MONTH, (date(2011, 3, 1), date(2011, 4, 1)), (date(2011, 2, 1), date(2011, 3, 1)))
    assert months.alike(date(2011, 3, 1), None)


@pytest.mark.parametrize(("today", "alike"), [(date(2012, 3, 10), True), (date(2012, 3, 30), False)])
def test_a_begun_month_is_held_against_as_many_days(today: date, alike: bool) -> None:
    """Ten days of February against ten of March; February has no thirty days."""
    cut = min(date(2012, 2, 1) + timedelta(days=today.day), date(2012, 3, 1))
    months = pair(Grain.MONTH, (date(2012, 3, 1), date(2012, 4, 1)), (date(2012, 2, 1), cut))
    assert months.alike(date(2012, 3, 1), today) == alike


def test_what_stands_beside_nothing_is_compared_with_nothing() -> None:
    days = pair(Grain.DAY, (date(2011, 3, 1), date(2011, 4, 1)), (date(2011, 2, 1), date(2011, 3, 1)))
    assert days.before(date(2011, 3, 31)) is None
    assert not days.alike(date(2011, 3, 31), None)

"""Periods: half-open, aligned by months where they are whole months, refused with the forms that are read."""

from datetime import date

import pytest

from sales_core.errors import BadPeriod
from sales_core.periods import Period, PeriodSpec, shift_months

TODAY = date(2012, 3, 10)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2011", date(2011, 1, 1), date(2012, 1, 1)),
        ("2011-Q4", date(2011, 10, 1), date(2012, 1, 1)),
        ("2012-02", date(2012, 2, 1), date(2012, 3, 1)),
        ("2012-02-29", date(2012, 2, 29), date(2012, 3, 1)),
        ("2011-01-05..2011-01-06", date(2011, 1, 5), date(2011, 1, 7)),
        ("2011..2012-Q1", date(2011, 1, 1), date(2012, 4, 1)),
        ("last_7_days", date(2012, 3, 3), date(2012, 3, 10)),
        ("year_to_date", date(2012, 1, 1), date(2012, 3, 11)),
        ("month_to_date", date(2012, 3, 1), date(2012, 3, 11)),
        ("all", date(1970, 1, 1), date(2014, 1, 1)),
    ],
)
def test_a_period_is_read_as_it_is_written(text: str, start: date, end: date) -> None:
    assert PeriodSpec.parse(text).resolve(TODAY) == Period(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2011-13",
        "2011-Q5",
        "20111",
        "yesterday",
        "2011..",
        "..2011",
        "last_0_days",
        "2011-02-30",
        "0000",
        "1969",
        "2080",
        "\u0662\u0660\u0661\u0661",
        "2011-0\u0663",
        "last_\u0667_days",
        "last_1\u0667_days",
    ],
)
def test_what_is_no_period_is_refused_and_named(text: str) -> None:
    with pytest.raises(BadPeriod, match="period"):
        PeriodSpec.parse(text)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadPeriod, match="ends before it begins; write the earlier day first"):
        PeriodSpec.parse("2012..2011")


@pytest.mark.parametrize(
    ("asked", "previous", "year_before"),
    [
        ("2012-03", "2012-02", "2011-03"),
        ("2012-Q1", "2011-Q4", "2011-Q1"),
        ("2012", "2011", "2011"),
        ("2012-02-27..2012-02-29", "2012-02-24..2012-02-26", "2011-02-27..2011-02-28"),
        ("2012-03-05..2012-03-06", "2012-03-03..2012-03-04", "2011-03-05..2011-03-06"),
        ("2013-02-28", "2013-02-27", "2012-02-28"),
        ("2012-02-01..2012-02-28", "2012-01-04..2012-01-31", "2011-02-01..2011-02-28"),
        ("2013-02", "2013-01", "2012-02"),
        ("2012-02", "2012-01", "2011-02"),
    ],
)
def test_the_periods_compared_with_are_aligned(asked: str, previous: str, year_before: str) -> None:
    period = PeriodSpec.parse(asked).resolve(TODAY)
    assert period.previous() == PeriodSpec.parse(previous).resolve(TODAY)
    assert period.year_before() == PeriodSpec.parse(year_before).resolve(TODAY)


def test_a_month_is_shifted_to_its_last_day_where_the_other_is_shorter() -> None:
    assert shift_months(date(2012, 3, 31), -1) == date(2012, 2, 29)
    assert shift_months(date(2011, 1, 31), 1) == date(2011, 2, 28)
    assert shift_months(date(2012, 1, 15), -13) == date(2010, 12, 15)

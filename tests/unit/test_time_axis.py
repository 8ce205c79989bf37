"""The marks of an axis of weeks stand where weeks begin, whichever weekday that is."""

from datetime import date, timedelta

from sales_core.charts.lines import time_axis


def test_the_marks_of_weeks_stand_at_their_first_days() -> None:
    monday = date(2026, 8, 24)
    axis = time_axis([monday + timedelta(weeks=week) for week in range(14)])
    assert axis["tick0"] == "2026-08-24"
    assert axis["dtick"] == 3 * 7 * 86_400_000


def test_days_and_months_are_marked_as_the_chart_sees_fit() -> None:
    for starts in (
        [date(2026, 8, 24), date(2026, 8, 25)],
        [date(2026, 1, 1), date(2026, 2, 1)],
        [date(2026, 8, 24)],
        [],
    ):
        assert "dtick" not in time_axis(starts)

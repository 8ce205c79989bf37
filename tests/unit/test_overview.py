"""The overview's questions: what each role gets, and how a link's question is fitted to the page."""

from datetime import date

import pytest

from sales_core import overview
from sales_core.periods import Grain, Period, PeriodSpec
from sales_core.planner import prepare
from sales_core.query import Comparison, Filter, Operator, Order, Query
from sales_core.viewer import EVERYTHING, Permission, Role, Viewer
from tests.unit.hand_made import MANAGER, TODAY, VIEWER

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize("role", Role)
def test_every_role_may_ask_all_that_its_overview_asks(role: Role) -> None:
    who = Viewer("x", "X", role, EVERYTHING)
    for question in overview.everything(overview.DEFAULT, who, YEAR):
        prepare(question, who, TODAY)
    assert ("gross_margin_share" in overview.tile_metrics(who)) == who.can(Permission.VIEW_COSTS)
    assert len(overview.tile_metrics(who)) == 6


def test_a_links_question_is_fitted_to_the_page_and_keeps_what_was_chosen() -> None:
    chosen = (Filter("channel", Operator.IS, ("Web",)),)
    link = Query(
        ("gross_margin",), PeriodSpec("2026"), by=("month", "customer"), filters=chosen, order=Order("month"), limit=3
    )
    fitted = overview.normal(link)
    assert fitted == Query(("net_sales",), PeriodSpec("2026"), by=("territory", "customer"), filters=chosen)
    assert overview.normal(fitted) == fitted


def test_all_days_are_held_against_nothing() -> None:
    asked = Query(("net_sales",), PeriodSpec("all"), by=("territory", "product"), comparison=Comparison.YEAR_BEFORE)
    assert all(q.comparison is Comparison.NONE for q in overview.everything(asked, MANAGER, YEAR))


def test_a_quota_is_asked_for_only_where_quotas_know_every_filter() -> None:
    def filtered(dimension: str) -> Query:
        return Query(("net_sales",), PeriodSpec("2026"), filters=(Filter(dimension, Operator.IS, ("A",)),))

    assert overview.quota(filtered("channel")) is None
    asked = overview.quota(filtered("territory"))
    assert asked is not None
    assert prepare(asked, VIEWER, TODAY).metrics == ("quota", "credited_sales", "quota_attainment")


def test_the_export_has_every_row_of_the_list() -> None:
    assert [q.limit for q in overview.everything(overview.DEFAULT, MANAGER, YEAR)] == [None] * 6


@pytest.mark.parametrize(
    ("days", "line", "course"),
    [
        (30, Grain.DAY, Grain.DAY),
        (90, Grain.DAY, Grain.WEEK),
        (365, Grain.WEEK, Grain.MONTH),
        (365 * 3, Grain.MONTH, Grain.MONTH),
        (365 * 9, Grain.QUARTER, Grain.MONTH),
        (365 * 58, Grain.MONTH, Grain.MONTH),
    ],
)
def test_buckets_are_as_large_as_the_period_asks_for(days: int, line: Grain, course: Grain) -> None:
    period = Period(date(1970, 1, 1), date.fromordinal(date(1970, 1, 1).toordinal() + days))
    assert (overview.grain_for(period), overview.course_grain(period)) == (line, course)

"""Plans: names are checked with the nearest right answer, scope and definitions are in the key, the clock is not."""

from datetime import date

import pytest

from sales_core.errors import AskError, NotPermitted, UnknownName
from sales_core.periods import Grain, Period, PeriodSpec
from sales_core.plan import BEFORE, NOW, Plan
from sales_core.planner import prepare
from sales_core.query import Comparison, Filter, Order, Query
from sales_core.viewer import EVERYTHING, NOTHING, Role, Scope, Viewer

TODAY = date(2012, 3, 10)
ADMIN = Viewer("a", "A", Role.ADMIN, EVERYTHING)


def plan(query: Query, viewer: Viewer = ADMIN, today: date = TODAY) -> Plan:
    return prepare(query, viewer, today)


def ask(*metrics: str, period: str = "2011", **rest: object) -> Query:
    return Query(metrics or ("net_sales",), PeriodSpec.parse(period), **rest)  # type: ignore[arg-type]


def test_a_misspelt_metric_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownName, match=r"unknown metric 'net_sale'; did you mean 'net_sales'\?"):
        plan(ask("net_sale"))


def test_a_misspelt_dimension_is_refused_in_breakdowns_and_filters() -> None:
    with pytest.raises(UnknownName, match="did you mean 'territory'"):
        plan(ask(by=("teritory",)))
    with pytest.raises(UnknownName, match="did you mean 'customer'"):
        plan(ask(filters=(Filter.parse("custmer=Guest"),)))


def test_a_value_outside_a_closed_list_is_refused() -> None:
    with pytest.raises(UnknownName, match="unknown kind 'fees'; did you mean 'fee'"):
        plan(ask("document_total", filters=(Filter.parse("kind=fees"),)))


def test_the_hint_of_an_unknown_metric_names_no_metric_the_viewer_may_not_see() -> None:
    viewer = Viewer("v", "V", Role.VIEWER, EVERYTHING)
    with pytest.raises(UnknownName) as refused:
        plan(ask("gross_margins"), viewer)
    assert "gross_margin'" not in str(refused.value).replace("'gross_margins'", "")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_margins_are_refused_without_the_permission(role: Role) -> None:
    with pytest.raises(NotPermitted, match="see costs and margins"):
        plan(ask("gross_margin"), Viewer("v", "V", role, EVERYTHING))


def test_a_metric_is_not_broken_down_by_what_its_facts_do_not_know() -> None:
    with pytest.raises(AskError, match="'quota' has no 'channel'; it knows day"):
        plan(ask("quota", by=("channel",)))


def test_two_grains_are_refused() -> None:
    with pytest.raises(AskError, match="one time grain"):
        plan(ask(by=("month", "year")))


def test_an_order_by_what_the_answer_does_not_hold_is_refused() -> None:
    with pytest.raises(UnknownName, match="column to order by"):
        plan(ask(order=Order("orders")))


def test_measures_that_share_a_source_share_a_leg() -> None:
    made = plan(ask("gross_sales", "discounts", "orders", "returns", comparison=Comparison.YEAR_BEFORE))
    assert [(leg.source, leg.when) for leg in made.legs] == [
        ("lines", NOW), ("returns", NOW), ("lines", BEFORE), ("returns", BEFORE),
    ]  # fmt: skip


def test_keys_differ_by_scope_and_not_by_the_clock() -> None:
    one = Viewer("v", "V", Role.ADMIN, Scope(territories=frozenset({1, 2})))
    same = Viewer("w", "W", Role.ADMIN, Scope(territories=frozenset({2, 1})))
    other = Viewer("x", "X", Role.ADMIN, Scope(territories=frozenset({12})))
    keys = [plan(ask(), v).key for v in (one, same, other, ADMIN, Viewer("n", "N", Role.ADMIN, NOTHING))]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4
    assert plan(ask(), ADMIN, date(2012, 3, 10)).key == plan(ask(), ADMIN, date(2012, 5, 1)).key


def test_an_unfinished_period_is_compared_up_to_the_same_day() -> None:
    made = plan(ask(period="2012", comparison=Comparison.YEAR_BEFORE))
    assert made.before == Period(date(2011, 1, 1), date(2011, 3, 11))
    assert made.unfinished_from == date(2012, 3, 10)
    month = plan(ask(period="2012-03", comparison=Comparison.PREVIOUS_PERIOD))
    assert month.before == Period(date(2012, 2, 1), date(2012, 2, 11))
    whole = plan(ask(period="2012", comparison=Comparison.YEAR_BEFORE, like_for_like=False))
    assert whole.before == Period(date(2011, 1, 1), date(2012, 1, 1))


@pytest.mark.parametrize("comparison", [Comparison.PREVIOUS_PERIOD, Comparison.YEAR_BEFORE])
def test_a_period_to_date_is_held_against_the_same_part_of_the_one_before(comparison: Comparison) -> None:
    year = plan(ask(period="year_to_date", comparison=comparison))
    as_many_days = date(2011, 3, 12)  # seventy, since 2011 has no leap day
    by_date = date(2011, 3, 11)
    last = by_date if comparison is Comparison.YEAR_BEFORE else as_many_days
    assert year.before == Period(date(2011, 1, 1), last)
    before = Period(date(2012, 2, 1), date(2012, 2, 11))
    if comparison is Comparison.YEAR_BEFORE:
        before = Period(date(2011, 3, 1), date(2011, 3, 11))
    assert plan(ask(period="month_to_date", comparison=comparison)).before == before
    assert plan(ask(period="2012-03", comparison=comparison)).before == before


def test_a_plan_carries_the_versions_of_all_that_its_metrics_are_made_of() -> None:
    assert {name for name, _ in plan(ask("average_order_value")).definitions} == {
        "average_order_value", "sales_before_returns", "orders_with_rate", "gross_sales", "discounts",
    }  # fmt: skip


def test_a_metric_that_looks_back_depends_on_every_earlier_day() -> None:
    assert plan(ask("new_customers")).days == (Period(date(1970, 1, 1), date(2012, 1, 1)),)
    assert plan(ask("orders")).days == (Period(date(2011, 1, 1), date(2012, 1, 1)),)


def test_a_plan_names_the_reference_data_it_joins() -> None:
    made = plan(ask(by=("month", "category"), filters=(Filter.parse("segment=Small"),)))
    assert made.topics == ("calendar", "categories", "customers", "products", "segments")
    assert made.grain is Grain.MONTH


def test_a_plan_prints_itself() -> None:
    text = str(plan(ask("orders", filters=(Filter.parse("customer!=Guest"),)), Viewer("v", "V", Role.VIEWER, NOTHING)))
    assert "customer is not Guest" in text
    assert "sale lines, 2011-01-01 to 2011-12-31 (now, level 0): orders" in text

"""The sales page's choices are changes of one question: each gives a question that can be asked, linked and drawn."""

from dataclasses import replace
from datetime import date

import pytest

from sales_core import exploring
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.changes import OPERATORS, filterable, following, operators_of, with_filter, without_filter
from sales_core.errors import UnknownName
from sales_core.explored import heading
from sales_core.exploring import DEFAULT, Shape
from sales_core.links import to_parameters, to_query
from sales_core.periods import PeriodSpec
from sales_core.planner import prepare
from sales_core.query import Calculation, CalculationKind, Filter, Operator, Query, Top
from sales_core.viewer import EVERYTHING, Role, Viewer

TODAY = date(2026, 11, 24)
ANN = Viewer("ann", "Ann", Role.ANALYST, EVERYTHING)
MAX = Viewer("max", "Max", Role.MANAGER, EVERYTHING)
PERIOD = DEFAULT.period.resolve(TODAY)
QUESTIONS = (
    DEFAULT,
    replace(DEFAULT, by=(), fold=None),
    replace(DEFAULT, by=("month",), fold=None),
    replace(DEFAULT, by=("segment", "category"), fold=Top("category", 3, "net_sales")),
    replace(DEFAULT, by=("quarter", "segment", "category"), fold=Top("category", 3, "net_sales")),
)
MARGIN = Query(("gross_margin", "orders"), PeriodSpec.parse("2025"), by=("day", "product"))


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda q: "-".join(q.by) or "none")
def test_a_question_given_a_shape_fits_it_and_can_be_planned(asked: Query, shape: Shape) -> None:
    shaped = exploring.shaped(asked, shape, PERIOD)
    assert exploring.fits(shaped, shape)
    assert exploring.shape_of(shaped, shape.value) is shape
    plan = prepare(exploring.figure_question(shaped, shape), ANN, TODAY)
    assert plan.totals == (shape is Shape.TABLE and bool(shaped.by))


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda q: "-".join(q.by) or "none")
def test_a_link_to_the_page_means_the_same_when_it_is_opened(asked: Query) -> None:
    shown = exploring.normal(asked, ANN)
    assert exploring.normal(to_query(to_parameters(shown)), ANN) == shown


@pytest.mark.parametrize("dimension", ["weekday", "hour"])
def test_a_link_s_other_of_what_is_all_drawn_is_left_out_of_the_address(dimension: str) -> None:
    asked = replace(DEFAULT, by=("territory", dimension), fold=Top(dimension, 3, "net_sales"))
    assert exploring.normal(asked, ANN) == replace(asked, fold=None)
    kept = replace(asked, fold=Top("territory", 3, "net_sales"))
    assert exploring.normal(kept, ANN) == kept


def test_a_link_with_margins_opens_for_an_analyst_without_them() -> None:
    assert exploring.normal(MARGIN, MAX).metrics == ("gross_margin", "orders")
    assert exploring.normal(MARGIN, ANN).metrics == ("orders",)
    assert exploring.normal(replace(MARGIN, metrics=("gross_margin",)), ANN).metrics == DEFAULT.metrics


def test_a_link_with_a_measure_that_is_nobody_s_is_refused_and_not_answered_without_it() -> None:
    with pytest.raises(UnknownName, match="net_sale"):
        exploring.normal(replace(DEFAULT, metrics=("net_sale", "orders")), MAX)


def test_another_measure_leaves_out_what_it_does_not_know() -> None:
    asked = replace(DEFAULT, by=("week", "product"), fold=Top("product", 5, "net_sales"))
    quota = exploring.with_metrics(asked, ["quota"])
    assert quota.by == ("week",)
    assert quota.fold is None
    assert exploring.with_metrics(asked, ["orders"]).fold == Top("product", 5, "orders")


def test_as_many_as_chosen_stand_by_themselves_and_all_only_where_all_is_chosen() -> None:
    asked = exploring.with_by(DEFAULT, None, ("customer",))
    assert asked.fold == Top("customer", 5, "net_sales")
    assert exploring.with_count(asked, 8).fold == Top("customer", 8, "net_sales")
    assert exploring.with_count(asked, None).fold is None
    assert exploring.with_by(exploring.with_count(asked, 8), None, ("product",)).fold == Top("product", 8, "net_sales")


def test_hours_are_all_drawn_so_the_count_is_that_of_the_breakdown_beside_them() -> None:
    asked = exploring.with_by(DEFAULT, None, ("channel", "hour"))
    fewer = exploring.with_count(asked, 3)
    assert fewer.fold == Top("channel", 3, "net_sales")
    assert exploring.figure_question(fewer, Shape.HEATMAP).fold == fewer.fold
    assert exploring.foldable(exploring.with_by(DEFAULT, "week", ("weekday",))) == ()


def test_a_heading_of_several_measures_says_which_of_them_is_calculated() -> None:
    cumulative = exploring.with_calculation(DEFAULT, Calculation("net_sales", CalculationKind.CUMULATIVE))
    rank = exploring.with_calculation(DEFAULT, Calculation("net_sales", CalculationKind.RANK))
    both = ("net_sales", "orders")
    assert heading(cumulative, Shape.LINES) == "Net sales by week and territory, cumulative"
    assert (
        heading(replace(cumulative, metrics=both), Shape.LINES)
        == "Net sales (cumulative), Orders by week and territory"
    )
    assert heading(replace(rank, metrics=both), Shape.LINES) == "Net sales, Orders by week and territory"
    assert heading(replace(rank, metrics=both), Shape.TABLE) == "Net sales (rank), Orders by week and territory"
    assert heading(replace(DEFAULT, by=(), fold=None), Shape.TABLE) == "Net sales"


def test_a_link_without_an_other_stays_without_and_its_figure_draws_no_thousand_lines() -> None:
    link = replace(DEFAULT, by=("week", "product"), fold=None)
    shown = exploring.normal(link, ANN)
    assert shown == link
    assert exploring.figure_question(shown, Shape.LINES).fold == Top("product", 12, "net_sales")
    assert exploring.figure_question(shown, Shape.TABLE).fold is None
    hours = replace(DEFAULT, by=("weekday", "hour"), fold=None)
    assert exploring.figure_question(hours, Shape.HEATMAP).fold is None


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda q: "-".join(q.by) or "none")
def test_every_calculation_that_is_offered_can_be_planned(asked: Query) -> None:
    for calculation in exploring.calculations_for(asked):
        prepare(exploring.with_calculation(asked, calculation), ANN, TODAY)


def test_a_calculation_goes_with_the_breakdown_that_it_needs() -> None:
    cumulative = next(c for c in exploring.calculations_for(DEFAULT) if c.name == "cumulative")
    asked = exploring.with_calculation(DEFAULT, cumulative)
    assert exploring.with_by(asked, "month", ("territory",)).calculations == (cumulative,)
    assert exploring.with_by(asked, None, ("territory",)).calculations == ()


def test_every_operator_is_offered_on_names_and_only_two_on_closed_lists() -> None:
    assert set(OPERATORS) == set(Operator)
    assert operators_of("customer") == tuple(OPERATORS)
    assert operators_of("weekday") == (Operator.IS, Operator.IS_NOT) or not DIMENSIONS["weekday"].words


def test_a_filter_takes_the_place_of_one_like_it_and_no_other() -> None:
    spain, italy = (Filter("territory", Operator.IS, (name,)) for name in ("Spain", "Italy"))
    beginning = Filter("territory", Operator.PREFIX, ("S",))
    asked = with_filter(with_filter(DEFAULT, spain), beginning)
    assert with_filter(asked, italy).filters == (italy, beginning)
    assert without_filter(asked, spain).filters == (beginning,)
    assert without_filter(asked, italy) == asked


def test_only_what_every_measure_knows_is_offered_to_filter_by() -> None:
    assert "product" in filterable(("net_sales",))
    assert "product" not in filterable(("net_sales", "quota"))
    assert filterable(("net_sales",), ("channel", "nothing", "region")) == ("channel", "region")


def test_a_page_whose_days_have_no_sales_opens_at_the_newest_ones() -> None:
    moved = following(DEFAULT, date(2011, 12, 9), TODAY)
    assert moved.period == PeriodSpec.parse("2011-09-11..2011-12-09")
    assert moved.period.resolve(TODAY).days == 90
    assert following(DEFAULT, date(2026, 11, 1), TODAY) == DEFAULT
    assert following(DEFAULT, None, TODAY) == DEFAULT

"""The questions of the pages of products, customers and places: made of the page's own, and of nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from sales_core import customers, products, questions, territories
from sales_core.changes import keeping
from sales_core.listings import columns_beside, keys_of
from sales_core.periods import PeriodSpec
from sales_core.query import Calculation, CalculationKind, Comparison, Filter, Operator, Order, Query, Top
from sales_core.viewer import Permission
from tests.unit.hand_made import MANAGER, VIEWER, answered

CLUTTERED = Query(
    ("orders", "units"),
    PeriodSpec("2011"),
    ("month", "product"),
    filters=(Filter("channel", Operator.IS, ("Online",)),),
    comparison=Comparison.YEAR_BEFORE,
    order=Order("units"),
    limit=3,
    fold=Top("product", 5, "units"),
    totals=True,
    calculations=(Calculation("units", CalculationKind.SHARE),),
)
NORMALS = (products.normal, products.normal_of_one, customers.normal, territories.normal)


@pytest.mark.parametrize("normal", NORMALS)
def test_a_link_s_question_keeps_its_days_and_filters_and_loses_what_the_page_does_not_know(normal) -> None:  # type: ignore[no-untyped-def]
    asked = normal(CLUTTERED)
    assert (asked.period, asked.filters, asked.comparison) == (
        CLUTTERED.period,
        CLUTTERED.filters,
        Comparison.YEAR_BEFORE,
    )
    assert (asked.order, asked.limit, asked.fold, asked.totals, asked.calculations) == (None, None, None, False, ())
    assert len(asked.metrics) == 1
    assert normal(asked) == asked


def test_all_days_are_held_against_nothing() -> None:
    asked = replace(products.DEFAULT, period=PeriodSpec("all"))
    assert questions.totals(asked, ("net_sales",)).comparison is Comparison.NONE


def test_pressing_leads_from_category_over_subcategory_to_product_within_what_was_pressed() -> None:
    first = products.down(products.DEFAULT, "4", "Lighting")
    assert (first.by, first.filters) == (("subcategory",), (Filter("category", Operator.IS, ("Lighting",)),))
    second = products.down(first, "12", "Lamps")
    assert second.by == ("product",)
    assert second.filters[-1] == Filter("subcategory", Operator.IS, ("Lamps",))
    again = products.down(products.at(second, "category"), "5", "Cleaning")
    assert [f.values for f in again.filters if f.dimension == "category"] == [("Cleaning",)]


def test_pressing_one_of_two_subcategories_of_a_name_keeps_that_one() -> None:
    """Without a category chosen, Lamps may lie in two of them; within one it is the only one of that name."""
    whole = products.at(products.DEFAULT, "subcategory")
    lamps = products.down(whole, "12", "Lamps")
    assert (lamps.by, lamps.filters) == (("product",), (Filter("subcategory", Operator.KEY, ("12",)),))
    two = replace(whole, filters=(Filter("category", Operator.IS, ("Lighting", "Garden")),))
    assert products.down(two, "13", "Lamps").filters[-1] == Filter("subcategory", Operator.KEY, ("13",))
    again = products.down(products.at(lamps, "subcategory"), "13", "Lamps")
    assert again.filters == (Filter("subcategory", Operator.KEY, ("13",)),)


def test_what_has_no_name_is_kept_apart_from_what_is_called_unknown() -> None:
    assert keeping("team", "", "Unknown") == Filter("team", Operator.EMPTY)
    assert keeping("team", "7", "Unknown") == Filter("team", Operator.KEY, ("7",))
    assert keeping("team", "7", "Red") == Filter("team", Operator.IS, ("Red",))
    assert keeping("customer", "7", "Smith") == Filter("customer", Operator.KEY, ("7",))


def test_one_value_is_found_by_its_key_and_its_filter_goes_with_it() -> None:
    asked = questions.of_one(products.DEFAULT, "product", "17")
    assert questions.key_in(asked, "product") == "17"
    assert questions.without_key(asked, "product") == products.DEFAULT
    assert questions.key_in(products.DEFAULT, "product") is None
    two = replace(asked, filters=(Filter("product", Operator.KEY, ("17", "18")),))
    assert questions.key_in(two, "product") is None


def test_metrics_of_cost_are_for_those_who_may_see_them() -> None:
    for metrics in (products.tile_metrics, products.tile_metrics_of_one, customers.tile_metrics_of_one):
        assert "gross_margin_share" in metrics(MANAGER)
        assert "gross_margin_share" not in metrics(VIEWER)
        assert len(set(metrics(VIEWER))) == 6
    assert not VIEWER.can(Permission.VIEW_COSTS)


def test_a_list_s_file_has_all_rows_and_keeps_its_order_and_classes() -> None:
    listed = products.best(products.DEFAULT)
    whole = questions.without_limit(listed)
    assert (listed.limit, whole.limit) == (questions.MOST_LISTED, None)
    assert (whole.order, whole.calculations) == (listed.order, (products.PARETO,))


def test_a_list_tells_further_metrics_the_class_and_the_key_of_each_row() -> None:
    columns: dict[str, Sequence[object]] = {
        "product": ["Lamp", "Lamp", "Unknown"],
        "product__key": ["1", "2", None],
        "net_sales": [Decimal(9), Decimal(1), None],
        "units": [Decimal(3), Decimal(1), Decimal(2)],
        "net_sales__pareto": ["A", "C", None],
    }
    result = answered(replace(products.best(products.DEFAULT), comparison=Comparison.NONE), columns)
    assert columns_beside(result, "USD") == {"Units": ["3", "1", "2"], "Class": ["A", "C", ""]}
    assert keys_of(result) == (("1", "Lamp"), ("2", "Lamp"), ("", "Unknown"))


def test_the_first_and_the_last_order_of_a_customer_are_found_whatever_the_page_is_kept_to() -> None:
    asked = questions.of_one(customers.normal(CLUTTERED), "customer", "4")
    query = customers.order_days(asked)
    assert query.filters == (Filter("customer", Operator.KEY, ("4",)),)
    assert (query.period.text, query.by, query.comparison) == ("all", ("day",), Comparison.NONE)

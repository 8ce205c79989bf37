"""Wrong without an error: a cell looked into, whose parts are of other rows than the cell counted."""

from datetime import date
from typing import Any

import pytest

from sales_core.grids import grid_of
from sales_core.looks import Look, broken_down, can_be_left_out, cell_of, kept_to, orders_of, without
from sales_core.natural import rows_in_order
from sales_core.periods import PeriodSpec
from sales_core.query import Filter, Operator, Order, Query, Top
from sales_core.rankings import course_question
from tests.oracle.world import World
from tests.soundness.hand import ADMIN, NORTH, SOUTH, Document, figures, one

MARCH, APRIL = date(2011, 3, 4), date(2011, 4, 4)
SOLD = (
    (1, NORTH, MARCH, 1, "50"),
    (2, SOUTH, MARCH, 2, "30"),
    (3, NORTH, APRIL, 2, "10"),
    (4, SOUTH, APRIL, 3, "35"),
)
"""Order, territory, day, product, price. Of the year: Mug (key 1) 50, Mug (key 2) 40, Cup 35; of April, Cup first."""


@pytest.fixture
def shop(hand: World) -> World:
    for order, territory, day, product, price in SOLD:
        document = Document(1, order, day, territory)
        hand.write(document.header(), document.line(price, product=product))
    return hand


def question(by: str, *filters: str, **more: Any) -> Query:
    kept = tuple(Filter.parse(text) for text in filters)
    return Query(("gross_sales",), PeriodSpec.parse("2011"), (by,), kept, **more)


def look(shop: World, query: Query, row: int) -> Look:
    return Look(query, shop.workspace().run(query, ADMIN), row, "gross_sales")


def found(shop: World, query: Query, *names: str) -> list[tuple[Any, ...]]:
    return figures(shop.workspace().run(query, ADMIN), *names, "gross_sales")


def test_a_month_of_the_first_two_of_a_year_is_broken_down_into_those_two(shop: World) -> None:
    """Of April alone the Cup would be among the first two: 35 and 10, where the cell counts 10."""
    april = look(shop, question("month", "product top 2 by gross_sales"), 1)
    assert found(shop, april.query, "month") == [(date(2011, 3, 1), 80), (date(2011, 4, 1), 10)]
    assert found(shop, broken_down(april, "product"), "product__key") == [("2", 10)]
    assert found(shop, broken_down(april, "territory"), "territory") == [("North", 10)]
    for kept in (orders_of(april), cell_of(april)):
        assert found(shop, kept) == [(10,)]
    assert found(shop, kept_to(april.query, april), "month") == [(date(2011, 4, 1), 10)]


def test_a_ranked_value_is_kept_by_its_key_where_the_ranking_left_out_one_of_its_name(shop: World) -> None:
    first = look(shop, question("product", "product top 1 by gross_sales"), 0)
    assert found(shop, broken_down(first, "territory"), "territory") == [("North", 50)]
    assert found(shop, kept_to(first.query, first), "product__key") == [("1", 50)]


def test_a_value_beside_other_is_not_kept_with_one_of_its_name_in_other(shop: World) -> None:
    first = look(shop, question("product", fold=Top("product", 1, "gross_sales")), 0)
    assert first.key("product") == "1"
    assert found(shop, orders_of(first)) == [(50,)]


def test_the_rest_of_the_rest_is_without_what_was_first_before(shop: World) -> None:
    query = question("product", fold=Top("product", 1, "gross_sales"))
    rest = kept_to(query, look(shop, query, 1))
    assert found(shop, rest, "product__key") == [("2", 40), ("other", 35)]
    assert found(shop, kept_to(rest, look(shop, rest, 1)), "product__key") == [("3", 35)]


def test_the_course_of_a_list_is_of_the_rows_that_the_list_counts(shop: World) -> None:
    """South is first with 65 to 60; of what is called Mug alone it would be North, where Mug (key 2) has 10."""
    order = Order("gross_sales", descending=False)
    listed = question("product", "territory top 1 by gross_sales", order=order, limit=1)
    ranking = shop.workspace().run(listed, ADMIN)
    assert figures(ranking, "product__key", "gross_sales") == [("2", 30)]
    course = course_question(ranking, listed)
    assert course is not None
    assert [value for key, value in found(shop, course, "product__key") if key == "2" and value] == [30]


def test_the_course_of_a_list_is_found_where_what_a_ranking_kept_has_no_key(shop: World) -> None:
    """Both of the first two categories are kept, Gifts 85 and Unknown 40, and no filter names Unknown by key."""
    listed = question("product", "category top 2 by gross_sales")
    course = course_question(shop.workspace().run(listed, ADMIN), listed)
    assert course is not None
    keys = {key for key, value in found(shop, course, "product__key") if value}
    assert keys == {"1", "2", "3"}


def test_one_cell_is_one_number(shop: World) -> None:
    cup = look(shop, question("product"), 0)
    assert one(shop.workspace().run(cell_of(cup), ADMIN), "gross_sales") == cup.result.frame["gross_sales"].iloc[0]


def test_one_of_two_of_a_name_is_left_out_by_its_key_and_then_the_other_too(shop: World) -> None:
    asked = question("product", order=Order("gross_sales"))
    first = look(shop, asked, 0)
    assert first.label("product") == "Mug"
    assert can_be_left_out(first)
    left = without(asked, first)
    assert left.filters == (Filter("product", Operator.NOT_KEY, ("1",)),)
    assert [str(cell) for cell in shop.workspace().run(left, ADMIN).frame["product__key"]] == ["2", "3"]
    second = look(shop, asked, 1)
    fewer = without(left, second)
    assert fewer.filters == (Filter("product", Operator.NOT_KEY, ("1", "2")),)
    assert list(shop.workspace().run(fewer, ADMIN).frame["gross_sales"]) == [35]


def test_what_stands_for_all_others_can_not_be_left_out(shop: World) -> None:
    asked = question("product", fold=Top("product", 1, "gross_sales"))
    rest = look(shop, asked, len(shop.workspace().run(asked, ADMIN).frame) - 1)
    assert rest.label("product") == "Other"
    assert not can_be_left_out(rest)


def test_a_brand_called_other_is_looked_into_as_itself_and_stands_before_the_rest(shop: World) -> None:
    """Of the year: "other" 50, beyond it Acme 40 and Wood 35."""
    shop.write("UPDATE sales.products SET brand = (ARRAY['other', 'Acme', 'Wood'])[product_id]")
    asked = question("brand", fold=Top("brand", 1, "gross_sales"))
    result = shop.workspace().run(asked, ADMIN)
    own, rest = (look(shop, asked, row) for row in rows_in_order(result))
    assert [(each.label("brand"), each.key("brand")) for each in (own, rest)] == [
        ("other", "other"),
        ("Other", "__other"),
    ]
    for make in (orders_of, cell_of):
        assert found(shop, make(own)) == [(50,)]
        assert found(shop, make(rest)) == [(75,)]
    assert found(shop, kept_to(asked, own), "brand") == [("other", 50)]
    assert (can_be_left_out(own), can_be_left_out(rest)) == (True, False)


def test_a_brand_called_other_stands_by_its_name_where_there_is_no_rest(shop: World) -> None:
    shop.write("UPDATE sales.products SET brand = (ARRAY['other', 'Acme', 'zinc'])[product_id]")
    result = shop.workspace().run(question("brand", fold=Top("brand", 5, "gross_sales")), ADMIN)
    assert [str(result.frame["brand"].iloc[row]) for row in rows_in_order(result)] == ["Acme", "other", "zinc"]
    grid = grid_of(shop.workspace().run(question("brand"), ADMIN), "gross_sales", "brand", "brand")
    assert [(line.label, line.rest) for line in grid.lines] == [("other", False), ("Acme", False), ("zinc", False)]
    assert grid.columns == ("Acme", "other", "zinc")

"""Wrong without an error: an Other that is what is left of a sum, or that swallows a value which is called so."""

from datetime import date

import pytest

from sales_core.errors import AskError, NotPermitted
from sales_core.query import Top
from sales_core.viewer import EVERYTHING, Role, Viewer
from tests.oracle.world import World
from tests.soundness.hand import SOUTH, Document, asked, figures, seeing, sold

DAY = date(2011, 3, 4)


ORDERS = ((1, 1, 1, "50"), (2, 2, 1, "10"), (3, 1, 2, "20"), (4, 1, 3, "5"), (5, 2, 3, "5"))
"""Order, customer, product, price."""


def buy(world: World, order: int, customer: int, product: int, price: str, day: date = DAY) -> None:
    document = Document(customer, order, day)
    world.write(document.header(), document.line(price, product=product))


@pytest.fixture
def shop(hand: World) -> World:
    """Mug (key 1) 50 and 10; Mug (key 2) 20 to customer 1 too; Cup 5 to customers 1 and 2 each."""
    for order in ORDERS:
        buy(hand, *order)
    return hand


def test_what_is_beyond_the_first_is_aggregated_by_itself(shop: World) -> None:
    """Key 2 was bought by customer 1, key 3 by 1 and 2: Other has two customers, not three."""
    fold = Top("product", 1, "gross_sales")
    answer = asked(shop.workspace(), "gross_sales customers orders", "2011", "product", fold=fold)
    rows = figures(answer, "product", "product__key", "gross_sales", "customers", "orders")
    assert sorted(rows) == [("Mug", "1", 60, 2, 2), ("Other", "other", 30, 2, 3)]


def test_ratios_of_other_are_of_its_own_totals(shop: World) -> None:
    answer = asked(
        shop.workspace(), "average_order_value", "2011", "product", fold=Top("product", 1, "gross_sales"), totals=True
    )
    rows = dict(figures(answer, "product__key", "average_order_value"))
    assert rows == {"1": 30, "other": 10, None: 18}


def test_a_value_called_other_is_told_from_other_by_its_key(shop: World) -> None:
    shop.write("UPDATE sales.products SET name = 'Other' WHERE product_id = 1")
    answer = asked(shop.workspace(), "gross_sales", "2011", "product", fold=Top("product", 1, "gross_sales"))
    assert sorted(figures(answer, "product", "product__key", "gross_sales")) == [
        ("Other", "1", 60),
        ("Other", "other", 30),
    ]


def test_a_kept_label_that_is_its_own_key_does_not_run_into_other(shop: World) -> None:
    shop.write("UPDATE sales.products SET brand = CASE product_id WHEN 1 THEN 'other' ELSE 'Acme' END")
    answer = asked(shop.workspace(), "gross_sales", "2011", "brand", fold=Top("brand", 1, "gross_sales"))
    assert sorted(figures(answer, "brand", "brand__key", "gross_sales")) == [
        ("Other", "__other", 30),
        ("other", "other", 60),
    ]


def test_the_unknown_is_a_value_like_another(shop: World) -> None:
    fold = Top("category", 1, "gross_sales", descending=False)
    answer = asked(shop.workspace(), "gross_sales", "2011", "category", fold=fold)
    assert sorted(figures(answer, "category", "category__key", "gross_sales"), key=str) == [
        ("Other", "other", 70),
        ("Unknown", None, 20),
    ]


def test_other_stands_in_every_bucket_beside_the_same_kept_values(shop: World) -> None:
    """By the month alone, the Cup would be first in April."""
    buy(shop, 9, 1, 3, "7", date(2011, 4, 1))
    answer = asked(shop.workspace(), "gross_sales", "2011", "month product", fold=Top("product", 1, "gross_sales"))
    rows = [r for r in figures(answer, "month", "product__key", "gross_sales") if r[2]]
    assert rows == [
        (date(2011, 3, 1), "1", 60),
        (date(2011, 3, 1), "other", 30),
        (date(2011, 4, 1), "other", 7),
    ]


def test_fewer_values_than_are_kept_leave_no_other(shop: World) -> None:
    answer = asked(shop.workspace(), "gross_sales", "2011", "product", fold=Top("product", 3, "gross_sales"))
    assert "other" not in [key for (key,) in figures(answer, "product__key")]


def test_time_has_no_other_and_costs_rank_for_those_who_see_them(shop: World) -> None:
    with pytest.raises(AskError, match="time has no Other"):
        asked(shop.workspace(), "gross_sales", "2011", "month", fold=Top("month", 1, "gross_sales"))
    viewer = Viewer("v", "V", Role.VIEWER, EVERYTHING)
    with pytest.raises(NotPermitted):
        asked(shop.workspace(), "units", "2011", "product", fold=Top("product", 1, "gross_margin"), viewer=viewer)


def test_other_holds_what_the_scope_holds(shop: World) -> None:
    sold(shop, 3, 30, DAY, "1000", territory=SOUTH)
    answer = asked(
        shop.workspace(), "gross_sales", "2011", "product", fold=Top("product", 1, "gross_sales"), viewer=seeing(SOUTH)
    )
    assert figures(answer, "product__key", "gross_sales") == [("1", 1000)]

"""Wrong without an error: a filter that matches what it does not say, or lets a missing value in or out unasked."""

from datetime import date
from typing import Any

import pytest

from sales_core.errors import AskError, NotPermitted, UnknownName
from sales_core.query import Comparison
from sales_core.viewer import EVERYTHING, Role, Viewer
from tests.oracle.world import World
from tests.soundness.hand import SOUTH, Document, asked, figures, one, seeing, sold

DAY = date(2011, 3, 4)
"""A Friday."""


def gross(world: World, *filters: str, **more: Any) -> Any:
    return one(asked(world.workspace(), "gross_sales", "2011", "", *filters, **more), "gross_sales")


@pytest.fixture
def shop(hand: World) -> World:
    """Smith (key 1, Retail) 10 on Friday at 09, Smith (key 2) 20 on Saturday at 17, Jones 40 on Sunday at 23."""
    sold(hand, 1, 1, DAY, "10", time="09:59")
    sold(hand, 2, 2, date(2011, 3, 5), "20", time="17:00", territory=SOUTH)
    sold(hand, 3, 3, date(2011, 3, 6), "40", time="23:30")
    return hand


def test_a_range_of_hours_is_of_numbers_and_holds_both_ends(shop: World) -> None:
    assert gross(shop, "hour from 9 to 17") == 30
    assert gross(shop, "hour from 10 to ") == 60
    assert gross(shop, "hour from  to 09") == 10


def test_a_range_of_weekdays_is_in_the_order_of_the_week(shop: World) -> None:
    assert gross(shop, "weekday from Friday to Saturday") == 30
    assert gross(shop, "weekday from 6 to Sunday") == 60


def test_a_range_of_labels_is_in_code_order_and_holds_no_missing_one(shop: World) -> None:
    assert gross(shop, "customer from Jones to Jz") == 40
    assert gross(shop, "customer from K to ") == 30
    assert gross(shop, "segment from A to Z") == 10
    assert gross(shop, "customer from jones to z") == 0


def test_a_beginning_is_matched_in_either_case_and_never_a_missing_label(shop: World) -> None:
    assert gross(shop, "customer starts with sMi") == 30
    assert gross(shop, "territory starts with no") == 50
    assert gross(shop, "segment starts with Unk") == 0
    assert gross(shop, "customer starts with S%") == 0


def test_empty_is_a_missing_label_and_not_one_that_says_unknown(shop: World) -> None:
    shop.write("INSERT INTO sales.segments (segment_id, name) VALUES (2, 'Unknown')")
    shop.write("UPDATE sales.customers SET segment_id = 2 WHERE customer_id = 3")
    assert gross(shop, "segment is empty") == 20
    assert gross(shop, "segment is not empty") == 50
    assert gross(shop, "segment=Unknown") == 60


def test_keys_tell_apart_what_shares_a_label(shop: World) -> None:
    assert gross(shop, "customer=Smith") == 30
    assert gross(shop, "customer#=2") == 20
    assert gross(shop, "customer#=1|3") == 50
    assert gross(shop, "weekday#=7") == 40
    assert gross(shop, "country#=United Kingdom") == 50


def test_a_key_of_the_wrong_kind_is_refused_by_its_name(shop: World) -> None:
    with pytest.raises(AskError, match="'Smith' is no key of 'customer'; its keys are whole numbers"):
        gross(shop, "customer#=Smith")
    with pytest.raises(UnknownName, match="unknown weekday '8'"):
        gross(shop, "weekday#=8")
    with pytest.raises(UnknownName, match="unknown weekday 'Firday'; did you mean 'Friday'"):
        gross(shop, "weekday from Firday to Sunday")


def test_the_first_values_are_ranked_by_what_the_other_filters_leave(shop: World) -> None:
    assert gross(shop, "customer top 1 by gross_sales") == 40
    assert gross(shop, "customer top 2 by gross_sales") == 60
    assert gross(shop, "customer bottom 1 by gross_sales") == 10
    assert gross(shop, "customer top 1 by gross_sales", "territory=South") == 20
    assert gross(shop, "customer top 1 by gross_sales", "territory top 1 by units") == 40


def test_what_is_first_now_is_what_is_compared(shop: World) -> None:
    sold(shop, 1, 10, date(2010, 3, 4), "500")
    sold(shop, 3, 11, date(2010, 3, 4), "30")
    answer = asked(
        shop.workspace(), "gross_sales", "2011", "", "customer top 1 by gross_sales", comparison=Comparison.YEAR_BEFORE
    )
    assert figures(answer, "gross_sales", "gross_sales__before") == [(40, 30)]


def test_equal_values_are_ranked_by_label_and_then_by_key(hand: World) -> None:
    for customer in (3, 2, 1):
        sold(hand, customer, customer, DAY, "10")
    answer = asked(hand.workspace(), "gross_sales", "2011", "customer", "customer top 2 by gross_sales")
    assert figures(answer, "customer", "customer__key") == [("Jones", "3"), ("Smith", "1")]


def test_a_missing_value_is_ranked_last_both_ways(hand: World) -> None:
    sold(hand, 1, 1, DAY, "10")
    sold(hand, 2, 2, DAY, "20", currency="GBP", rate=None)
    sold(hand, 3, 3, DAY, "40")
    for way, kept in (("top", ["Jones", "Smith"]), ("bottom", ["Jones", "Smith"])):
        answer = asked(hand.workspace(), "units", "2011", "customer", f"customer {way} 2 by gross_sales")
        assert [row[0] for row in figures(answer, "customer")] == kept
        assert [row[0] for row in figures(answer, "customer__key")] == ["3", "1"]


def test_the_unknown_can_be_the_first_and_is_then_kept(shop: World) -> None:
    assert gross(shop, "segment top 1 by gross_sales") == 60


def test_what_a_ranking_came_to_stands_in_the_sql_of_the_receipt(shop: World) -> None:
    question = ("gross_sales", "2011", "", "customer top 1 by gross_sales")
    workspace = shop.workspace()
    fresh, kept = asked(workspace, *question), asked(workspace, *question)
    assert kept.receipt.from_cache
    assert fresh.receipt.sql == kept.receipt.sql
    assert len(fresh.receipt.sql) == 2
    assert "f.customer_id = 3" in fresh.receipt.sql[1].replace("customers_0.", "f.")
    assert fresh.receipt.filters == ("customer is among the first 1 by gross sales",)


def test_a_write_outside_the_period_that_changes_only_the_ranking_is_seen(shop: World) -> None:
    workspace = shop.workspace()
    question = ("units", "2011", "customer", "customer top 1 by returning_customers")
    assert figures(asked(workspace, *question), "customer__key") == []
    sold(shop, 2, 20, date(2009, 1, 1), "5")
    assert figures(asked(workspace, *question), "customer__key", "units") == [("2", 1)]


def test_who_may_not_see_costs_may_not_rank_by_them(shop: World) -> None:
    viewer = Viewer("v", "V", Role.ANALYST, EVERYTHING)
    with pytest.raises(NotPermitted, match="see costs and margins"):
        gross(shop, "customer top 1 by gross_margin", viewer=viewer)
    with pytest.raises(UnknownName, match="unknown metric 'gros_sales'; did you mean 'gross_sales'"):
        gross(shop, "customer top 1 by gros_sales", viewer=viewer)


def test_a_ranking_is_of_the_rows_the_viewer_may_see(shop: World) -> None:
    assert gross(shop, "customer top 1 by gross_sales", viewer=seeing(SOUTH)) == 20


def test_filters_hold_in_every_leg_returns_included(shop: World) -> None:
    sale = Document(3, 3, date(2011, 3, 6))
    note = Document(3, 30, date(2011, 3, 7), kind="credit_note")
    shop.write(note.header(), note.back("15", sale))
    answer = asked(shop.workspace(), "net_sales returns", "2011", "", "customer top 1 by net_sales")
    assert figures(answer, "net_sales", "returns") == [(25, 15)]


def test_a_beginning_longer_than_what_is_stored_of_a_name_is_still_matched(hand: World) -> None:
    name = "x" * 250
    hand.write(f"UPDATE sales.customers SET name = '{name}Y' WHERE customer_id = 1")
    hand.write(f"UPDATE sales.customers SET name = '{name}Z' WHERE customer_id = 2")
    sold(hand, 1, 1, DAY, "10")
    sold(hand, 2, 2, DAY, "20")
    assert gross(hand, f"customer starts with {'X' * 250}y") == 10
    assert gross(hand, f"customer starts with {'X' * 200}") == 30

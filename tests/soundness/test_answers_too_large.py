"""Nothing ends a question but its own end: what would fill the memory, or reckon for minutes, is refused instead."""

from datetime import date

import pytest

from sales_core import courses, source
from sales_core.conditions import Filter, Operator
from sales_core.documents.listing import listed
from sales_core.documents.model import Wanted
from sales_core.errors import AskError
from sales_core.periods import PeriodSpec
from sales_core.query import Calculation, Query
from tests.oracle.world import World
from tests.soundness.hand import ADMIN, asked, sold

DAY = date(2011, 3, 4)


def _three_customers(hand: World) -> None:
    for customer, price in ((1, "10"), (2, "7"), (3, "9")):
        sold(hand, customer, customer, DAY, price)


def test_an_answer_made_of_too_many_rows_is_refused_and_never_cut(hand: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _three_customers(hand)
    monkeypatch.setattr(source, "MOST_READ", 3)
    assert len(asked(hand.workspace(), "gross_sales", "2011", "customer").frame) == 3
    monkeypatch.setattr(source, "MOST_READ", 2)
    with pytest.raises(AskError, match="more than 2 rows; narrow the period"):
        asked(hand.workspace(), "gross_sales", "2011", "customer")


def test_the_rows_of_all_levels_count_together(hand: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _three_customers(hand)
    monkeypatch.setattr(source, "MOST_READ", 4)
    assert len(asked(hand.workspace(), "gross_sales", "2011", "customer", totals=True).frame) == 4
    monkeypatch.setattr(source, "MOST_READ", 3)
    with pytest.raises(AskError, match="more than 3 rows"):
        asked(hand.workspace(), "gross_sales", "2011", "customer", totals=True)


def test_a_calculation_along_too_many_buckets_is_refused(hand: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _three_customers(hand)
    along = (Calculation.parse("cumulative:gross_sales"),)
    monkeypatch.setattr(courses, "MOST_STEPS", 3)
    assert len(asked(hand.workspace(), "gross_sales", "2011", "month customer", calculations=along).frame) == 3
    monkeypatch.setattr(courses, "MOST_STEPS", 2)
    with pytest.raises(AskError, match="1 buckets for each of 3 values"):
        asked(hand.workspace(), "gross_sales", "2011", "month customer", calculations=along)


@pytest.mark.parametrize("key", ["abc", "99999999999", "1; SELECT 1"])
def test_a_list_of_orders_refuses_a_key_that_is_none(hand: World, key: str) -> None:
    by_key = Query(("orders",), PeriodSpec.parse("2011"), filters=(Filter("customer", Operator.KEY, (key,)),))
    with pytest.raises(AskError, match="is no key of 'customer'"):
        listed(hand.workspace(), Wanted(by_key), ADMIN)

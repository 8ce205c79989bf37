"""Lists of documents: nothing twice, nothing left out, nothing of other territories; amounts as worked by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sales_core.documents.listing import all_listed, counted, listed
from sales_core.documents.model import Key, Place, Wanted
from sales_core.documents.whole import NotFound, whole
from sales_core.errors import AskError
from sales_core.periods import PeriodSpec
from sales_core.query import Filter, Query
from sales_core.reckoning import Reckoning
from sales_core.viewer import NOTHING, Role, Viewer
from tests.oracle.world import World
from tests.properties.comparing import records
from tests.soundness.hand import ADMIN, NORTH, SOUTH, Document, seeing, sold


def ask(*filters: str, text: str = "", after: Place | None = None, size: int = 50, **reckoning: Any) -> Wanted:
    """All of 2011."""
    conditions = tuple(Filter.parse(each) for each in filters)
    reckoned = Reckoning(**reckoning)
    query = Query(("orders",), PeriodSpec.parse("2011"), filters=conditions, reckoning=reckoned)
    return Wanted(query, text, after, size)


def test_pages_hold_every_document_once_newest_first(hand: World) -> None:
    for order in range(1, 12):  # four moments, shared by up to three documents
        sold(hand, 1 + order % 3, order, date(2011, 3, 1 + order // 3), "10")
    seen: list[Any] = []
    after: Place | None = None
    while True:
        page = listed(hand.workspace(), ask(after=after, size=2), ADMIN)
        assert len(page.documents) <= 2
        seen += page.documents
        after = page.after
        if after is None:
            break
        assert Place.parse(after.text) == after
    moments = [d.at for d in seen]
    assert moments == sorted(moments, reverse=True)
    assert sorted(d.key.order_id for d in seen) == list(range(1, 12))
    assert [d.key for d in all_listed(hand.workspace(), ask(), ADMIN)] == [d.key for d in seen]
    assert counted(hand.workspace(), ask(), ADMIN) == 11


def test_amounts_have_tax_and_shipping_and_are_exact_in_both_currencies(hand: World) -> None:
    order = Document(1, 7, date(2011, 5, 1), currency="GBP", rate="1.5")
    line = order.line("10.000001", "3", order_discount="1", tax="2", shipping="0.5", duties="0.25", list_price="12")
    hand.write(order.header(), line)
    (found,) = listed(hand.workspace(), ask(), ADMIN).documents
    assert found.total == Decimal("31.750003")  # 3 × 10.000001 − 1 + 2 + 0.5 + 0.25
    assert found.converted == Decimal("47.6250045")
    assert (found.lines, found.units, found.currency, found.payment) == (1, Decimal(3), "GBP", "unpaid")


def test_a_document_without_a_rate_is_not_converted(hand: World) -> None:
    sold(hand, 1, 1, date(2011, 5, 1), "10", currency="GBP", rate=None)
    (found,) = listed(hand.workspace(), ask(), ADMIN).documents
    assert (found.total, found.converted) == (Decimal(10), None)


def test_nothing_of_another_territory_is_listed_counted_or_opened(hand: World) -> None:
    sold(hand, 1, 1, date(2011, 5, 1), "10", territory=NORTH)
    sold(hand, 1, 2, date(2011, 5, 2), "20", territory=SOUTH)
    space = hand.workspace()
    for viewer, orders in ((seeing(NORTH), [1]), (seeing(SOUTH), [2]), (ADMIN, [2, 1])):
        assert [d.key.order_id for d in listed(space, ask(), viewer).documents] == orders
        assert [d.key.order_id for d in listed(space, ask(text="smith"), viewer).documents] == orders
        assert counted(space, ask(), viewer) == len(orders)
    nobody = Viewer("vic", "Vic", Role.VIEWER, NOTHING)
    assert listed(space, ask(), nobody).documents == ()
    with pytest.raises(NotFound) as hidden:
        whole(space, Key(1, 2), seeing(NORTH))
    with pytest.raises(NotFound) as missing:
        whole(space, Key(1, 999), seeing(NORTH))
    assert str(hidden.value).replace("1.2", "K") == str(missing.value).replace("1.999", "K")


def test_a_text_is_the_beginning_of_a_number_or_a_customer_in_any_case(hand: World) -> None:
    sold(hand, 1, 1, date(2011, 5, 1), "10")  # Smith, number 1-1
    sold(hand, 3, 13, date(2011, 5, 2), "20")  # Jones, number 3-13
    space = hand.workspace()
    for text, orders in (("SMI", [1]), ("jones", [13]), ("3-1", [13]), ("3-13", [13]), ("ones", []), ("%", [])):
        assert [d.key.order_id for d in listed(space, ask(text=text), ADMIN).documents] == orders, text
        assert counted(space, ask(text=text), ADMIN) == len(orders)


def test_filters_narrow_by_the_header_or_by_a_line(hand: World) -> None:
    mugs = Document(1, 1, date(2011, 5, 1))
    hand.write(mugs.header(), mugs.line("10"), mugs.line("20", line_no=2, product=3))
    sold(hand, 3, 2, date(2011, 5, 2), "20", territory=SOUTH)
    sold(hand, 3, 3, date(2011, 5, 3), "20", status="cancelled")
    space = hand.workspace()

    def orders(*filters: str, **reckoning: Any) -> list[int]:
        return [d.key.order_id for d in listed(space, ask(*filters, **reckoning), ADMIN).documents]

    assert orders("territory=North") == [1]
    assert orders("product=Cup") == [1]
    assert orders("segment=Retail") == [1]
    assert orders("segment!=Retail") == [2]
    assert orders("product=Cup", "territory=South") == []
    assert orders(statuses=("placed", "cancelled")) == [3, 2, 1]
    assert orders(statuses=("cancelled",)) == [3]


def test_what_no_list_can_be_narrowed_by_is_refused_by_name(hand: World) -> None:
    with pytest.raises(AskError, match="customer is among the first 3 by net sales"):
        listed(hand.workspace(), ask("customer top 3 by net_sales"), ADMIN)
    with pytest.raises(AskError, match="did you mean 'territory'"):
        listed(hand.workspace(), ask("teritory=North"), ADMIN)
    for text in ("", "1.2", "x.1.1", "999999999999999999.1.1"):
        with pytest.raises(AskError, match="the list of orders"):
            Place.parse(text)


def test_the_whole_of_a_document_has_lines_returns_payments_and_costs_for_some(hand: World) -> None:
    order = Document(1, 1, date(2011, 5, 1))
    hand.write(order.header(), order.line("10", "3", unit_cost="4"))
    note = Document(1, 2, date(2011, 6, 1), kind="credit_note")
    hand.write(note.header(), note.back("10", order))
    paid = "INSERT INTO sales.payments (customer_id, order_id, payment_no, paid_at, territory_id, amount, method)"
    hand.write(f"{paid} VALUES (1, 1, 1, '2011-05-02 10:00Z', {NORTH}, 12, 'card')")
    space = hand.workspace()
    found = whole(space, Key(1, 1), ADMIN)
    assert [(line.product, line.quantity, line.amount, line.unit_cost) for line in found.lines] == [
        ("Mug", Decimal(3), Decimal(30), Decimal(4))
    ]
    ((key, number, back),) = found.returned
    assert (key, number, back.quantity, back.amount) == (Key(1, 2), "1-2", Decimal(-1), Decimal(-10))
    assert [p.amount for p in found.payments] == [12]
    assert found.document.payment == "part paid"
    seller = Viewer("ann", "Ann", Role.ANALYST, ADMIN.scope)
    assert [line.unit_cost for line in whole(space, Key(1, 1), seller).lines] == [None]
    (credit,) = whole(space, Key(1, 2), ADMIN).lines
    total = whole(space, Key(1, 2), ADMIN).document.total
    assert (credit.kind, credit.amount, total) == ("return", Decimal(-10), Decimal(-10))


def test_the_days_of_a_list_are_those_of_the_question_s_calendar_and_clock(hand: World) -> None:
    """Fiscal 2012 from April ends with March; by Tokyo's clock an evening of Greenwich is the next day."""
    for order, day, time in (
        (1, date(2011, 3, 31), "12:00"),
        (2, date(2011, 4, 1), "12:00"),
        (3, date(2012, 3, 31), "14:00"),
        (4, date(2012, 3, 31), "16:00"),
        (5, date(2011, 3, 31), "16:00"),
    ):
        sold(hand, 1, order, day, "10", time=time)
    for zone, orders in (("", {2, 3, 4}), ("Asia/Tokyo", {2, 3, 5})):
        query = Query(("orders",), PeriodSpec.parse("FY2012"), reckoning=Reckoning(fiscal_start=4, zone=zone))
        found = listed(hand.workspace(), Wanted(query), ADMIN).documents
        assert {document.key.order_id for document in found} == orders
        assert counted(hand.workspace(), Wanted(query), ADMIN) == len(orders)
        (row,) = records(hand.workspace().run(query, ADMIN))
        assert row["orders"] == len(orders)

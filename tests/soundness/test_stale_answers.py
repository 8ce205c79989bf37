"""Wrong without an error: an answer remembered from before a line moved, an order went, or its territory changed."""

from datetime import date

import pytest

from sales_core.cache import RedisCache
from sales_core.workspace import Workspace
from tests.oracle.world import World
from tests.soundness.hand import SOUTH, Document, asked, figures, one, seeing, sold

APRIL, MAY = date(2011, 4, 30), date(2011, 5, 1)


@pytest.fixture(params=["in the process", "in Redis"])
def workspace(hand: World, redis_url: str, request: pytest.FixtureRequest) -> Workspace:
    """With either cache."""
    return hand.workspace(RedisCache(redis_url) if request.param == "in Redis" else None)


def test_an_order_moved_to_another_day_leaves_one_month_and_enters_the_other(hand: World, workspace: Workspace) -> None:
    """Both days are marked: the old one, which has lost a line, and the new one."""
    sold(hand, 1, 1, APRIL, "10")

    def months() -> list[object]:
        return [one(asked(workspace, "gross_sales", month), "gross_sales") for month in ("2011-04", "2011-05")]

    assert months() == [10, 0]
    hand.write(f"UPDATE sales.orders SET business_date = '{MAY}'")
    assert months() == [0, 10]
    hand.write(
        "SET LOCAL session_replication_role = replica",
        f"UPDATE sales.orders SET business_date = '{APRIL}'",
        role=None,
    )
    assert months() == [10, 0]


def test_a_territory_changed_on_the_header_moves_the_lines(hand: World, workspace: Workspace) -> None:
    sale = sold(hand, 1, 1, APRIL, "10")
    back = Document(1, 2, MAY, kind="credit_note")
    hand.write(back.header(), back.back("4", sale))

    def by_territory() -> list[tuple[object, ...]]:
        return figures(asked(workspace, "net_sales return_rate", "2011", "territory"), "territory", "net_sales")

    assert by_territory() == [("North", 6)]
    assert figures(asked(workspace, "net_sales", "2011", "territory", viewer=seeing(SOUTH)), "net_sales") == []
    hand.write("UPDATE sales.orders SET territory_id = 2")
    assert by_territory() == [("South", 6)]
    assert one(asked(workspace, "net_sales", "2011", "territory", viewer=seeing(SOUTH)), "net_sales") == 6


def test_a_sale_moved_to_another_day_takes_its_returns_cohort_along(hand: World, workspace: Workspace) -> None:
    """The return of 4 belongs to the sale of 10, wherever that goes: 40 % of April first, 40 % of May then."""
    sale = sold(hand, 1, 1, APRIL, "10")
    back = Document(1, 2, date(2011, 7, 1), kind="credit_note")
    hand.write(back.header(), back.back("4", sale))

    def rates() -> list[tuple[object, ...]]:
        return figures(
            asked(workspace, "return_rate returns_of_sales", "2011-04..2011-05", "month"), "month", "returns_of_sales"
        )

    assert rates() == [(date(2011, 4, 1), 4)]
    hand.write(f"UPDATE sales.orders SET business_date = '{MAY}' WHERE order_id = 1")
    assert rates() == [(date(2011, 5, 1), 4)]


def test_a_deleted_order_takes_its_lines_by_cascade(hand: World, workspace: Workspace) -> None:
    sold(hand, 1, 1, APRIL, "10")
    sold(hand, 1, 2, APRIL, "5")
    assert one(asked(workspace, "gross_sales", "2011"), "gross_sales") == 15
    hand.write("DELETE FROM sales.orders WHERE order_id = 2")
    assert one(asked(workspace, "gross_sales", "2011"), "gross_sales") == 10
    hand.write("DELETE FROM sales.order_lines")
    assert one(asked(workspace, "gross_sales", "2011"), "gross_sales") == 0


def test_a_write_rolled_back_changes_nothing_and_costs_nothing(hand: World, workspace: Workspace) -> None:
    sold(hand, 1, 1, APRIL, "10")
    first = asked(workspace, "gross_sales", "2011")
    with hand.superuser.connect() as connection:
        connection.exec_driver_sql("DELETE FROM sales.order_lines")
        connection.rollback()
    again = asked(workspace, "gross_sales", "2011")
    assert again.receipt.from_cache
    assert again.receipt.version == first.receipt.version


def test_an_upsert_and_a_merge_are_seen(hand: World, workspace: Workspace) -> None:
    sale = sold(hand, 1, 1, APRIL, "10")
    upsert = sale.line("12") + " ON CONFLICT (customer_id, order_id, line_no) DO UPDATE SET list_price = 12"
    merge = (
        "MERGE INTO sales.order_lines AS l USING (VALUES (1, 1, 1)) AS n (c, o, l) "
        "ON l.customer_id = n.c AND l.order_id = n.o AND l.line_no = n.l WHEN MATCHED THEN UPDATE SET list_price = 13"
    )
    prices = [one(asked(workspace, "gross_sales", "2011"), "gross_sales")]
    for statement in (upsert, merge):
        hand.write(statement)
        prices.append(one(asked(workspace, "gross_sales", "2011"), "gross_sales"))
    assert prices == [10, 12, 13]

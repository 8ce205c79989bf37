"""Wrong without an error: two states of the facts under one version, or a version of another moment than its rows."""

import threading
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.versions import version_and_newest
from sales_core.periods import PeriodSpec
from sales_core.planner import prepare
from sales_core.query import Query
from sales_core.source import snapshot
from tests.oracle.company import TODAY
from tests.oracle.world import World
from tests.soundness.hand import ADMIN, Document, asked, one, sold

DAY = date(2011, 3, 4)
FACTS = ("orders", "order_lines", "returns", "quotas", "customers", "products", "calendar")
YEAR = ((date(2011, 1, 1), date(2012, 1, 1)),)


def version(world: World) -> str:
    """The version of 2011."""
    with world.superuser.connect() as connection:
        return version_and_newest(connection, YEAR, ())[0]


def test_two_databases_of_one_beginning_and_other_writes_have_other_versions(hand: World) -> None:
    """Forked by rolling back: the same number of writes to the same day, of the same kind, with other prices."""
    document = Document(1, 1, DAY)
    versions = set()
    for price in ("10", "11", "12"):
        with hand.superuser.connect() as connection:
            for statement in (document.header(), document.line(price)):
                connection.exec_driver_sql(statement)
            versions.add(version_and_newest(connection, YEAR, ())[0])
            connection.rollback()
    assert len(versions) == 3


def test_marks_are_random_positive_and_one_a_day_a_statement(hand: World) -> None:
    for order in range(20):
        sold(hand, 1, order, DAY, "1")
    with hand.superuser.connect() as connection:
        marks = connection.execute(text("SELECT h FROM rollup.marks WHERE day = :day"), {"day": DAY}).scalars().all()
    assert len(set(marks)) == len(marks) == 20
    assert min(marks) > 0
    assert max(marks) > 2**55, "twenty draws below 2^60 are not all small"
    hand.write("UPDATE sales.order_lines SET tax = 1")
    with hand.superuser.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM rollup.marks")).scalar_one() == 21


def test_a_version_grows_with_every_commit_and_never_comes_back(hand: World) -> None:
    seen = [int(version(hand))]
    sold(hand, 1, 1, DAY, "10")
    seen.append(int(version(hand)))
    for _ in range(3):
        hand.write("UPDATE sales.order_lines SET quantity = 3 - quantity")
        seen.append(int(version(hand)))
    hand.write("DELETE FROM sales.orders")
    seen.append(int(version(hand)))
    assert seen == sorted(set(seen))


def test_truncate_of_what_answers_are_made_of_is_refused(hand: World) -> None:
    sold(hand, 1, 1, DAY, "10")
    for table in (*FACTS, "orders, sales.order_lines"):
        for mode in ("origin", "replica"):
            with pytest.raises(DBAPIError, match="TRUNCATE of"):
                hand.write(f"SET LOCAL session_replication_role = {mode}", f"TRUNCATE sales.{table} CASCADE", role=None)
    assert one(asked(hand.workspace(), "gross_sales"), "gross_sales") == 10


@pytest.mark.parametrize("table", ["territories", "channels", "categories", "segments", "people", "teams", "calendar"])
def test_truncate_of_what_answers_are_named_by_is_refused_or_seen(hand: World, table: str) -> None:
    sold(hand, 1, 1, DAY, "10")
    workspace = hand.workspace()
    by = {"people": "salesperson", "teams": "team", "calendar": "month", "categories": "category",
          "channels": "channel", "segments": "segment", "territories": "territory"}[table]  # fmt: skip
    asked(workspace, "gross_sales", "2011", by)
    try:
        hand.write("SET LOCAL session_replication_role = replica", f"TRUNCATE sales.{table} CASCADE", role=None)
    except DBAPIError:
        return
    warm, fresh = (asked(w, "gross_sales", "2011", by).receipt.checksum for w in (workspace, hand.workspace()))
    assert warm == fresh


def test_a_later_commit_is_seen_while_an_earlier_writer_still_waits(hand: World) -> None:
    """The first writer's mark, drawn earlier, commits later: a highest mark or a clock would miss it."""
    workspace = hand.workspace()
    early, late = Document(1, 1, DAY), Document(3, 2, DAY)
    seen = [asked(workspace, "gross_sales", "2011")]
    with hand.superuser.connect() as waiting:
        for statement in (early.header(), early.line("10")):
            waiting.exec_driver_sql(statement)
        hand.write(late.header(), late.line("5"))
        seen.append(asked(workspace, "gross_sales", "2011"))
        waiting.commit()
    seen.append(asked(workspace, "gross_sales", "2011"))
    assert [one(answer, "gross_sales") for answer in seen] == [0, 5, 15]
    assert len({answer.receipt.version for answer in seen}) == 3


def test_version_and_rows_are_of_one_snapshot(hand: World) -> None:
    """A write committed between the two is in neither; the next question finds it."""
    sold(hand, 1, 1, DAY, "10")
    plan = prepare(Query(("gross_sales",), PeriodSpec.parse("2011")), ADMIN, TODAY)
    before = version(hand)
    with snapshot(hand.engine, plan) as state:
        sold(hand, 1, 2, DAY, "5")
        ((_, rows),) = state.rows(plan)
        assert state.version.startswith(before) or state.version == before
        assert rows[0]["gross_sales"] == 10
    assert version(hand) != before
    assert one(asked(hand.workspace(), "gross_sales", "2011"), "gross_sales") == 15


def test_readers_beside_writers_never_see_half_a_transaction(hand: World) -> None:
    """Each transaction sells for 7 and takes 7 back; net sales are 0 at any moment."""
    workspace, wrong, over = hand.workspace(), [], threading.Event()

    def read() -> None:
        while not over.is_set():
            found = one(asked(workspace, "net_sales", "2011"), "net_sales")
            if found != 0:
                wrong.append(found)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for order in range(1, 40, 2):
        sale, back = Document(1, order, DAY), Document(1, order + 1, DAY, kind="credit_note")
        hand.write(sale.header(), sale.line("7"), back.header(), back.back("7", sale))
    over.set()
    for thread in threads:
        thread.join()
    assert wrong == []

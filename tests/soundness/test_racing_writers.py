"""Wrong without an error: two writers at once, each right by what it can see, who leave what neither meant."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.oracle.world import World
from tests.soundness.hand import NORTH, SOUTH, Document, asked, figures, seeing, sold

DAY = date(2011, 3, 4)


def waiting(world: World) -> int:
    """How many sessions of the database wait for a lock."""
    with world.superuser.connect() as connection:
        asking = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        return int(connection.execute(text(asking)).scalar_one())


@contextmanager
def meanwhile(world: World, statement: str) -> Iterator[Callable[[], None]]:
    """Another writer commits the statement beside the block, which goes on once it is done or waits for a lock."""
    refused: list[DBAPIError] = []

    def run() -> None:
        try:
            world.write(statement)
        except DBAPIError as error:
            refused.append(error)

    thread = threading.Thread(target=run)

    def finished() -> None:
        thread.join(20)
        assert not thread.is_alive()
        if refused:
            raise refused[0]

    thread.start()
    while thread.is_alive() and not waiting(world):
        time.sleep(0.01)
    yield finished


def execute(connection: Connection, *statements: str) -> None:
    """In the open transaction."""
    for statement in statements:
        connection.exec_driver_sql(statement)


def test_a_customer_keeps_the_territory_of_an_order_that_comes_while_another_goes(hand: World) -> None:
    """The one who deletes the last known order does not see the one that is on its way."""
    sold(hand, 1, 1, DAY, "10", territory=NORTH)
    late = Document(1, 2, DAY, territory=SOUTH)
    with hand.superuser.connect() as adding:
        execute(adding, late.header(), late.line("7"))
        with meanwhile(hand, "DELETE FROM sales.orders WHERE order_id = 1") as finished:
            adding.commit()
            finished()
    answer = asked(hand.workspace(), "gross_sales", "2011", "customer", viewer=seeing(SOUTH))
    assert figures(answer, "customer", "gross_sales") == [("Smith", 7)]


def test_a_customer_keeps_the_territory_of_an_order_that_comes_to_the_same_one(hand: World) -> None:
    """The newcomer changes nothing about the customer, so it holds no lock of its own on the customer's row."""
    sold(hand, 1, 1, DAY, "10", territory=NORTH)
    late = Document(1, 2, DAY, territory=NORTH)
    with hand.superuser.connect() as adding:
        execute(adding, late.header(), late.line("7"))
        with meanwhile(hand, "UPDATE sales.orders SET territory_id = 2 WHERE order_id = 1") as finished:
            adding.commit()
            finished()
    answer = asked(hand.workspace(), "gross_sales", "2011", "customer", viewer=seeing(NORTH))
    assert figures(answer, "customer", "gross_sales") == [("Smith", 7)]


def test_a_line_that_comes_while_its_order_moves_moves_with_it(hand: World) -> None:
    """Else the line would stay visible to those of the old territory, for good."""
    sale = sold(hand, 1, 1, DAY, "10", territory=NORTH)
    with hand.superuser.connect() as adding:
        execute(adding, sale.line("7", line_no=2))
        with meanwhile(hand, "UPDATE sales.orders SET territory_id = 2") as finished:
            adding.commit()
            finished()
    answer = asked(hand.workspace(), "gross_sales", "2011", "territory")
    assert figures(answer, "territory", "gross_sales") == [("South", 17)]


def test_a_line_that_comes_after_its_order_moved_is_refused(hand: World) -> None:
    """It waits for the move, and then does not repeat its order."""
    sale = sold(hand, 1, 1, DAY, "10", territory=NORTH)
    with hand.superuser.connect() as moving:
        execute(moving, "UPDATE sales.orders SET territory_id = 2")
        with meanwhile(hand, sale.line("7", line_no=2)) as finished:
            moving.commit()
            with pytest.raises(DBAPIError, match="does not repeat"):
                finished()
    answer = asked(hand.workspace(), "gross_sales", "2011", "territory")
    assert figures(answer, "territory", "gross_sales") == [("South", 10)]

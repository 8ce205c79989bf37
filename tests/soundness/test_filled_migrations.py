"""A filled database comes to the newest revision with all its rows, and what they lack is filled from their orders."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from db import migrate
from tests.soundness.catalog import described

CARRIED = "business_date, territory_id, channel_id, person_id, status, currency, rate"
OLD_ROWS = f"""
INSERT INTO sales.territories VALUES (1, 'North', 'Europe', 'Norway')
INSERT INTO sales.channels VALUES (1, 'Online')
INSERT INTO sales.currencies VALUES ('USD', 'Dollar', 2)
INSERT INTO sales.categories VALUES (1, 'Tools')
INSERT INTO sales.products VALUES (1, 't', 'P1', 'Claw HAMMER', 1)
INSERT INTO sales.promotions VALUES (4, 'Spring', 0.1, '2011-01-01', '2011-02-01')
INSERT INTO sales.customers VALUES (1, 't', '1', 'ÉLAN Ltd', NULL)
INSERT INTO sales.orders VALUES (1, 10, 't', 'A10', 'invoice', '2011-01-05 08:09Z', '2011-01-05', 1, 1, NULL, 'placed', 'USD', 1), (1, 11, 't', 'C11', 'credit_note', '2011-02-01 17:30Z', '2011-02-01', 1, 1, NULL, 'placed', 'USD', 1)
INSERT INTO sales.order_lines (customer_id, order_id, line_no, {CARRIED}, product_id, promotion_id, quantity, list_price, net_price) VALUES (1, 10, 1, '2011-01-05', 1, 1, NULL, 'placed', 'USD', 1, 1, 4, 2, 5, 5), (1, 10, 2, '2011-01-05', 1, 1, NULL, 'placed', 'USD', 1, 1, NULL, 1, 9, 9)
INSERT INTO sales.returns (customer_id, order_id, line_no, {CARRIED}, product_id, quantity, net_price, sale_order_id, sale_line_no, sale_date) VALUES (1, 11, 1, '2011-02-01', 1, 1, NULL, 'placed', 'USD', 1, 1, 1, 5, 10, 1, '2011-01-05'), (1, 11, 2, '2011-02-01', 1, 1, NULL, 'placed', 'USD', 1, 1, 1, 9, NULL, NULL, NULL)
INSERT INTO sales.payments VALUES (1, 10, 1, '2011-01-06', 1, 10, 'card')
"""  # noqa: E501


@pytest.fixture
def old(new_database: Callable[..., str]) -> Iterator[tuple[str, Engine]]:
    """A database of the first revision with two documents in it."""
    url = new_database(migrated=False)
    migrate.upgrade(url, "0001")
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for statement in OLD_ROWS.strip().splitlines():
            connection.execute(text(statement))
    yield url, engine
    engine.dispose()


def asked(engine: Engine, sql: str) -> list[tuple[Any, ...]]:
    """Rows as the superuser sees them."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


KEPT = (
    f"SELECT customer_id, order_id, line_no, {CARRIED}, product_id, quantity, net_price, promotion_id, list_price "
    "FROM sales.order_lines ORDER BY 1, 2, 3",
    f"SELECT customer_id, order_id, line_no, {CARRIED}, product_id, quantity, net_price, sale_order_id, sale_date "
    "FROM sales.returns ORDER BY 1, 2, 3",
    "SELECT customer_id, order_id, source, document_no, ordered_at FROM sales.orders ORDER BY 1, 2",
    "SELECT customer_id, order_id, payment_no, paid_at, territory_id, amount, method FROM sales.payments",
    "SELECT day, h FROM rollup.marks ORDER BY 1, 2",
    "SELECT topic, h FROM rollup.topic_marks ORDER BY 1, 2",
)


def test_existing_facts_get_the_moment_of_their_order_and_returns_the_promotion_of_their_sale(
    old: tuple[str, Engine],
) -> None:
    url, engine = old
    migrate.upgrade(url)
    moments = (
        "SELECT order_id, line_no, to_char(ordered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), promotion_id FROM {}"
    )
    assert asked(engine, moments.format("sales.order_lines ORDER BY line_no")) == [
        (10, 1, "2011-01-05 08:09", 4),
        (10, 2, "2011-01-05 08:09", None),
    ]
    assert asked(engine, moments.format("sales.returns ORDER BY line_no")) == [
        (11, 1, "2011-02-01 17:30", 4),
        (11, 2, "2011-02-01 17:30", None),
    ]
    assert asked(engine, "SELECT folded FROM sales.customers WHERE customer_id = 1") == [("élan ltd",)]
    assert asked(engine, "SELECT folded, subcategory_id, brand FROM sales.products") == [("claw hammer", None, None)]
    assert asked(engine, "SELECT document_folded FROM sales.orders ORDER BY 1") == [("a10",), ("c11",)]


def test_no_row_is_lost_or_marked_on_the_way_up_and_down(old: tuple[str, Engine]) -> None:
    """What could be asked before has the answer that is remembered of it, so nothing is marked."""
    url, engine = old
    before = [asked(engine, sql) for sql in KEPT]
    migrate.upgrade(url, "0002")
    assert [asked(engine, sql) for sql in KEPT] == before
    migrate.downgrade(url, "0001")
    assert [asked(engine, sql) for sql in KEPT] == before
    assert all(before[:4]), "an empty table shows nothing"


def test_a_table_that_somebody_keeps_stops_the_migration_which_says_so_and_changes_nothing(
    old: tuple[str, Engine], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever asks after it would wait behind it, so it does not wait for long."""
    url, engine = old
    before = described(engine)
    monkeypatch.setenv("OWNER_DATABASE_URL", url)
    monkeypatch.setenv("DATABASE_URL", url)
    with engine.connect() as keeping:
        keeping.execute(text("LOCK TABLE sales.order_lines IN ROW EXCLUSIVE MODE"))
        assert migrate.main() == 1
    told = capsys.readouterr().err
    assert told.endswith("\nan import or a long question holds the tables; nothing was changed, migrate again\n")
    assert described(engine) == before
    assert migrate.main() == 0


def test_a_filled_database_is_described_like_an_empty_one_at_each_revision(
    old: tuple[str, Engine], new_database: Callable[..., str]
) -> None:
    url, engine = old
    empty = new_database(migrated=False)
    other = create_engine(empty, poolclass=NullPool)
    first = described(engine)
    for revision in ("0002", "head"):
        migrate.upgrade(url, revision)
        migrate.upgrade(empty, revision)
        assert described(engine) == described(other), revision
    migrate.downgrade(url, "0001")
    assert described(engine) == first

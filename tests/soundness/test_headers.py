"""Facts repeat their order: a change of the header reaches them, and a fact that says otherwise is refused."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

ROWS = """
INSERT INTO sales.territories VALUES (1, 'North', 'Europe', 'Norway'), (2, 'South', 'Europe', 'Spain')
INSERT INTO sales.channels VALUES (1, 'Online'), (2, 'Shop')
INSERT INTO sales.currencies VALUES ('USD', 'Dollar', 2), ('EUR', 'Euro', 2)
INSERT INTO sales.products VALUES (1, 't', 'P1', 'Hammer', NULL)
INSERT INTO sales.people VALUES (1, 'Ann', NULL), (2, 'Bea', NULL)
INSERT INTO sales.customers VALUES (1, 't', '1', 'Acme', NULL)
INSERT INTO sales.orders VALUES (1, 10, 't', 'A10', 'invoice', '2011-01-05', '2011-01-05', 1, 1, 1, 'placed', 'USD', 1)
INSERT INTO sales.orders VALUES (1, 11, 't', 'C11', 'credit_note', '2011-02-01', '2011-02-01', 1, 1, 1, 'placed', 'USD', 1)
INSERT INTO sales.order_lines (customer_id, order_id, line_no, ordered_at, business_date, territory_id, channel_id, person_id, currency, rate, product_id, quantity, list_price, net_price) VALUES (1, 10, 1, '2011-01-05', '2011-01-05', 1, 1, 1, 'USD', 1, 1, 2, 5, 5)
INSERT INTO sales.returns (customer_id, order_id, line_no, ordered_at, business_date, territory_id, channel_id, person_id, currency, rate, product_id, quantity, net_price, sale_order_id, sale_line_no, sale_date) VALUES (1, 11, 1, '2011-02-01', '2011-02-01', 1, 1, 1, 'USD', 1, 1, 1, 5, 10, 1, '2011-01-05')
INSERT INTO sales.payments VALUES (1, 10, 1, '2011-01-06', 1, 10, 'card')
"""  # noqa: E501


@pytest.fixture
def owner(new_database: Callable[..., str]) -> Iterator[Engine]:
    engine = create_engine(new_database())
    with engine.begin() as connection:
        for statement in ROWS.strip().splitlines():
            connection.execute(text(statement))
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("ordered_at", "2011-01-05 17:45:00+00"),
        ("business_date", "2011-03-09"),
        ("territory_id", "2"),
        ("channel_id", "2"),
        ("person_id", "2"),
        ("person_id", None),
        ("status", "cancelled"),
        ("currency", "EUR"),
        ("rate", "1.25"),
        ("rate", None),
    ],
)
def test_every_change_of_a_header_reaches_its_facts(owner: Engine, column: str, value: str | None) -> None:
    with owner.begin() as connection:
        new = "NULL" if value is None else f"'{value}'"
        connection.execute(text(f"UPDATE sales.orders SET {column} = {new}"))
        for fact in ("order_lines", "returns"):
            seen = connection.execute(text(f"SELECT DISTINCT {column}::text FROM sales.{fact}")).scalars().all()
            assert [None if s is None else s.removesuffix("000000") for s in seen] == [value]


def test_a_sale_that_moves_takes_its_returns_with_it_and_both_days_are_marked(owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM rollup.marks"))
        connection.execute(text("UPDATE sales.orders SET business_date = '2011-01-20' WHERE order_id = 10"))
        assert connection.execute(text("SELECT sale_date::text FROM sales.returns")).scalars().all() == ["2011-01-20"]
        marked = connection.execute(text("SELECT DISTINCT day::text FROM rollup.marks ORDER BY 1")).scalars().all()
        assert marked == ["2011-01-05", "2011-01-20", "2011-02-01"]


def test_a_credit_note_of_another_hour_marks_its_day_and_that_of_its_sale(owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM rollup.marks"))
        connection.execute(text("UPDATE sales.orders SET ordered_at = '2011-02-01 08:00' WHERE order_id = 11"))
        marked = connection.execute(text("SELECT DISTINCT day::text FROM rollup.marks ORDER BY 1")).scalars().all()
        assert marked == ["2011-01-05", "2011-02-01"]


def test_an_edit_that_no_fact_repeats_marks_nothing(owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM rollup.marks"))
        connection.execute(text("UPDATE sales.orders SET document_no = document_no || 'x'"))
        assert connection.execute(text("SELECT count(*) FROM rollup.marks")).scalar_one() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sales.order_lines SET territory_id = 2",
        "UPDATE sales.order_lines SET business_date = '2011-01-06'",
        "UPDATE sales.order_lines SET ordered_at = '2011-01-05 00:00:01'",
        "UPDATE sales.returns SET ordered_at = '2011-01-05'",
        "UPDATE sales.order_lines SET rate = NULL",
        "UPDATE sales.returns SET status = 'test'",
        "UPDATE sales.returns SET sale_date = '2011-01-06'",
        "UPDATE sales.payments SET territory_id = 2",
        "INSERT INTO sales.payments VALUES (1, 10, 2, '2011-01-06', 2, 10, 'card')",
    ],
)
def test_a_fact_that_does_not_repeat_its_order_is_refused(owner: Engine, statement: str) -> None:
    with owner.begin() as connection, pytest.raises(DBAPIError, match="does not repeat"), connection.begin_nested():
        connection.execute(text(statement))


def test_a_customer_is_in_the_territories_of_its_documents(owner: Engine) -> None:
    def territories() -> list[list[int]]:
        return [
            row[0]
            for row in connection.execute(text("SELECT territory_ids FROM sales.customers WHERE customer_id = 1"))
        ]

    with owner.begin() as connection:
        assert territories() == [[1]]
        connection.execute(text("UPDATE sales.orders SET territory_id = 2 WHERE order_id = 11"))
        assert territories() == [[1, 2]]
        connection.execute(text("DELETE FROM sales.orders WHERE order_id = 11"))
        assert territories() == [[1]]
        connection.execute(text("DELETE FROM sales.orders"))
        assert territories() == [[]]

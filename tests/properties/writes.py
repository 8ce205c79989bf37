"""Writes that change answers, by whoever may write: each as the SQL of one transaction."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.oracle.company import DAYS, FIRST
from tests.oracle.parties import Record
from tests.oracle.rows import Rows
from tests.oracle.world import World

Write = Callable[[Rows, int], str]
"""The statement, made of the rows as they stand and a number that chooses among them."""


def picked(rows: list[Record], number: int) -> Record:
    """One of the rows."""
    return rows[number % len(rows)]


def day_of(number: int) -> date:
    """One of the company's days."""
    return FIRST + timedelta(days=number * 37 % DAYS)


def _same(row: Record, *columns: str) -> str:
    return " AND ".join(f"{c} = {row[c]}" for c in columns)


def _order(row: Record) -> str:
    return _same(row, "customer_id", "order_id")


def _line(row: Record) -> str:
    return _same(row, "customer_id", "order_id", "line_no")


def _notes(rows: Rows) -> list[Record]:
    """The credit notes."""
    return [order for order in rows.orders if order["document_kind"] == "credit_note"]


def sell(rows: Rows, n: int) -> str:
    """A new document with one line, in one statement."""
    day, customer, order_id = day_of(n), n % 28, 10_000_000 + max(o["order_id"] for o in rows.orders)
    carried = f"'{day} 12:00Z', '{day}', {1 + n % 5}, {1 + n % 3}, NULL, 'placed', 'USD', 1"
    return f"""WITH made AS (INSERT INTO sales.orders (customer_id, order_id, source, document_no, ordered_at,
        business_date, territory_id, channel_id, person_id, status, currency, rate)
        VALUES ({customer}, {order_id}, 'later', '{order_id}', {carried}) RETURNING customer_id)
        INSERT INTO sales.order_lines (customer_id, order_id, line_no, ordered_at, business_date, territory_id,
        channel_id, person_id, status, currency, rate, kind, product_id, quantity, list_price, net_price, unit_cost)
        SELECT customer_id, {order_id}, 1, {carried}, 'sale', {1 + n % 25}, 3, 7.5, 7.25, 2 FROM made"""


FACTS: dict[str, Write] = {
    "sell": sell,
    "change a quantity": lambda rows, n: (
        f"UPDATE sales.order_lines SET quantity = quantity + 1.5 WHERE {_line(picked(rows.order_lines, n))}"
    ),
    "move an order to another day": lambda rows, n: (
        f"UPDATE sales.orders SET business_date = '{day_of(n)}', ordered_at = '{day_of(n)} 12:00Z' "
        f"WHERE {_order(picked(rows.orders, n))}"
    ),
    "move an order to another hour": lambda rows, n: (
        f"UPDATE sales.orders SET ordered_at = (business_date + time '{n % 24:02}:30') AT TIME ZONE 'UTC' "
        f"WHERE {_order(picked(rows.orders, n))}"
    ),
    "put a line under a promotion": lambda rows, n: (
        f"UPDATE sales.order_lines SET promotion_id = {1 + n % 3} WHERE {_line(picked(rows.order_lines, n))}"
    ),
    "pay an order": lambda rows, n: (
        "INSERT INTO sales.payments SELECT customer_id, order_id, coalesce(max(payment_no), 0) + 1, o.ordered_at, "
        "o.territory_id, 1000000, 'card' FROM sales.orders AS o LEFT JOIN sales.payments USING (customer_id, order_id) "
        f"WHERE {_order(picked(rows.orders, n))} GROUP BY customer_id, order_id, o.ordered_at, o.territory_id"
    ),
    "lower the payments of orders": lambda rows, n: (
        f"UPDATE sales.payments SET amount = amount / 2 WHERE order_id % 7 = {n % 7} AND amount > 0"
    ),
    "give payments back": lambda rows, n: f"DELETE FROM sales.payments WHERE order_id % 7 = {n % 7}",
    "move an order to another territory": lambda rows, n: (
        f"UPDATE sales.orders SET territory_id = territory_id % 5 + 1 WHERE {_order(picked(rows.orders, n))}"
    ),
    "cancel an order": lambda rows, n: (
        f"UPDATE sales.orders SET status = 'cancelled' WHERE {_order(picked(rows.orders, n))}"
    ),
    "count an order again": lambda rows, n: (
        f"UPDATE sales.orders SET status = 'placed', rate = 1.25 WHERE {_order(picked(rows.orders, n))}"
    ),
    "call a document a credit note": lambda rows, n: (
        f"UPDATE sales.orders SET document_kind = 'credit_note' WHERE {_order(picked(rows.orders, n))}"
    ),
    "delete a returned line": lambda rows, n: f"DELETE FROM sales.returns WHERE {_line(picked(rows.returns, n))}",
    "restock a returned line": lambda rows, n: (
        f"UPDATE sales.returns SET restocked = NOT restocked, unit_cost = 1.75 WHERE {_line(picked(rows.returns, n))}"
    ),
    "delete a document": lambda rows, n: (
        f"DELETE FROM sales.orders AS o WHERE {_order(picked(_notes(rows) if n % 2 else rows.orders, n))} "
        "AND NOT EXISTS (SELECT FROM sales.returns AS r "
        "WHERE r.customer_id = o.customer_id AND r.sale_order_id = o.order_id)"
    ),
    "raise a quota": lambda rows, n: (
        "UPDATE sales.quotas SET amount = amount + 0.01 WHERE (person_id, territory_id, starts) = "
        "({person_id}, {territory_id}, '{starts}')".format(**picked(rows.quotas, n))
    ),
}

REFERENCES: dict[str, Write] = {
    "rename a category": lambda rows, n: f"UPDATE sales.categories SET name = 'Goods {n}' WHERE category_id = 1",
    "move a product to a category": lambda rows, n: (
        f"UPDATE sales.products SET category_id = {1 + n % 4}, subcategory_id = NULL WHERE product_id = {1 + n % 25}"
    ),
    "rename a product": lambda rows, n: f"UPDATE sales.products SET name = 'Mug' WHERE product_id = {1 + n % 25}",
    "recode a product": lambda rows, n: (
        f"UPDATE sales.products SET source_key = source_key || 'x' WHERE product_id = {1 + n % 25}"
    ),
    "move a product to a subcategory": lambda rows, n: (
        "UPDATE sales.products AS p SET category_id = s.category_id, subcategory_id = s.subcategory_id "
        f"FROM sales.subcategories AS s WHERE p.product_id = {1 + n % 25} AND s.subcategory_id = {1 + n % 3}"
    ),
    "rename a subcategory": lambda rows, n: (
        f"UPDATE sales.subcategories SET name = 'Kind {n}' WHERE subcategory_id = {1 + n % 3}"
    ),
    "rebrand a product": lambda rows, n: f"UPDATE sales.products SET brand = 'B{n}' WHERE product_id = {1 + n % 25}",
    "rename a promotion": lambda rows, n: f"UPDATE sales.promotions SET name = 'P{n}' WHERE promotion_id = {1 + n % 3}",
    "correct rates": lambda rows, n: f"UPDATE sales.rates SET rate = rate * 1.01 WHERE day < '{day_of(n)}'",
    "take rates away": lambda rows, n: f"DELETE FROM sales.rates WHERE day = '{day_of(n)}'",
    "rename a customer": lambda rows, n: (
        f"UPDATE sales.customers SET name = 'Smith & Co' WHERE customer_id = {1 + n % 27}"
    ),
    "move a customer to a segment": lambda rows, n: (
        f"UPDATE sales.customers SET segment_id = nullif({n % 4}, 0) WHERE customer_id = {1 + n % 27}"
    ),
    "rename a segment": lambda rows, n: f"UPDATE sales.segments SET name = 'Segment {n}' WHERE segment_id = 1",
    "rename a channel": lambda rows, n: (
        f"UPDATE sales.channels SET name = 'Channel {n}' WHERE channel_id = {1 + n % 3}"
    ),
    "rename a territory": lambda rows, n: (
        f"UPDATE sales.territories SET name = 'T{n}' WHERE territory_id = {1 + n % 5}"
    ),
    "move a territory": lambda rows, n: (
        f"UPDATE sales.territories SET region = 'Isles', country = NULL WHERE territory_id = {1 + n % 5}"
    ),
    "rename a person": lambda rows, n: f"UPDATE sales.people SET name = 'P{n}' WHERE person_id = {1 + n % 5}",
    "move a person": lambda rows, n: f"UPDATE sales.people SET team_id = {1 + n % 2} WHERE person_id = {1 + n % 5}",
    "rename a team": lambda rows, n: f"UPDATE sales.teams SET name = 'Team {n}' WHERE team_id = {1 + n % 2}",
}

WRITERS: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "loader": ("dashboard_loader", ()),
    "superuser": (None, ()),
    "superuser as a replica": (None, ("SET LOCAL session_replication_role = replica",)),
}
"""Who writes: the role, and what is set before."""

numbers = st.integers(0, 10_000)


def write(world: World, writer: str, statement: str) -> None:
    """Commit the statement as the writer."""
    role, before = WRITERS[writer]
    world.write(*before, statement, role=role)

"""Rows that every database has from its first moment: Guest, and the calendar."""

from sqlalchemy import Connection, text

from db import calendar
from db.rules.roles import LOADER

GUEST = 0
"""The customer that a sale without one belongs to."""


def settle(connection: Connection) -> None:
    """Add what is missing; changes nothing where all is there. Commits with the caller's transaction."""
    connection.execute(text(f"SET LOCAL ROLE {LOADER}"))
    connection.execute(
        text(
            "INSERT INTO sales.customers (customer_id, source, source_key, name) "
            "VALUES (:guest, 'dashboard', 'guest', 'Guest') ON CONFLICT DO NOTHING"
        ),
        {"guest": GUEST},
    )
    if not connection.execute(text("SELECT EXISTS (SELECT FROM sales.calendar)")).scalar_one():
        calendar.fill(connection)
    connection.execute(text("RESET ROLE"))

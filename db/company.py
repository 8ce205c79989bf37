"""Statements on the company's own settings, rows of app.settings; the books are the two that facts are booked by."""

from collections.abc import Mapping

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from db.schema.facts import orders
from db.schema.intake import settings

CURRENCY, ZONE = "company_currency", "business_time_zone"
BOOKS = (CURRENCY, ZONE)
FISCAL_START, WEEK_START = "fiscal_start_month", "week_start"
CALENDAR: Mapping[str, str] = {FISCAL_START: "1", WEEK_START: "1"}
"""The calendar's settings where nothing else is stored: years from January, weeks from Monday."""


def stored(connection: Connection) -> dict[str, str]:
    """Every setting by name, empty before the first is stored."""
    return {row.name: row.value for row in connection.execute(select(settings.c.name, settings.c.value))}


def add_missing(connection: Connection, values: Mapping[str, str]) -> None:
    """Store the settings that aren't there yet; the first of two at once wins.

    Of writers of the books only one at a time comes here: each holds the lock on reference data, as whoever books does.
    """
    rows = [{"name": name, "value": value} for name, value in values.items()]
    connection.execute(insert(settings).values(rows).on_conflict_do_nothing())


def replace(connection: Connection, name: str, value: str) -> None:
    """Change a setting that is there; the lock on reference data is held."""
    connection.execute(settings.update().where(settings.c.name == name).values(value=value, changed_at=func.now()))


def has_orders(connection: Connection) -> bool:
    """Whether anything is booked, and so counted by the settings. Needs a role that may read orders."""
    return bool(connection.execute(select(exists().select_from(orders))).scalar_one())

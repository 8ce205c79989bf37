"""How the company keeps its books: the demo is booked by what is stored, and stores it where nothing is."""

from dataclasses import dataclass
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from sqlalchemy import Connection

from db import company as rows
from db.demo.errors import DemoRefused

_FIRST = {rows.CURRENCY: "USD", rows.ZONE: "UTC"}
"""Of a company that nobody said anything about."""


@dataclass(frozen=True, slots=True)
class Books:
    """ISO 4217, and the IANA name of the zone whose midnight ends a business day."""

    currency: str
    zone: str


def refuse_other_books(connection: Connection, currency: str | None, zone: str | None) -> None:
    """Raises DemoRefused where another currency or zone is stored than the one asked for, or none has that name."""
    there = rows.stored(connection)
    for name, value in _asked(currency, zone).items():
        if there.get(name, value) != value:
            raise DemoRefused(
                f"{name} {value} contradicts {there[name]}, which is stored in this database; leave it out, or load "
                "the demo into an empty database"
            )


def settle_books(connection: Connection, currency: str | None, zone: str | None) -> Books:
    """The books as stored; what is missing is stored. The lock on reference data is held."""
    rows.add_missing(connection, {**rows.CALENDAR, **_FIRST, **_asked(currency, zone)})
    there = rows.stored(connection)
    return Books(there[rows.CURRENCY], there[rows.ZONE])


def _asked(currency: str | None, zone: str | None) -> dict[str, str]:
    known = ((rows.CURRENCY, currency, list_currencies()), (rows.ZONE, zone, available_timezones()))
    for name, value, names in known:
        if value is not None and value not in names:
            rule = "an ISO 4217 code" if name == rows.CURRENCY else "an IANA time zone"
            raise DemoRefused(f"{name} {value!r} must be {rule}")
    return {name: value for name, value, _ in known if value is not None}

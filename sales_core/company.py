"""How the company keeps its books: stored with its facts, since facts are converted and dated by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from db import company as rows
from db.intake import reference
from db.rules.roles import REFRESHER
from sales_core.access import access
from sales_core.errors import SettingsError
from sales_core.loading import loading
from sales_core.settings import Settings


@dataclass(frozen=True, slots=True)
class Company:
    """The company's settings as the database has them."""

    currency: str
    """ISO 4217; every answer is in it."""
    time_zone: str
    """IANA name; its midnight ends a business day."""
    fiscal_start_month: int
    """1 to 12, the month that the fiscal year begins in."""
    week_start: int
    """ISO weekday, Monday is 1."""

    @property
    def zone(self) -> ZoneInfo:
        """The zone to compute with."""
        return ZoneInfo(self.time_zone)


def company(engine: Engine) -> Company:
    """The company of this database. Raises SettingsError before `settle` was called once."""
    with access(engine) as connection:
        return company_of(connection)


def company_of(connection: Connection) -> Company:
    """The same in a transaction of the caller's. Under the lock on reference data it stays so until the commit."""
    there = rows.stored(connection)
    if _missing(there):
        raise SettingsError("the company's currency and time zone are not stored yet; `make run` stores them")
    return Company(
        currency=there[rows.CURRENCY],
        time_zone=there[rows.ZONE],
        fiscal_start_month=int(there[rows.FISCAL_START]),
        week_start=int(there[rows.WEEK_START]),
    )


def has_orders(engine: Engine) -> bool:
    """Whether an order is booked, whoever may see it; the books are fixed from then on."""
    with access(engine, REFRESHER) as connection:
        return rows.has_orders(connection)


def settle(engine: Engine, settings: Settings) -> Company:
    """Store what isn't stored yet; hold what is against what the operator set.

    A setting that was left at its default contradicts nothing. Currency and zone can be changed as long as no order is
    booked; after that another value raises SettingsError, since stored rates and days were made by the first one. So
    does a database whose orders were booked without them. What is as it should be waits for nobody; a change waits for
    imports that run.
    """
    asked = {rows.CURRENCY: settings.company_currency, rows.ZONE: settings.business_time_zone}
    with loading(engine) as connection:
        if not _is_settled(rows.stored(connection), asked, settings):
            reference.lock(connection)
            _settle(connection, asked, settings)
        return company_of(connection)


def _missing(there: Mapping[str, str]) -> bool:
    return not {*rows.BOOKS, *rows.CALENDAR} <= there.keys()


def _is_settled(there: Mapping[str, str], asked: Mapping[str, str], settings: Settings) -> bool:
    return not _missing(there) and not _changed(there, asked, settings)


def _changed(there: Mapping[str, str], asked: Mapping[str, str], settings: Settings) -> list[str]:
    """Names of the settings that the operator set otherwise than they are stored."""
    return [name for name in asked if name in settings.model_fields_set and there[name] != asked[name]]


def _settle(connection: Connection, asked: Mapping[str, str], settings: Settings) -> None:
    booked = rows.has_orders(connection)
    if booked:
        _refuse_unknown_books(rows.stored(connection))
    rows.add_missing(connection, {**rows.CALENDAR, **asked})
    there = rows.stored(connection)
    for name in _changed(there, asked, settings):
        if booked:
            raise SettingsError(
                f"{name.upper()}={asked[name]} contradicts {there[name]}, by which this database's orders are booked; "
                f"set {name.upper()}={there[name]}, or take an empty database"
            )
        rows.replace(connection, name, asked[name])


def _refuse_unknown_books(there: Mapping[str, str]) -> None:
    missing = " and ".join(name for name in rows.BOOKS if name not in there)
    if missing:
        raise SettingsError(
            f"this database's orders were booked while {missing} was not stored, and what is set now may be another; "
            f"store what they were booked by (INSERT INTO app.settings (name, value) …), or take an empty database"
        )

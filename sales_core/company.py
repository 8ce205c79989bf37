"""How the company keeps its books: stored with its facts, since facts are converted and dated by it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from db import company as rows
from sales_core.access import access
from sales_core.errors import SettingsError
from sales_core.loading import loading
from sales_core.settings import Settings

_CURRENCY, _ZONE = "company_currency", "business_time_zone"
_FISCAL_START, _WEEK_START = "fiscal_start_month", "week_start"


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
        return _company(connection)


def settle(engine: Engine, settings: Settings) -> Company:
    """Store what isn't stored yet; hold what is against what the operator set.

    A setting that was left at its default contradicts nothing. Currency and zone can be changed as long as no order is
    booked; after that another value raises SettingsError, since stored rates and days were made by the first one.
    """
    asked = {_CURRENCY: settings.company_currency, _ZONE: settings.business_time_zone}
    with loading(engine) as connection:
        rows.add_missing(connection, {**asked, _FISCAL_START: "1", _WEEK_START: "1"})
        there = rows.stored(connection)
        for name, value in asked.items():
            if name in settings.model_fields_set and there[name] != value:
                _change(connection, name, there[name], value)
        return _company(connection)


def _change(connection: Connection, name: str, there: str, asked: str) -> None:
    if rows.has_orders(connection):
        raise SettingsError(
            f"{name.upper()}={asked} contradicts {there}, by which this database's orders are booked; "
            f"set {name.upper()}={there}, or take an empty database"
        )
    rows.replace(connection, name, asked)


def _company(connection: Connection) -> Company:
    there = rows.stored(connection)
    if _CURRENCY not in there:
        raise SettingsError("the company's currency and time zone are not stored yet; `make run` stores them")
    return Company(
        currency=there[_CURRENCY],
        time_zone=there[_ZONE],
        fiscal_start_month=int(there[_FISCAL_START]),
        week_start=int(there[_WEEK_START]),
    )

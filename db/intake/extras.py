"""What a folder of files knows besides lines: rates, promotions with their days, salespeople's quotas.

All of it is added where it isn't there yet, and nothing that is there is changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from db.intake import naming
from db.intake.shapes import Preset


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of `to_currency` for one of `currency` on a day."""

    currency: str
    to_currency: str
    day: date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Promotion:
    """A promotion that takes `share` (0 to 1) off the list price from `starts` until before `ends`."""

    name: str
    share: Decimal
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Quota:
    """What a person has to sell in a territory from `starts` until before `ends`, in the preset's currency."""

    person: str
    team: str | None
    territory: str
    region: str
    country: str | None
    starts: date
    ends: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Extras:
    """All of it. `currencies` are codes with their names and decimals."""

    currencies: Sequence[tuple[str, str, int]] = ()
    rates: Sequence[Rate] = ()
    promotions: Sequence[Promotion] = ()
    quotas: Sequence[Quota] = ()
    notices: Sequence[str] = field(default=())
    """What is to be told of the folder, a sentence each."""


NOTHING_BESIDE = Extras()
"""What a single file knows besides its lines."""


def add_rates_and_promotions(connection: Connection, preset: Preset, extras: Extras) -> None:
    """Before the documents are written: they are booked at these rates, their lines under these promotions."""
    if extras.currencies:
        _execute_all(
            connection,
            "INSERT INTO sales.currencies (currency, name, minor_digits) VALUES (:currency, :name, :digits) "
            "ON CONFLICT DO NOTHING",
            [{"currency": code, "name": name, "digits": digits} for code, name, digits in extras.currencies],
        )
    if extras.rates:
        _add_rates(connection, extras.rates)
    if extras.promotions:
        _add_promotions(connection, preset, extras.promotions)


def _execute_all(connection: Connection, statement: str, rows: list[dict[str, Any]]) -> None:
    connection.execute(text(statement), rows)


def _add_rates(connection: Connection, rates: Sequence[Rate]) -> None:
    """In one statement: each that writes rates leaves a mark."""
    connection.execute(
        text("""
        INSERT INTO sales.rates (currency, to_currency, day, rate)
        SELECT * FROM unnest(CAST(:currencies AS text[]), CAST(:to_currencies AS text[]), CAST(:days AS date[]),
                             CAST(:rates AS numeric[])) ON CONFLICT DO NOTHING
        """),
        {
            "currencies": [rate.currency for rate in rates],
            "to_currencies": [rate.to_currency for rate in rates],
            "days": [rate.day for rate in rates],
            "rates": [rate.rate for rate in rates],
        },
    )


def _add_promotions(connection: Connection, preset: Preset, promotions: Sequence[Promotion]) -> None:
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE intake_promotions (name text, share numeric, starts date, ends date) ON COMMIT DROP"
        )
    )
    _execute_all(
        connection,
        "INSERT INTO pg_temp.intake_promotions VALUES (:name, :share, :starts, :ends)",
        [{"name": p.name, "share": p.share, "starts": p.starts, "ends": p.ends} for p in promotions],
    )
    named = "SELECT name, share, starts, ends FROM pg_temp.intake_promotions"
    naming.find(connection, preset, naming.PROMOTIONS, named)
    naming.add(connection, naming.PROMOTIONS, named, ", discount_share, starts, ends", ", d.share, d.starts, d.ends")


_QUOTA_TABLE = """
    CREATE TEMPORARY TABLE intake_quotas (
        name text, team text, territory text, region text, country text, starts date, ends date, amount numeric
    ) ON COMMIT DROP
"""

_QUOTAS = f"""
    INSERT INTO sales.quotas (person_id, territory_id, starts, ends, amount)
    SELECT p.id, t.id, q.starts, q.ends,
           CASE WHEN CAST(:currency AS text) = CAST(:company_currency AS text) THEN q.amount
                ELSE round(q.amount * r.rate, 6) END
    FROM pg_temp.intake_quotas AS q
    JOIN {naming.NAMES} AS p ON p.what = '{naming.PEOPLE}' AND p.name = q.name
    JOIN {naming.NAMES} AS t ON t.what = '{naming.TERRITORIES}' AND t.name = q.territory
    LEFT JOIN sales.rates AS r ON r.currency = :currency AND r.to_currency = :company_currency AND r.day = q.starts
    WHERE CAST(:currency AS text) = CAST(:company_currency AS text) OR r.rate IS NOT NULL
    ON CONFLICT DO NOTHING RETURNING person_id, territory_id, starts
"""


def add_quotas(
    connection: Connection, preset: Preset, quotas: Sequence[Quota], company_currency: str
) -> list[dict[str, Any]]:
    """After the people and territories: the keys of the quotas that were added.

    Those of another currency than the company's are converted at the rate of their first day, to six decimals; without
    one they are left out.
    """
    if not quotas:
        return []
    connection.execute(text(_QUOTA_TABLE))
    _execute_all(
        connection,
        "INSERT INTO pg_temp.intake_quotas "
        "VALUES (:name, :team, :territory, :region, :country, :starts, :ends, :amount)",
        [
            {
                "name": q.person, "team": q.team, "territory": q.territory, "region": q.region, "country": q.country,
                "starts": q.starts, "ends": q.ends, "amount": q.amount,
            }
            for q in quotas
        ],
    )  # fmt: skip
    _name_people_and_territories(connection, preset)
    rows = connection.execute(text(_QUOTAS), {"currency": preset.money.currency, "company_currency": company_currency})
    return [{"person_id": r.person_id, "territory_id": r.territory_id, "starts": r.starts.isoformat()} for r in rows]


def _name_people_and_territories(connection: Connection, preset: Preset) -> None:
    """Those with a quota, also where they sold nothing."""
    sources = {
        naming.TEAMS: ("SELECT DISTINCT team AS name", "team", "", ""),
        naming.PEOPLE: (
            "SELECT DISTINCT name, team",
            "name",
            ", team_id",
            f", (SELECT k.id FROM {naming.NAMES} AS k WHERE k.what = '{naming.TEAMS}' AND k.name = d.team)",
        ),
        naming.TERRITORIES: (
            "SELECT DISTINCT territory AS name, region, country",
            "territory",
            ", region, country",
            ", d.region, d.country",
        ),
    }
    for what, (names, column, more, values) in sources.items():
        named = f"{names} FROM pg_temp.intake_quotas WHERE {column} IS NOT NULL"
        naming.find(connection, preset, what, named)
        naming.add(connection, what, named, more, values)

"""What documents and lines name: currencies, territories, channels, people, promotions. New ones are added."""

from babel.numbers import get_currency_name, get_currency_precision
from sqlalchemy import Connection, text

from db.intake import naming, parties
from db.intake.checking import CHECKED, TAKEN
from db.intake.documents import DOCUMENTS
from db.intake.matching import KNOWN_CUSTOMERS, currency_of
from db.intake.meanings import Meaning
from db.intake.shapes import Preset
from db.intake.texts import quoted

_LOCK = """
    LOCK TABLE sales.currencies, sales.territories, sales.channels, sales.customers, sales.products
    IN SHARE ROW EXCLUSIVE MODE
"""
"""New ids are the highest so far and up: one writer at a time, whichever program it is. Readers don't wait."""


def lock(connection: Connection) -> None:
    """Wait for other imports and for whoever else adds reference data; held to the end of the transaction."""
    connection.execute(text(_LOCK))


def find_territories(connection: Connection, preset: Preset) -> None:
    """Begin the table of names with the documents' territories that are there already."""
    naming.begin(connection)
    named = f"SELECT DISTINCT territory AS name FROM {DOCUMENTS} WHERE territory IS NOT NULL"
    naming.find(connection, preset, naming.TERRITORIES, named)


def add_missing(connection: Connection, preset: Preset, company_currency: str) -> None:
    """Add what the documents and lines to be taken in name, and complete the documents' customers."""
    _add_currencies(connection, preset, company_currency)
    _add_territories(connection, preset)
    channel = naming.of_document(preset, Meaning.CHANNEL)
    channels = f"SELECT DISTINCT {channel} AS name FROM {DOCUMENTS} AS d"
    naming.find(connection, preset, naming.CHANNELS, channels)
    naming.add(connection, naming.CHANNELS, channels)
    if preset.has(Meaning.SALESPERSON):
        parties.add_people(connection, preset)
    if preset.has(Meaning.PROMOTION):
        _add_promotions(connection, preset)
    parties.add_customers(connection, preset)
    parties.add_products(connection, preset)
    connection.execute(text(KNOWN_CUSTOMERS), {"source": preset.name})


def _add_currencies(connection: Connection, preset: Preset, company_currency: str) -> None:
    """Under their names in English; a code that is nobody's is its own name."""
    found = connection.execute(
        text(f"SELECT DISTINCT {currency_of(preset, company_currency)} AS currency FROM {DOCUMENTS} AS d")
    ).scalars()
    rows = [
        {"currency": code, "name": get_currency_name(code, locale="en"), "digits": get_currency_precision(code)}
        for code in found
    ]
    if preset.money.name:
        rows = [row | ({"name": preset.money.name} if row["currency"] == preset.money.currency else {}) for row in rows]
    if rows:
        connection.execute(
            text(
                "INSERT INTO sales.currencies (currency, name, minor_digits) VALUES (:currency, :name, :digits) "
                "ON CONFLICT DO NOTHING"
            ),
            rows,
        )


def _add_territories(connection: Connection, preset: Preset) -> None:
    """A territory lies where the file says, else where the preset does; else elsewhere, in the country of its name."""
    said = {meaning: f"'' AS {meaning}" for meaning in (Meaning.REGION, Meaning.COUNTRY)}
    for meaning in said:
        if preset.has(meaning):
            said[meaning] = f"coalesce({parties.first_said(meaning)}, '') AS {meaning}"
    names = ", ".join(quoted(name) for name in preset.places) or "NULL"
    regions = ", ".join(quoted(place.region) for place in preset.places.values()) or "NULL"
    countries = ", ".join(quoted(place.country) if place.country else "NULL" for place in preset.places.values())
    placed = f"""
        SELECT n.name, coalesce(nullif(s.region, ''), p.region, {quoted(preset.elsewhere)}) AS region,
               coalesce(nullif(s.country, ''), CASE WHEN p.name IS NULL AND n.name <> {quoted(preset.no_territory)}
                                                    THEN n.name ELSE p.country END) AS country
        FROM (SELECT DISTINCT territory AS name FROM {DOCUMENTS}) AS n
        LEFT JOIN (SELECT territory AS name, {", ".join(said.values())} FROM {CHECKED} WHERE {TAKEN}
                   GROUP BY territory) AS s ON s.name = n.name
        LEFT JOIN unnest(ARRAY[{names}]::text[], ARRAY[{regions}]::text[], ARRAY[{countries or "NULL"}]::text[])
            AS p (name, region, country) ON p.name = n.name
    """
    naming.add(connection, naming.TERRITORIES, placed, ", region, country", ", d.region, d.country")


def _add_promotions(connection: Connection, preset: Preset) -> None:
    """Of a promotion that only has a name: it lasts from its first line to its last, and what it takes off is 0."""
    zone = "(ordered_at AT TIME ZONE 'UTC')::date"
    named = f"""
        SELECT promotion AS name, min({zone}) AS starts, max({zone}) + 1 AS ends
        FROM {CHECKED} WHERE {TAKEN} AND promotion <> '' GROUP BY promotion
    """
    naming.find(connection, preset, naming.PROMOTIONS, named)
    naming.add(connection, naming.PROMOTIONS, named, ", discount_share, starts, ends", ", 0, d.starts, d.ends")

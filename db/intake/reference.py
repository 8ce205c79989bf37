"""What documents and lines name: territories, channel, currency, customers, products. New ones are added."""

from sqlalchemy import Connection, text

from db.intake import naming
from db.intake.checking import CHECKED, TAKEN
from db.intake.matching import DOCUMENTS, KNOWN_CUSTOMERS, NAMES
from db.intake.shapes import Preset

_LOCK = """
    LOCK TABLE sales.currencies, sales.territories, sales.channels, sales.customers, sales.products
    IN SHARE ROW EXCLUSIVE MODE
"""
"""New ids are the highest so far and up: one writer at a time, whichever program it is. Readers don't wait."""

_TERRITORIES = f"""
    WITH added AS (INSERT INTO sales.territories (territory_id, name, region, country)
    SELECT (SELECT coalesce(max(territory_id), 0) FROM sales.territories) + row_number() OVER (ORDER BY n.name),
           n.name, coalesce(p.region, :elsewhere), CASE WHEN p.name IS NULL THEN n.name ELSE p.country END
    FROM (SELECT DISTINCT territory AS name FROM {DOCUMENTS}) AS n
    LEFT JOIN unnest(CAST(:names AS text[]), CAST(:regions AS text[]), CAST(:countries AS text[]))
        AS p (name, region, country) ON p.name = n.name
    WHERE NOT EXISTS (SELECT FROM {NAMES} AS known WHERE known.name = n.name) RETURNING name, territory_id)
    INSERT INTO {NAMES} SELECT name, territory_id FROM added
"""

_CUSTOMERS = f"""
    INSERT INTO sales.customers (customer_id, source, source_key, name, territory_ids)
    SELECT (SELECT max(customer_id) FROM sales.customers) + row_number() OVER (ORDER BY customer),
           :source, customer, replace(CAST(:label AS text), '{{}}', customer), territory_ids
    FROM (SELECT customer, array_agg(DISTINCT territory_id ORDER BY territory_id) AS territory_ids
          FROM {DOCUMENTS} JOIN {NAMES} AS t ON t.name = territory
          WHERE customer_id IS NULL GROUP BY customer) AS n
"""
"""Their territories at once, so that the trigger on orders finds nothing left to add."""

_PRODUCTS = f"""
    INSERT INTO sales.products (product_id, source, source_key, name)
    SELECT (SELECT coalesce(max(product_id), 0) FROM sales.products) + row_number() OVER (ORDER BY product),
           :source, product, coalesce(name, product)
    FROM (SELECT DISTINCT ON (product COLLATE "C") product, nullif(product_name, '') AS name
          FROM (SELECT product, product_name, count(*) AS times
                FROM {CHECKED} WHERE {TAKEN} GROUP BY product, product_name) AS named
          ORDER BY product COLLATE "C", product_name = '', times DESC, product_name COLLATE "C") AS best
    WHERE NOT EXISTS (SELECT FROM sales.products AS p WHERE p.source = :source AND p.source_key = product)
"""
"""A product is called what most of its lines in the file call it, the first in C order where that is a tie."""


def lock(connection: Connection) -> None:
    """Wait for other imports and for whoever else adds reference data; held to the end of the transaction."""
    connection.execute(text(_LOCK))


def add_missing(connection: Connection, preset: Preset) -> None:
    """Add what the documents and lines to be taken in name, and complete the documents' customers."""
    _add_currency_and_channel(connection, preset)
    connection.execute(
        text(_TERRITORIES),
        {
            "elsewhere": preset.elsewhere,
            "names": list(preset.places),
            "regions": [place.region for place in preset.places.values()],
            "countries": [place.country for place in preset.places.values()],
        },
    )
    connection.execute(text(_CUSTOMERS), {"source": preset.name, "label": preset.customer_label})
    connection.execute(text(_PRODUCTS), {"source": preset.name})
    connection.execute(text(KNOWN_CUSTOMERS), {"source": preset.name})


def _add_currency_and_channel(connection: Connection, preset: Preset) -> None:
    connection.execute(
        text(
            "INSERT INTO sales.currencies (currency, name, minor_digits) VALUES (:currency, :name, :digits) "
            "ON CONFLICT DO NOTHING"
        ),
        {
            "currency": preset.money.currency,
            "name": preset.money.name,
            "digits": preset.money.minor_digits,
        },
    )
    if naming.channel(connection, preset) is None:
        connection.execute(
            text("""
            INSERT INTO sales.channels (channel_id, name)
            SELECT (SELECT coalesce(max(channel_id), 0) + 1 FROM sales.channels), :name
            """),
            {"name": preset.channel},
        )

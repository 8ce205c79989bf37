"""Customers, salespeople and products that the lines name. Who is known keeps name, category and segment."""

from sqlalchemy import Connection, text

from db.intake import naming
from db.intake.checking import CHECKED, TAKEN
from db.intake.documents import DOCUMENTS
from db.intake.meanings import Meaning
from db.intake.shapes import Preset


def first_said(meaning: Meaning) -> str:
    """SQL for what the first of grouped lines says that says anything; null where none does."""
    return f"(array_agg({meaning} ORDER BY source_line) FILTER (WHERE {meaning} <> ''))[1]"


def _said(preset: Preset, meaning: Meaning) -> str:
    return first_said(meaning) if preset.has(meaning) else "NULL::text"


def _id_of(what: str, name: str) -> str:
    """SQL for the id that a name means; null where it is null."""
    return f"(SELECT k.id FROM {naming.NAMES} AS k WHERE k.what = '{what}' AND k.name = {name})"


def add_people(connection: Connection, preset: Preset) -> None:
    """Add the salespeople of the documents, each in the team that the first line with one says."""
    if preset.has(Meaning.TEAM):
        teams = f"SELECT DISTINCT team AS name FROM {CHECKED} WHERE {TAKEN} AND team <> ''"
        naming.find(connection, preset, naming.TEAMS, teams)
        naming.add(connection, naming.TEAMS, teams)
    people = f"""
        SELECT salesperson AS name, {_said(preset, Meaning.TEAM)} AS team
        FROM {CHECKED} WHERE {TAKEN} AND salesperson <> '' GROUP BY salesperson
    """
    naming.find(connection, preset, naming.PEOPLE, people)
    naming.add(connection, naming.PEOPLE, people, ", team_id", f", {_id_of(naming.TEAMS, 'd.team')}")


def add_customers(connection: Connection, preset: Preset) -> None:
    """Add the documents' customers; their territories at once, so that the trigger on orders has none left to add."""
    if preset.has(Meaning.SEGMENT):
        segments = f"SELECT DISTINCT segment AS name FROM {CHECKED} WHERE {TAKEN} AND segment <> ''"
        naming.find(connection, preset, naming.SEGMENTS, segments)
        naming.add(connection, naming.SEGMENTS, segments)
    own = "SELECT NULL::text AS customer, NULL::text AS name, NULL::text AS segment WHERE false"
    if preset.has(Meaning.CUSTOMER_NAME) or preset.has(Meaning.SEGMENT):
        own = f"""SELECT customer, {_said(preset, Meaning.CUSTOMER_NAME)} AS name,
                         {_said(preset, Meaning.SEGMENT)} AS segment
                  FROM {CHECKED} WHERE {TAKEN} GROUP BY customer"""
    connection.execute(
        text(f"""
        INSERT INTO sales.customers (customer_id, source, source_key, name, segment_id, territory_ids)
        SELECT (SELECT max(customer_id) FROM sales.customers) + row_number() OVER (ORDER BY n.customer),
               :source, n.customer, coalesce(o.name, replace(CAST(:label AS text), '{{}}', n.customer)),
               {_id_of(naming.SEGMENTS, "o.segment")}, n.territory_ids
        FROM (SELECT customer, array_agg(DISTINCT t.id ORDER BY t.id) AS territory_ids
              FROM {DOCUMENTS} JOIN {naming.NAMES} AS t ON t.what = '{naming.TERRITORIES}' AND t.name = territory
              WHERE customer_id IS NULL GROUP BY customer) AS n
        LEFT JOIN ({own}) AS o ON o.customer = n.customer
        """),
        {"source": preset.name, "label": preset.customer_label},
    )


_BEST_NAMES = f"""
    SELECT DISTINCT ON (product COLLATE "C") product, nullif(product_name, '') AS name
    FROM (SELECT product, product_name, count(*) AS times
          FROM {CHECKED} WHERE {TAKEN} GROUP BY product, product_name) AS named
    ORDER BY product COLLATE "C", product_name = '', times DESC, product_name COLLATE "C"
"""
"""A product is called what most of its lines in the file call it, the first in C order where that is a tie."""

_GOODS = (Meaning.CATEGORY, Meaning.SUBCATEGORY, Meaning.BRAND)


def add_products(connection: Connection, preset: Preset) -> None:
    """Add the lines' products, each with the category and brand that its first line with one says."""
    own = f"SELECT NULL::text AS product, {', '.join(f'NULL::text AS {m}' for m in _GOODS)} WHERE false"
    if any(preset.has(meaning) for meaning in _GOODS):
        said = ", ".join(f"{_said(preset, meaning)} AS {meaning}" for meaning in _GOODS)
        own = f"SELECT product, {said} FROM {CHECKED} WHERE {TAKEN} GROUP BY product"
    if preset.has(Meaning.CATEGORY):
        _add_categories(connection, preset)
    category = _id_of(naming.CATEGORIES, "o.category")
    connection.execute(
        text(f"""
        INSERT INTO sales.products (product_id, source, source_key, name, category_id, subcategory_id, brand)
        SELECT (SELECT coalesce(max(product_id), 0) FROM sales.products) + row_number() OVER (ORDER BY best.product),
               :source, best.product, coalesce(best.name, best.product), {category},
               (SELECT s.subcategory_id FROM sales.subcategories AS s
                WHERE s.category_id = {category} AND s.name = o.subcategory), o.brand
        FROM ({_BEST_NAMES}) AS best LEFT JOIN ({own}) AS o ON o.product = best.product
        WHERE NOT EXISTS (
            SELECT FROM sales.products AS p WHERE p.source = :source AND p.source_key = best.product)
        """),
        {"source": preset.name},
    )


def _add_categories(connection: Connection, preset: Preset) -> None:
    """Categories by their names; subcategories by theirs within the category."""
    named = f"SELECT DISTINCT category AS name FROM {CHECKED} WHERE {TAKEN} AND category <> ''"
    naming.find(connection, preset, naming.CATEGORIES, named)
    naming.add(connection, naming.CATEGORIES, named)
    if preset.has(Meaning.SUBCATEGORY):
        connection.execute(
            text(f"""
            INSERT INTO sales.subcategories (subcategory_id, category_id, name)
            SELECT (SELECT coalesce(max(subcategory_id), 0) FROM sales.subcategories)
                   + row_number() OVER (ORDER BY k.id, s.name COLLATE "C"), k.id, s.name
            FROM (SELECT DISTINCT category, subcategory AS name FROM {CHECKED}
                  WHERE {TAKEN} AND subcategory <> '') AS s
            JOIN {naming.NAMES} AS k ON k.what = '{naming.CATEGORIES}' AND k.name = s.category
            WHERE NOT EXISTS (SELECT FROM sales.subcategories AS t WHERE t.category_id = k.id AND t.name = s.name)
            """)
        )

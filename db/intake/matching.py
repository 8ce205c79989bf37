"""Matching: the lines' documents, their numbers within them, and what of them is there already.

A line's id is its document and its number within it, counted from 1 in the order of the file. A document that came
in before is known again by that: its lines are repeated, and a line that it lacked is added to it. Where the file
has other values at a number than the database has, it contradicts it, and nothing of that document is taken in.
Lines whose values are equal are never taken for the same line.
"""

from sqlalchemy import Connection, text

from db.first_rows import GUEST
from db.intake.checking import CHECKED, RETURN, TAKEN
from db.intake.shapes import Meaning, Preset
from db.intake.values import quoted

DOCUMENTS = "pg_temp.intake_documents"
"""A row a document (customer, number); customer_id and order_id where they are known already."""

NAMES = "pg_temp.intake_names"
"""A row a territory's name in the file: its id here; see `naming`."""

PLACES = "pg_temp.intake_places"
"""A row a line: its document and its number there."""

_DOCUMENTS = f"""
    INSERT INTO {DOCUMENTS}
        (document_key, customer, document, customer_id, ordered_at, territory, several_territories)
    SELECT row_number() OVER (ORDER BY min(source_line)), customer, document, CASE WHEN customer = '' THEN {GUEST} END,
           min(ordered_at) FILTER (WHERE reason IS NULL), min(territory) FILTER (WHERE reason IS NULL),
           min(territory) FILTER (WHERE reason IS NULL) <> max(territory) FILTER (WHERE reason IS NULL)
    FROM {CHECKED} WHERE document <> '' GROUP BY customer, document
"""

_PLACES = f"""
    INSERT INTO {PLACES} (source_line, document_key, line_no)
    SELECT source_line, document_key, row_number() OVER (PARTITION BY document_key ORDER BY source_line)
    FROM {CHECKED} JOIN {DOCUMENTS} USING (customer, document)
"""
"""Lines that can't be taken in are counted too: the file with such a line put right numbers the others the same."""

_FIRST_TERRITORY = f"""
    UPDATE {DOCUMENTS} AS d SET territory = f.territory FROM (
        SELECT DISTINCT ON (document_key) document_key, c.territory
        FROM {DOCUMENTS} JOIN {PLACES} USING (document_key) JOIN {CHECKED} AS c USING (source_line)
        WHERE several_territories AND reason IS NULL ORDER BY document_key, source_line) AS f
    WHERE d.document_key = f.document_key
"""

KNOWN_CUSTOMERS = f"""
    UPDATE {DOCUMENTS} AS d SET customer_id = c.customer_id FROM sales.customers AS c
    WHERE d.customer_id IS NULL AND c.source = :source AND c.source_key = d.customer
"""

_KNOWN_ORDERS = f"""
    UPDATE {DOCUMENTS} AS d SET order_id = o.order_id FROM sales.orders AS o
    WHERE o.customer_id = d.customer_id AND o.source = :source AND o.document_no = d.document
"""

_KNOWN_LINES = f"""
    INSERT INTO pg_temp.intake_known
    SELECT d.document_key, l.line_no, l.import_id, l.business_date, l.territory_id, l.kind, p.source_key, l.quantity,
           l.net_price
    FROM {DOCUMENTS} AS d JOIN (
        SELECT customer_id, order_id, line_no, import_id, business_date, territory_id, kind, product_id, quantity,
               net_price FROM sales.order_lines UNION ALL
        SELECT customer_id, order_id, line_no, import_id, business_date, territory_id, '{RETURN}', product_id,
               -quantity, net_price FROM sales.returns) AS l USING (customer_id, order_id)
    JOIN sales.products AS p USING (product_id)
"""

_CONTRADICTED = f"""
    INSERT INTO pg_temp.intake_contradicted
    SELECT DISTINCT ON (document_key) document_key, k.line_no, k.import_id
    FROM pg_temp.intake_known AS k JOIN {DOCUMENTS} AS d USING (document_key)
    JOIN {PLACES} USING (document_key, line_no) JOIN {CHECKED} AS c USING (source_line)
    LEFT JOIN {NAMES} AS n ON n.name = c.territory
    WHERE reason IS NULL AND (k.day, k.territory_id, k.kind, k.product, k.quantity, k.price) IS DISTINCT FROM (
        (d.ordered_at AT TIME ZONE CAST(:zone AS text))::date, n.territory_id, c.kind, c.product, c.quantity, c.price)
    ORDER BY document_key, k.line_no
"""
"""Of each document that the file contradicts, the first line where it does."""

_TABLES = (
    """CREATE TEMPORARY TABLE intake_documents (
        document_key integer NOT NULL, customer text NOT NULL, document text NOT NULL, ordered_at timestamptz,
        territory text, several_territories boolean, customer_id integer, order_id bigint,
        is_new boolean) ON COMMIT DROP""",
    """CREATE TEMPORARY TABLE intake_places (
        source_line integer NOT NULL, document_key integer NOT NULL, line_no integer NOT NULL) ON COMMIT DROP""",
    """CREATE TEMPORARY TABLE intake_known (
        document_key integer, line_no integer, import_id integer, day date, territory_id integer, kind text,
        product text, quantity numeric, price numeric) ON COMMIT DROP""",
    """CREATE TEMPORARY TABLE intake_contradicted (
        document_key integer, line_no integer, import_id integer) ON COMMIT DROP""",
)


def number_lines(connection: Connection) -> None:
    """Find the documents of the checked lines, and number the lines of each."""
    for table in _TABLES:
        connection.execute(text(table))
    connection.execute(text(_DOCUMENTS))
    connection.execute(text(f"ANALYZE {DOCUMENTS}"))
    connection.execute(text(_PLACES))
    connection.execute(text(f"ANALYZE {PLACES}"))


def refuse_second_territories(connection: Connection, preset: Preset) -> None:
    """A document belongs to the territory of its first line; a line that names another one is refused."""
    if not connection.execute(text(f"SELECT EXISTS (SELECT FROM {DOCUMENTS} WHERE several_territories)")).scalar_one():
        return
    connection.execute(text(_FIRST_TERRITORY))
    territory, document = (preset.field(meaning).header for meaning in (Meaning.TERRITORY, Meaning.DOCUMENT))
    connection.execute(
        text(f"""
        UPDATE {CHECKED} AS c SET reason = {quoted(territory + " ")} || quote_literal(left(c.territory, 60))
            || ' contradicts the first line of {document} ' || d.document || ', which has '
            || quote_literal(left(d.territory, 60))
        FROM {DOCUMENTS} AS d WHERE d.several_territories AND c.reason IS NULL
            AND c.customer = d.customer AND c.document = d.document AND c.territory <> d.territory
        """)
    )


def match_known(connection: Connection, preset: Preset, business_zone: str) -> None:
    """Mark the lines that are there already, refuse what contradicts known documents."""
    connection.execute(text(KNOWN_CUSTOMERS), {"source": preset.name})
    if not connection.execute(text(_KNOWN_ORDERS), {"source": preset.name}).rowcount:
        return
    connection.execute(text(_KNOWN_LINES))
    connection.execute(text("ANALYZE pg_temp.intake_known"))
    connection.execute(text(_CONTRADICTED), {"zone": business_zone})
    _refuse_contradictions(connection, preset)
    connection.execute(
        text(f"""
        UPDATE {CHECKED} AS c SET repeated = true FROM {PLACES} AS p JOIN pg_temp.intake_known AS k
            ON p.document_key = k.document_key AND p.line_no = k.line_no
        WHERE c.source_line = p.source_line AND c.reason IS NULL
        """)
    )


def _refuse_contradictions(connection: Connection, preset: Preset) -> None:
    document = quoted(preset.field(Meaning.DOCUMENT).header + " ")
    connection.execute(
        text(f"""
        UPDATE {CHECKED} AS c SET reason = {document} || c.document || ' is there already'
            || coalesce(' from import ' || x.import_id, '') || ' with other values in its line ' || x.line_no
            || '; nothing of it is taken in'
        FROM pg_temp.intake_contradicted AS x JOIN {PLACES} AS p USING (document_key)
        WHERE c.source_line = p.source_line AND c.reason IS NULL
        """)
    )


def repeats(connection: Connection) -> dict[str, int]:
    """How many of the repeated lines stand in facts of which import, by its number."""
    rows = connection.execute(
        text(f"""
        SELECT k.import_id::text AS import_id, count(*) AS lines
        FROM {CHECKED} AS c JOIN {PLACES} AS p USING (source_line)
        JOIN pg_temp.intake_known AS k ON k.document_key = p.document_key AND k.line_no = p.line_no
        WHERE c.repeated AND c.reason IS NULL AND k.import_id IS NOT NULL GROUP BY 1
        """)
    )
    return {row.import_id: row.lines for row in rows}


def drop_documents_without_lines(connection: Connection) -> None:
    """Keep the documents that have a line to be taken in; needed only where some line is not."""
    connection.execute(
        text(f"""
        DELETE FROM {DOCUMENTS} WHERE document_key NOT IN (
            SELECT document_key FROM {PLACES} JOIN {CHECKED} USING (source_line) WHERE {TAKEN})
        """)
    )


def name_new_documents(connection: Connection) -> None:
    """Give an id to every document that isn't there yet."""
    connection.execute(
        text(f"UPDATE {DOCUMENTS} SET is_new = true, order_id = nextval('sales.order_ids') WHERE order_id IS NULL")
    )
    connection.execute(text(f"ANALYZE {DOCUMENTS}"))

"""Matching: what of the lines is there already.

A line's id is its document and its number within it, counted from 1 in the order of the file. A document that came
in before is known again by that: its lines are repeated, and a line that it lacked is added to it. Where the file
has other values at a number than the database has, it contradicts it, and nothing of that document is taken in.
Lines whose values are equal are never taken for the same line.
"""

from sqlalchemy import Connection, text

from db.intake import columns, naming
from db.intake.checking import CHECKED, RETURN
from db.intake.documents import DOCUMENTS, PLACES
from db.intake.meanings import Meaning
from db.intake.shapes import Preset
from db.intake.texts import quoted

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
    SELECT d.document_key, l.line_no, l.import_id, l.business_date, l.territory_id, l.currency, l.kind, p.source_key,
           l.quantity, l.net_price
    FROM {DOCUMENTS} AS d JOIN (
        SELECT customer_id, order_id, line_no, import_id, business_date, territory_id, currency, kind, product_id,
               quantity, net_price FROM sales.order_lines UNION ALL
        SELECT customer_id, order_id, line_no, import_id, business_date, territory_id, currency, '{RETURN}', product_id,
               -quantity, net_price FROM sales.returns) AS l USING (customer_id, order_id)
    JOIN sales.products AS p USING (product_id)
"""

_TABLES = (
    """CREATE TEMPORARY TABLE intake_known (
        document_key integer, line_no integer, import_id integer, day date, territory_id integer, currency text,
        kind text, product text, quantity numeric, price numeric) ON COMMIT DROP""",
    """CREATE TEMPORARY TABLE intake_contradicted (
        document_key integer, line_no integer, import_id integer) ON COMMIT DROP""",
)


def currency_of(preset: Preset, company_currency: str) -> str:
    """SQL for a document's currency."""
    own = quoted(preset.money.currency or company_currency)
    return f"coalesce(d.currency, {own})" if preset.has(Meaning.CURRENCY) else own


def _contradicted(preset: Preset, company_currency: str) -> str:
    """Of each document that the file contradicts, the first line where it does."""
    back = f"CASE WHEN c.kind = '{RETURN}' THEN -abs(c.quantity) ELSE c.quantity END"
    return f"""
        INSERT INTO pg_temp.intake_contradicted
        SELECT DISTINCT ON (document_key) document_key, k.line_no, k.import_id
        FROM pg_temp.intake_known AS k JOIN {DOCUMENTS} AS d USING (document_key)
        JOIN {PLACES} USING (document_key, line_no) JOIN {CHECKED} AS c USING (source_line)
        LEFT JOIN {naming.NAMES} AS n ON n.what = '{naming.TERRITORIES}' AND n.name = c.territory
        WHERE reason IS NULL
            AND (k.day, k.territory_id, k.currency, k.kind, k.product, k.quantity, k.price) IS DISTINCT FROM (
                (d.ordered_at AT TIME ZONE CAST(:zone AS text))::date, n.id, {currency_of(preset, company_currency)},
                c.kind, c.product, {back}, c.{columns.net_price(preset)})
        ORDER BY document_key, k.line_no
    """


def match_known(connection: Connection, preset: Preset, company_currency: str, business_zone: str) -> None:
    """Mark the lines that are there already, refuse what contradicts known documents."""
    for table in _TABLES:
        connection.execute(text(table))
    connection.execute(text(KNOWN_CUSTOMERS), {"source": preset.name})
    if not connection.execute(text(_KNOWN_ORDERS), {"source": preset.name}).rowcount:
        return
    connection.execute(text(_KNOWN_LINES))
    connection.execute(text("ANALYZE pg_temp.intake_known"))
    connection.execute(text(_contradicted(preset, company_currency)), {"zone": business_zone})
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

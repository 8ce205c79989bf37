"""The facts of an import: documents, their lines, and their returned lines."""

from sqlalchemy import Connection, text

from db.intake import columns, dividing, naming
from db.intake.checking import CHECKED, RETURN, TAKEN
from db.intake.documents import DOCUMENTS, PLACES
from db.intake.matching import currency_of
from db.intake.meanings import DIVIDED, Meaning
from db.intake.shapes import Preset
from db.intake.texts import quoted

HEADERS = "pg_temp.intake_headers"
"""A row a document: what its lines repeat of its order."""

_CARRIED = (
    "customer_id, order_id, ordered_at, business_date, territory_id, channel_id, person_id, status, currency, rate"
)


def _qualified(name: str) -> str:
    return ", ".join(f"{name}.{column}" for column in _CARRIED.split(", "))


_HEADERS = f"""
    CREATE TEMPORARY TABLE intake_headers ON COMMIT DROP AS
    SELECT d.document_key, {_qualified("o")}
    FROM {DOCUMENTS} AS d JOIN sales.orders AS o ON o.customer_id = d.customer_id AND o.order_id = d.order_id
"""

_PRODUCTS = """
    CREATE TEMPORARY TABLE intake_products ON COMMIT DROP AS
    SELECT product_id, source_key AS product FROM sales.products WHERE source = {source}
"""


def write_orders(
    connection: Connection, preset: Preset, import_id: int, company_currency: str, business_zone: str
) -> None:
    """Write the new documents, each at the rate of its day; gather what lines repeat of theirs, new or not."""
    person, status = "NULL::integer", "'placed'"
    if preset.has(Meaning.SALESPERSON):
        person = f"(SELECT k.id FROM {naming.NAMES} AS k WHERE k.what = '{naming.PEOPLE}' AND k.name = d.salesperson)"
    if preset.has(Meaning.STATUS):
        status = "coalesce(d.status, 'placed')"
    connection.execute(
        text(f"""
        INSERT INTO sales.orders (customer_id, order_id, source, document_no, document_kind, ordered_at, business_date,
                                  territory_id, channel_id, person_id, status, currency, rate, import_id)
        SELECT d.customer_id, d.order_id, :source, d.document, {_document_kind(preset)}, d.ordered_at, d.day, t.id,
               c.id, {person}, {status}, d.in_currency,
               CASE WHEN d.in_currency = :company_currency THEN 1 ELSE r.rate END, :import_id
        FROM (SELECT *, (ordered_at AT TIME ZONE CAST(:business_zone AS text))::date AS day,
                     {currency_of(preset, company_currency)} AS in_currency
              FROM {DOCUMENTS} AS d WHERE is_new) AS d
        JOIN {naming.NAMES} AS t ON t.what = '{naming.TERRITORIES}' AND t.name = d.territory
        JOIN {naming.NAMES} AS c ON c.what = '{naming.CHANNELS}'
            AND c.name = {naming.of_document(preset, Meaning.CHANNEL)}
        LEFT JOIN sales.rates AS r
            ON r.currency = d.in_currency AND r.to_currency = :company_currency AND r.day = d.day
        ORDER BY d.customer_id, d.order_id
        """),
        {
            "source": preset.name,
            "company_currency": company_currency,
            "business_zone": business_zone,
            "import_id": import_id,
        },
    )
    connection.execute(text(_HEADERS))
    connection.execute(text(_PRODUCTS.format(source=quoted(preset.name))))
    connection.execute(text("ANALYZE pg_temp.intake_headers, pg_temp.intake_products"))


def _document_kind(preset: Preset) -> str:
    """SQL: a credit note by its number; or, without a word for it, where every line takes goods back."""
    if preset.credit_note_prefix:
        is_note = f"starts_with(d.document, {quoted(preset.credit_note_prefix)})"
    elif any(rule.kind == RETURN for rule in preset.kinds):
        is_note = f"""d.document_key IN (
                   SELECT document_key FROM {PLACES} JOIN {CHECKED} USING (source_line) WHERE reason IS NULL
                   GROUP BY document_key HAVING bool_and(kind = '{RETURN}'))"""
    else:
        is_note = "false"
    return f"CASE WHEN {is_note} THEN 'credit_note' ELSE 'invoice' END"


def _taken(preset: Preset) -> str:
    """SQL for the lines to be taken in, each with its order's header, its product and its parts of the document's."""
    parts = f"LEFT JOIN {dividing.PARTS} AS parts USING (source_line)" if dividing.divided(preset) else ""
    return f"""
        FROM {CHECKED} JOIN {PLACES} USING (source_line) JOIN {HEADERS} USING (document_key)
        JOIN pg_temp.intake_products USING (product) {parts} WHERE {TAKEN}
    """


def _promotion(preset: Preset) -> str:
    """SQL for the promotion of a line."""
    if not preset.has(Meaning.PROMOTION):
        return "NULL::integer"
    return f"(SELECT k.id FROM {naming.NAMES} AS k WHERE k.what = '{naming.PROMOTIONS}' AND k.name = promotion)"


def _charges(preset: Preset) -> list[str]:
    """SQL for a line's tax and shipping: its own, and its part of the document's."""
    of_lines = {"tax": Meaning.TAX, "shipping": Meaning.SHIPPING}
    sums = {column: columns.number(preset, meaning, "0") for column, meaning in of_lines.items()}
    for meaning in dividing.divided(preset):
        sums[DIVIDED[meaning]] += f" + parts.{meaning}"
    return [sums["tax"], sums["shipping"]]


def write_lines(connection: Connection, preset: Preset, import_id: int) -> int:
    """Write the lines that take nothing back; returns how many."""
    tax, shipping = _charges(preset)
    discount = columns.number(preset, Meaning.DISCOUNT, "0")
    cost = columns.number(preset, Meaning.UNIT_COST, "NULL::numeric")
    written = connection.execute(
        text(f"""
        INSERT INTO sales.order_lines ({_CARRIED}, line_no, kind, product_id, promotion_id, quantity, list_price,
                                       net_price, order_discount, tax, shipping, unit_cost, import_id, source_line)
        SELECT {_CARRIED_FROM}, line_no, kind, product_id, {_promotion(preset)}, quantity, price,
               {columns.net_price(preset)}, {discount}, {tax}, {shipping}, {cost}, CAST(:import_id AS integer),
               source_line
        {_taken(preset)} AND kind <> '{RETURN}'
        """),
        {"import_id": import_id},
    )
    return int(written.rowcount)


def write_returns(connection: Connection, preset: Preset, import_id: int) -> int:
    """Write the lines that take goods back, after those that sell; returns how many."""
    restocked = "restocked = 'yes'" if preset.has(Meaning.RESTOCKED) else "false"
    cost = columns.number(preset, Meaning.UNIT_COST, "NULL::numeric")
    sale, found = "NULL::bigint, NULL::integer, NULL::date", ""
    if preset.has(Meaning.RETURN_OF):
        sale, found = "sale.order_id, sale.line_no, sale.business_date", _SALE
    written = connection.execute(
        text(f"""
        INSERT INTO sales.returns ({_CARRIED}, line_no, product_id, promotion_id, quantity, net_price, unit_cost,
                                   restocked, sale_order_id, sale_line_no, sale_date, import_id, source_line)
        SELECT {_qualified("t")}, t.line_no, t.product_id, t.promotion_id, abs(t.quantity), t.net, t.cost, t.restocked,
               {sale}, CAST(:import_id AS integer), t.source_line
        FROM (SELECT {_CARRIED_FROM}, line_no, product_id, {_promotion(preset)} AS promotion_id, quantity,
                     {columns.net_price(preset)} AS net, {cost} AS cost, {restocked} AS restocked,
                     {columns.word(preset, Meaning.RETURN_OF, "''")} AS return_of, source_line
              {_taken(preset)} AND kind = '{RETURN}') AS t {found}
        """),
        {"import_id": import_id, **({"source": preset.name} if found else {})},
    )
    return int(written.rowcount)


_CARRIED_FROM = ", ".join(
    f"intake_headers.{column}" if column in {"ordered_at", "status", "currency"} else column
    for column in _CARRIED.split(", ")
)
"""The same columns of the header, where the checked lines have one called so."""


_SALE = """
    LEFT JOIN LATERAL (
        SELECT l.order_id, l.line_no, l.business_date
        FROM sales.orders AS o JOIN sales.order_lines AS l USING (customer_id, order_id)
        WHERE t.return_of <> '' AND o.customer_id = t.customer_id AND o.source = :source
            AND o.document_no = t.return_of AND l.product_id = t.product_id AND l.kind = 'sale'
        ORDER BY l.quantity >= abs(t.quantity) DESC, l.line_no LIMIT 1) AS sale ON true
"""
"""The line that sold what is taken back: of the document that the return names, of the same product, and of several
the first that sold as much."""


def unmatched_returns(connection: Connection, preset: Preset, import_id: int) -> int:
    """How many returned lines of the import name a sale that isn't here; they are in no sale cohort."""
    if not preset.has(Meaning.RETURN_OF):
        return 0
    found = connection.execute(
        text(f"""
        SELECT count(*) FROM sales.returns AS r JOIN {CHECKED} AS c USING (source_line)
        WHERE r.import_id = :import_id AND r.sale_order_id IS NULL AND c.return_of <> ''
        """),
        {"import_id": import_id},
    )
    return int(found.scalar_one())

"""Publishing: the import, its documents, its lines and its rejects, from the checked and matched lines."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from db.intake import matching, naming
from db.intake.checking import CHECKED, RETURN, TAKEN
from db.intake.matching import DOCUMENTS, NAMES, PLACES
from db.intake.shapes import Preset
from db.intake.staging import LINES
from db.intake.values import quoted


@dataclass(frozen=True, slots=True)
class Origin:
    """What an import says of itself in app.imports, and how the company keeps its books."""

    file_name: str
    sha256: str
    imported_by: str
    company_currency: str
    business_zone: str
    ignored_columns: Sequence[str]
    """The file's columns that are not read."""


@dataclass(frozen=True, slots=True)
class Published:
    """A published import. Counts are of data lines: read = loaded + repeated + rejected."""

    import_id: int
    read: int
    loaded: int
    repeated: int
    rejected: int
    by_kind: Mapping[str, int]
    unconverted: int


_ORDERS = f"""
    INSERT INTO sales.orders (customer_id, order_id, source, document_no, document_kind, ordered_at, business_date,
                              territory_id, channel_id, currency, rate, import_id)
    SELECT d.customer_id, d.order_id, :source, d.document,
           CASE WHEN starts_with(d.document, :credit_note) THEN 'credit_note' ELSE 'invoice' END, d.ordered_at, d.day,
           t.territory_id, CAST(:channel_id AS integer), :currency,
           CASE WHEN CAST(:currency AS text) = :company_currency THEN 1 ELSE r.rate END, :import_id
    FROM (SELECT *, (ordered_at AT TIME ZONE CAST(:business_zone AS text))::date AS day FROM {DOCUMENTS}
          WHERE is_new) AS d
    JOIN {NAMES} AS t ON t.name = d.territory
    LEFT JOIN sales.rates AS r ON r.currency = :currency AND r.to_currency = :company_currency AND r.day = d.day
    ORDER BY d.customer_id, d.order_id
"""

_CARRIED = (
    "customer_id, order_id, ordered_at, business_date, territory_id, channel_id, person_id, status, currency, rate"
)

_OF_HEADER = ", ".join(f"h.{column}" for column in _CARRIED.split(", "))

_HEADERS = f"""
    CREATE TEMPORARY TABLE intake_headers ON COMMIT DROP AS
    SELECT d.document_key, {_OF_HEADER} FROM {DOCUMENTS} AS d JOIN sales.orders AS h USING (customer_id, order_id)
"""

_PRODUCTS = """
    CREATE TEMPORARY TABLE intake_products ON COMMIT DROP AS
    SELECT product_id, source_key AS product FROM sales.products WHERE source = {source}
"""

_TAKEN = f"""
    FROM {CHECKED} JOIN {PLACES} USING (source_line) JOIN pg_temp.intake_headers AS h USING (document_key)
    JOIN pg_temp.intake_products USING (product) WHERE {TAKEN}
"""

_UNCONVERTED = f"""
    SELECT count(*) FROM {CHECKED} JOIN {PLACES} USING (source_line) JOIN pg_temp.intake_headers USING (document_key)
    WHERE {TAKEN} AND rate IS NULL AND EXISTS (SELECT FROM pg_temp.intake_headers WHERE rate IS NULL)
"""

_ORDER_LINES = f"""
    INSERT INTO sales.order_lines ({_CARRIED}, line_no, kind, product_id, quantity, list_price, net_price,
                                   import_id, source_line)
    SELECT {_OF_HEADER}, line_no, kind, product_id, quantity, price, price, CAST(:import_id AS integer), source_line
    {_TAKEN} AND kind <> '{RETURN}'
"""

_RETURNS = f"""
    INSERT INTO sales.returns ({_CARRIED}, line_no, product_id, quantity, net_price, import_id, source_line)
    SELECT {_OF_HEADER}, line_no, product_id, -quantity, price, CAST(:import_id AS integer), source_line
    {_TAKEN} AND kind = '{RETURN}'
"""

_IMPORT = """
    INSERT INTO app.imports (import_id, preset, file_name, file_sha256, lines_read, lines_loaded, lines_repeated,
                             lines_rejected, imported_by, notes)
    VALUES (:import_id, :preset, :file_name, :sha256, :read, :loaded, :repeated, :rejected, :imported_by,
            CAST(:notes AS jsonb))
"""


def publish(
    connection: Connection, preset: Preset, origin: Origin, columns: Sequence[str], counts: Mapping[str, int], read: int
) -> Published:
    """Write everything that is to be taken in. `columns` are the staged columns, in the file's order.

    `read` was counted by COPY, `counts` by the checks, and `loaded` here is what was inserted: that they add up is a
    constraint of app.imports.
    """
    import_id = connection.execute(
        text("SELECT nextval(pg_get_serial_sequence('app.imports', 'import_id'))")
    ).scalar_one()
    _write_orders(connection, preset, origin, import_id)
    loaded = sum(
        connection.execute(text(insertion), {"import_id": import_id}).rowcount for insertion in (_ORDER_LINES, _RETURNS)
    )
    published = Published(
        import_id=import_id,
        read=read,
        loaded=loaded,
        repeated=counts.get("repeated", 0),
        rejected=counts.get("rejected", 0),
        by_kind={rule.kind: counts.get(rule.kind, 0) for rule in preset.kinds},
        unconverted=connection.execute(text(_UNCONVERTED)).scalar_one(),
    )
    _record(connection, preset, origin, published)
    if published.rejected:
        _keep_rejects(connection, import_id, columns)
    return published


def _write_orders(connection: Connection, preset: Preset, origin: Origin, import_id: int) -> None:
    connection.execute(
        text(_ORDERS),
        {
            "source": preset.name,
            "credit_note": preset.credit_note_prefix,
            "currency": preset.money.currency,
            "channel_id": naming.channel(connection, preset),
            "company_currency": origin.company_currency,
            "business_zone": origin.business_zone,
            "import_id": import_id,
        },
    )
    connection.execute(text(_HEADERS))
    connection.execute(text(_PRODUCTS.format(source=quoted(preset.name))))
    connection.execute(text("ANALYZE pg_temp.intake_headers, pg_temp.intake_products"))


def _record(connection: Connection, preset: Preset, origin: Origin, published: Published) -> None:
    connection.execute(
        text(_IMPORT),
        {
            "import_id": published.import_id,
            "preset": preset.name,
            "file_name": origin.file_name,
            "sha256": origin.sha256,
            "read": published.read,
            "loaded": published.loaded,
            "repeated": published.repeated,
            "rejected": published.rejected,
            "imported_by": origin.imported_by,
            "notes": json.dumps(
                {
                    "by_kind": dict(published.by_kind),
                    "kinds": list(published.by_kind),
                    "unconverted": published.unconverted,
                    "ignored_columns": list(origin.ignored_columns),
                    "repeats": matching.repeats(connection) if published.repeated else {},
                    **naming.used(connection, preset),
                }
            ),
        },
    )


def _keep_rejects(connection: Connection, import_id: int, columns: Sequence[str]) -> None:
    """The line as it came: kept where it had quotes, else its fields joined again."""
    fields = ", ".join(f"l.{column}" for column in columns)
    connection.execute(
        text(f"""
        INSERT INTO app.import_rejects (import_id, source_line, reason, raw)
        SELECT :import_id, source_line, c.reason, left(coalesce(l.raw, concat_ws(',', {fields})), 2000)
        FROM {CHECKED} AS c JOIN {LINES} AS l USING (source_line) WHERE c.reason IS NOT NULL
        """),
        {"import_id": import_id},
    )

"""Taking an import back: what hangs on it, and the removal of exactly its facts.

The writer holds the lock on reference data, so no import runs beside it. What the import named stays: customers,
products, territories have no numbers of their own, and the same file put right finds them under the same ids.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from db import audit
from db.rules.roles import APP, LOADER

_LOCKED = "SELECT FROM sales.orders WHERE import_id = :import_id ORDER BY customer_id, order_id FOR UPDATE"
"""Payments and lines that somebody adds to these documents wait, or are there to be seen."""

_HANGING = r"""
    SELECT 'returns' AS what, r.import_id, o.document_no, count(*) AS rows
    FROM sales.order_lines AS l JOIN sales.returns AS r
        ON r.customer_id = l.customer_id AND r.sale_order_id = l.order_id AND r.sale_line_no = l.line_no
    JOIN sales.orders AS o ON o.customer_id = r.customer_id AND o.order_id = r.order_id
    WHERE l.import_id = :import_id AND r.import_id IS DISTINCT FROM :import_id GROUP BY 1, 2, 3
    UNION ALL
    SELECT 'lines', f.import_id, o.document_no, count(*)
    FROM sales.orders AS o JOIN (
        SELECT customer_id, order_id, import_id FROM sales.order_lines UNION ALL
        SELECT customer_id, order_id, import_id FROM sales.returns) AS f USING (customer_id, order_id)
    WHERE o.import_id = :import_id AND f.import_id IS DISTINCT FROM :import_id GROUP BY 1, 2, 3
    UNION ALL
    SELECT 'payments', NULL\:\:integer, o.document_no, count(*)
    FROM sales.orders AS o JOIN sales.payments AS p USING (customer_id, order_id)
    WHERE o.import_id = :import_id GROUP BY 1, 2, 3
    UNION ALL
    SELECT 'repeats', i.import_id, i.file_name, (i.notes -> 'repeats' ->> CAST(:import_id AS text))\:\:bigint
    FROM app.imports AS i WHERE i.state = 'published' AND i.notes -> 'repeats' ? CAST(:import_id AS text)
    ORDER BY 1, 2, 3
"""

_QUOTAS = """
    DELETE FROM sales.quotas AS q USING jsonb_to_recordset(CAST(:keys AS jsonb))
        AS k (person_id integer, territory_id integer, starts date)
    WHERE (q.person_id, q.territory_id, q.starts) = (k.person_id, k.territory_id, k.starts)
"""

_STATE = """
    UPDATE app.imports SET state = 'taken_back', notes = notes || CAST(:note AS jsonb) WHERE import_id = :import_id
"""


@dataclass(frozen=True, slots=True)
class Hanging:
    """Facts, or an import, that hang on an import: what they are, whose, of which document, how many.

    `what`: returns of its sales, lines in its documents, payments of its documents, or an import that repeats its
    lines; then `document` is that import's file. `import_id` is None for facts that no import brought.
    """

    what: str
    import_id: int | None
    document: str
    rows: int


@dataclass(frozen=True, slots=True)
class Removed:
    """How many rows of each fact were removed."""

    lines: int
    returns: int
    orders: int
    quotas: int


def state_of(connection: Connection, import_id: int) -> Any:
    """state, preset, file_name and notes of an import; None where there is none."""
    return connection.execute(
        text("SELECT state, preset, file_name, notes FROM app.imports WHERE import_id = :import_id"),
        {"import_id": import_id},
    ).one_or_none()


def hanging(connection: Connection, import_id: int) -> list[Hanging]:
    """What hangs on the import; its documents are locked from here to the end of the transaction."""
    connection.execute(text(_LOCKED), {"import_id": import_id})
    rows = connection.execute(text(_HANGING), {"import_id": import_id})
    return [Hanging(row.what, row.import_id, row.document_no, row.rows) for row in rows]


def remove(connection: Connection, import_id: int, quotas: list[dict[str, Any]]) -> Removed:
    """Remove the import's facts; `quotas` are the keys of those that it brought. Triggers leave the marks."""
    counts = [
        connection.execute(text(f"DELETE FROM sales.{table} WHERE import_id = :import_id"), {"import_id": import_id})
        for table in ("returns", "order_lines", "orders")
    ]
    returns, lines, orders = (count.rowcount for count in counts)
    gone = connection.execute(text(_QUOTAS), {"keys": json.dumps(quotas)}).rowcount if quotas else 0
    return Removed(lines, returns, orders, gone)


def note(connection: Connection, import_id: int, who: str, at: datetime) -> None:
    """Say in the import's row that it was taken back, by whom and when."""
    written = json.dumps({"taken_back": {"by": who, "at": at.isoformat()}})
    connection.execute(text(_STATE), {"import_id": import_id, "note": written})


def write_down(connection: Connection, event: str, who: str, detail: dict[str, str | int]) -> None:
    """A row of the audit, in the same transaction; only the role of the schema `app` may add one."""
    connection.execute(text(f"SET LOCAL ROLE {APP}"))
    connection.execute(audit.append(event, None, who, detail))
    connection.execute(text(f"SET LOCAL ROLE {LOADER}"))

"""Amounts of a document, such as its tax and freight, divided among its lines so that the parts sum to it exactly.

Each line gets its share by its amount, in millionths, rounded down; what is left goes, one millionth each, to the lines
whose share lost most by the rounding, of equal ones to the earlier line (largest remainders). Where the lines amount to
nothing, they share alike. Lines that take goods back hold no such amounts, and get no part. A document is divided as a
whole or not taken in.
"""

from sqlalchemy import Connection, text

from db.intake import columns
from db.intake.checking import CHECKED, RETURN, TAKEN
from db.intake.documents import DOCUMENTS, PLACES
from db.intake.meanings import DIVIDED, Meaning
from db.intake.shapes import Preset
from db.intake.texts import quoted

PARTS = "pg_temp.intake_parts"
"""A row a line to be taken in that takes nothing back: its part of each amount of its document."""

_LINES = f"{CHECKED} AS c JOIN {PLACES} AS p USING (source_line)"


def divided(preset: Preset) -> list[Meaning]:
    """The amounts of documents that the file has."""
    return [meaning for meaning in DIVIDED if preset.has(meaning)]


def refuse_what_can_not_be_divided(connection: Connection, preset: Preset) -> None:
    """Reject every line of a document that has lines that differ in such an amount, that are rejected, or that come on
    top of those that are there already: the parts of the others would not sum to it.
    """
    meanings = divided(preset)
    if not meanings:
        return
    document = preset.header(Meaning.DOCUMENT)
    for meaning in meanings:
        several = f"""SELECT document_key FROM {_LINES} WHERE reason IS NULL
                      GROUP BY document_key HAVING count(DISTINCT coalesce(c.{meaning}, 0)) > 1"""
        _refuse(connection, several, f"{preset.header(meaning)} is not the same on every line of {document} ")
    names = " and ".join(preset.header(meaning) for meaning in meanings)
    broken = f"SELECT document_key FROM {_LINES} WHERE reason IS NOT NULL"
    _refuse(
        connection, broken, f"another line is rejected, so that {names} can't be divided among those of {document} "
    )
    there = f"{_LINES} JOIN {DOCUMENTS} USING (document_key)"
    grown = f"SELECT document_key FROM {there} WHERE order_id IS NOT NULL AND {TAKEN}"
    _refuse(connection, grown, f"{names} is divided already among the lines there are of {document} ")


def _refuse(connection: Connection, keys: str, rule: str) -> None:
    connection.execute(
        text(f"""
        UPDATE {CHECKED} AS c SET reason = {quoted(rule)} || c.document
        FROM {PLACES} AS p WHERE p.source_line = c.source_line AND c.reason IS NULL AND p.document_key IN ({keys})
        """)
    )


def divide(connection: Connection, preset: Preset) -> None:
    """Make and fill the table of parts; in millionths all numbers are whole, and div() is exact."""
    meanings = divided(preset)
    if not meanings:
        return
    amounts = ", ".join(f"coalesce(c.{m}, 0) * 1000000 AS {m}" for m in meanings)
    low = ", ".join(f"div({m} * weight, whole) AS {m}_low" for m in meanings)
    ranked = ", ".join(f"{m} - sum({m}_low) OVER same AS {m}_left, {_rank(m)} AS {m}_rank" for m in meanings)
    parts = ", ".join(
        f"({m}_low + CASE WHEN {m}_rank <= abs({m}_left) THEN sign({m}_left) ELSE 0 END) / 1000000 AS {m}"
        for m in meanings
    )
    connection.execute(
        text(f"""
        CREATE TEMPORARY TABLE intake_parts ON COMMIT DROP AS
        WITH weighed AS MATERIALIZED (
            SELECT source_line, document_key, line_no, {amounts},
                   abs(c.quantity * c.{columns.net_price(preset)} * 1000000000) AS own
            FROM {_LINES} WHERE {TAKEN} AND kind <> '{RETURN}'
        ), shared AS MATERIALIZED (
            SELECT *, CASE WHEN sum(own) OVER same = 0 THEN 1 ELSE own END AS weight,
                   CASE WHEN sum(own) OVER same = 0 THEN count(*) OVER same ELSE sum(own) OVER same END AS whole
            FROM weighed WINDOW same AS (PARTITION BY document_key)
        ), low AS MATERIALIZED (
            SELECT *, {low} FROM shared
        ), ranked AS MATERIALIZED (
            SELECT *, {ranked} FROM low WINDOW same AS (PARTITION BY document_key)
        )
        SELECT source_line, {parts} FROM ranked
        """)
    )
    connection.execute(text(f"ANALYZE {PARTS}"))


def _rank(meaning: Meaning) -> str:
    """SQL for a line's place among those of its document, by what the rounding took from its part."""
    lost = f"abs({meaning} * weight - {meaning}_low * whole)"
    return f"row_number() OVER (PARTITION BY document_key ORDER BY {lost} DESC, line_no)"

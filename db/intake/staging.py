"""Staging: every line of the file as text, in a temporary table that COPY fills."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, text

from db.intake.meanings import Meaning
from db.remarks import remarked

LINES = "pg_temp.intake_lines"
"""source_line, fault and raw (both null for a plain line), then the file's columns in the file's order."""

NULL = "\\N"
_CHARACTERS_A_WRITE = 1 << 18
"""Not rows: a row may be a megabyte."""


def column_names(meanings: Sequence[Meaning | None]) -> list[str]:
    """Staged columns for the file's columns; None: a column that the preset doesn't know."""
    return [meaning.value if meaning else f"extra_{place}" for place, meaning in enumerate(meanings)]


def stage(connection: Connection, meanings: Sequence[Meaning | None], rows: Iterable[str]) -> int:
    """COPY the rows, each in COPY's text format with its newline; returns how many there were."""
    names = column_names(meanings)
    columns = "".join(f", {name} text" for name in names)
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE intake_lines (source_line integer NOT NULL, fault text, raw text{columns}) "
            "ON COMMIT DROP"
        )
    )
    psycopg_connection: Any = connection.connection.driver_connection
    copied = psycopg_connection.cursor()
    statement = f"COPY {LINES} (source_line, fault, raw, {', '.join(names)}) FROM STDIN"
    with copied.copy(remarked(statement).encode()) as copy:
        for block in _blocks(rows):
            copy.write(block)
    connection.execute(text(f"ANALYZE {LINES}"))
    return int(copied.rowcount)


def _blocks(rows: Iterable[str]) -> Iterator[str]:
    """The rows joined to few writes, each of little more characters than one write should have."""
    block: list[str] = []
    length = 0
    for row in rows:
        block.append(row)
        length += len(row)
        if length >= _CHARACTERS_A_WRITE:
            yield "".join(block)
            block, length = [], 0
    yield "".join(block)

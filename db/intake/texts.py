"""Each different text of a column once, so that a text that stands in a million lines is read once.

A table `pg_temp.intake_<meaning>_texts` a column: `written` as it stands there, `bare` without blanks around it, and
the `first_line` where it stands.
"""

from sqlalchemy import Connection, text

from db.intake.shapes import Field
from db.intake.staging import LINES

BLANKS = "E' \\t\\u00a0\\u202f'"
"""An SQL text of the characters that may stand around a value."""

SHOWN = 60
"""Characters of a bad value that a message shows."""


def table_of(field: Field) -> str:
    """The table's name."""
    return f"pg_temp.intake_{field.meaning}_texts"


def collect(connection: Connection, field: Field) -> None:
    """Make and fill the table of a column."""
    column = field.meaning
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE intake_{column}_texts ON COMMIT DROP AS "
            f"SELECT {column} AS written, btrim({column}, {BLANKS}) AS bare, min(source_line) AS first_line "
            f"FROM {LINES} WHERE fault IS NULL GROUP BY {column}"
        )
    )


def quoted(literal: str) -> str:
    """A declared text as an SQL literal inside `text()`: never a user's."""
    return "'" + literal.replace("'", "''").replace(":", "\\:") + "'"


def says(field: Field, value: str, rule: str) -> str:
    """SQL for a message that names the column, the value that stands there (an SQL text) and the rule it breaks."""
    return f"{quoted(field.header + ' ')} || quote_literal(left({value}, {SHOWN})) || {quoted(' ' + rule)}"


def is_missing(field: Field) -> str:
    """SQL for the message that a required value is empty."""
    return quoted(f"{field.header} is missing")


def if_missing(field: Field) -> str:
    """SQL of the part of a CASE that an empty value comes to; nothing where it may be empty."""
    return f"WHEN bare = '' THEN {is_missing(field)}" if field.required else "WHEN bare = '' THEN NULL"

"""What the texts of a column show of how they were written: which mark is the decimal one, which part the day."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from db.intake.moments import PATTERN
from db.intake.numbers import PLAIN
from db.intake.shapes import Field
from db.intake.texts import SHOWN, table_of


@dataclass(frozen=True, slots=True)
class Seen:
    """A value of a file: its line, the header is 1, and up to 60 characters of it."""

    line: int
    value: str


EITHER = "either"
"""What a value shows that can be read in both ways."""

POINT, COMMA = "point", "comma"

_GROUPED = "[0-9]{{1,3}}([{mark}][0-9]{{3}})"
_POINTED = "[+-]?([0-9]+[{mark}][0-9]*|[{mark}][0-9]+)"

DAY, MONTH = "day-first", "month-first"


def of_numbers(connection: Connection, field: Field) -> Mapping[str, Seen]:
    """The first value that has a decimal point, a decimal comma, or one of them or a group of thousands: EITHER."""
    return _first_of_each(connection, field, f"(SELECT *, {PLAIN} AS plain FROM {table_of(field)})", _mark_shown())


def _mark_shown() -> str:
    """SQL for what a number shows, null where it shows nothing."""
    either = "^[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}$"
    cases = [f"WHEN plain ~ '{either}' THEN '{EITHER}'"]
    for name, mark, other in ((POINT, ".", ","), (COMMA, ",", ".")):
        group = _GROUPED.format(mark=other)
        forms = (_POINTED.format(mark=mark), f"[+-]?{group}+[{mark}][0-9]*", f"[+-]?{group}{{2,}}")
        cases.append(f"WHEN plain ~ '^({'|'.join(forms)})$' THEN '{name}'")
    return f"CASE {' '.join(cases)} END"


def of_moments(connection: Connection, field: Field) -> Mapping[str, Seen]:
    """The first date whose first part can only be the day, only the month, or both: EITHER. Dots: the day is first."""
    parts = f"(SELECT *, regexp_match(bare, '{PATTERN}') AS part FROM {table_of(field)})"
    shown = f"""CASE WHEN part[5] IN ('/', '-') THEN CASE
        WHEN part[4]\\:\\:integer > 12 AND part[6]\\:\\:integer <= 12 THEN '{DAY}'
        WHEN part[6]\\:\\:integer > 12 AND part[4]\\:\\:integer <= 12 THEN '{MONTH}'
        WHEN part[4]\\:\\:integer <= 12 AND part[4]\\:\\:integer <> part[6]\\:\\:integer THEN '{EITHER}' END END"""
    return _first_of_each(connection, field, parts, shown)


def _first_of_each(connection: Connection, field: Field, texts: str, shown: str) -> dict[str, Seen]:
    rows = connection.execute(
        text(f"""
        SELECT DISTINCT ON (shown) shown, first_line, left(bare, {SHOWN}) AS value
        FROM (SELECT {shown} AS shown, first_line, bare FROM {texts} AS texts) AS judged
        WHERE shown IS NOT NULL ORDER BY shown, first_line
        """)
    )
    return {row.shown: Seen(row.first_line, row.value) for row in rows}

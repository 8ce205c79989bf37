"""From written text to values, once for each different text: a table `pg_temp.intake_<meaning>` a column.

Each has `written`, `value` (null where the text breaks a rule) and `fault` (the rule and the text that breaks it).
The steps are MATERIALIZED so that an expression is evaluated once a text, not once a mention.
"""

from datetime import datetime

from sqlalchemy import Connection, text

from db.intake.shapes import Field, Moment, Number
from db.intake.staging import LINES

_SHOWN = 60
"""Characters of a bad value that a message shows."""

_PLAIN_NUMBER = "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$"
_PLAIN_MOMENT = "^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?$"


def quoted(literal: str) -> str:
    """A declared text as an SQL literal inside `text()`: never a user's."""
    return "'" + literal.replace("'", "''").replace(":", "\\:") + "'"


def says(field: Field, value: str, rule: str) -> str:
    """SQL for a message that names the column, the value that stands there (an SQL text) and the rule it breaks."""
    return f"{quoted(field.header + ' ')} || quote_literal(left({value}, {_SHOWN})) || {quoted(' ' + rule)}"


def is_missing(field: Field) -> str:
    """SQL for the message that a required value is empty."""
    return quoted(f"{field.header} is missing")


def read_numbers(connection: Connection, field: Field, holds: Number) -> None:
    """Make and fill the table of a number's column."""
    zero = "" if holds.zero else f"WHEN value = 0 THEN {says(field, 'bare', 'is 0')}"
    checked = f"""
        numbers AS MATERIALIZED (
            SELECT written, bare, CASE WHEN bare ~ '{_PLAIN_NUMBER}' AND length(bare) <= {_SHOWN}
                                       THEN bare::numeric END AS value
            FROM different
        ), checked AS MATERIALIZED (
            SELECT written, value, CASE
                WHEN bare = '' THEN {is_missing(field)}
                WHEN value IS NULL THEN {says(field, "bare", "is not a number")}
                WHEN value <> round(value, {holds.decimals})
                THEN {says(field, "bare", f"has more than {holds.decimals} decimals")}
                WHEN abs(value) >= 1e{holds.whole_digits}
                THEN {says(field, "bare", f"has more than {holds.whole_digits} digits before the point")}
                {zero} END AS fault
            FROM numbers
        )"""
    _fill(connection, field, f"numeric({holds.whole_digits + holds.decimals}, {holds.decimals})", checked, {})


def read_moments(connection: Connection, field: Field, holds: Moment, now: datetime) -> None:
    """Make and fill the table of a moment's column; it lies from 1970 to one year after `now`, both inclusive."""
    checked = f"""
        parts AS MATERIALIZED (
            SELECT written, bare, regexp_match(bare, '{_PLAIN_MOMENT}') AS part FROM different
        ), clocks AS MATERIALIZED (
            SELECT written, bare, {_CLOCK} AS clock FROM parts
        ), checked AS MATERIALIZED (
            SELECT written, clock AT TIME ZONE CAST(:zone AS text) AS value, CASE
                WHEN bare = '' THEN {is_missing(field)}
                WHEN clock IS NULL THEN {says(field, "bare", "is not a date and time")}
                WHEN NOT clock BETWEEN timestamp '1970-01-01'
                    AND (CAST(:now AS timestamptz) AT TIME ZONE CAST(:zone AS text)) + interval '1 year'
                THEN {says(field, "bare", "lies outside 1970 to one year ahead")} END AS fault
            FROM clocks
        )"""
    _fill(connection, field, "timestamptz", checked, {"zone": holds.time_zone, "now": now})


def _fill(connection: Connection, field: Field, type_: str, checked: str, values: dict[str, object]) -> None:
    """Run the steps over each different text of the column; the last step is named `checked`."""
    table, column = f"pg_temp.intake_{field.meaning}", field.meaning
    connection.execute(
        text(f"CREATE TEMPORARY TABLE intake_{column} (written text, value {type_}, fault text) ON COMMIT DROP")
    )
    connection.execute(
        text(f"""
        INSERT INTO {table}
        WITH different AS (
            SELECT {column} AS written, btrim({column}) AS bare FROM {LINES} WHERE fault IS NULL GROUP BY {column}
        ), {checked}
        SELECT written, CASE WHEN fault IS NULL THEN value END, fault FROM checked
        """),
        values,
    )
    connection.execute(text(f"ANALYZE {table}"))


_CLOCK = """
    CASE WHEN part[1] >= '0001' AND part[2] BETWEEN '01' AND '12' AND part[3] BETWEEN '01' AND '31'
          AND coalesce(part[4], '00') <= '23' AND coalesce(part[5], '00') <= '59' AND coalesce(part[6], '00') <= '59'
    THEN CASE WHEN part[3]::integer <= extract(day FROM make_date(part[1]::integer, part[2]::integer, 1)
                                                        + interval '1 month - 1 day')
    THEN bare::timestamp END END
"""
"""The clock's time, null where there is no such day or time. Nested, since a cast of the impossible raises."""

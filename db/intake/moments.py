"""From written text to moments: a table `pg_temp.intake_<meaning>` a column, as in `numbers`."""

from datetime import datetime

from sqlalchemy import Connection, text

from db.intake.shapes import Field, Moment
from db.intake.texts import if_missing, says, table_of

_NUMBER = "([0-9]{1,2})"
PATTERN = (
    f"^(?:([0-9]{{4}})[-/.]{_NUMBER}[-/.]{_NUMBER}|{_NUMBER}([-/.]){_NUMBER}[-/.]([0-9]{{4}}))"
    f"(?:[ T]+{_NUMBER}:([0-9]{{2}})(?::([0-9]{{2}})(?:[.,]([0-9]{{1,6}}))?)?(?: ?([AaPp])[.]?[Mm][.]?)?"
    "(?: ?([Z]|[+-][01][0-9]:?[0-5][0-9]))?)?$"
)
"""Its parts: year, month, day; or two numbers with their mark between the first and the second, and the year; then
hour, minute, second, its fraction, A or P, distance to UTC."""

_PARTS = """
    coalesce(part[1], part[7])::integer AS year,
    coalesce(part[2], CASE WHEN {day_first} OR part[5] = '.' THEN part[6] ELSE part[4] END)::integer AS month,
    coalesce(part[3], CASE WHEN {day_first} OR part[5] = '.' THEN part[4] ELSE part[6] END)::integer AS day,
    CASE WHEN part[12] IS NULL THEN coalesce(part[8], '0')::integer
         WHEN part[8]::integer BETWEEN 1 AND 12
         THEN part[8]::integer % 12 + CASE WHEN upper(part[12]) = 'P' THEN 12 ELSE 0 END
         ELSE 24 END AS hour,
    coalesce(part[9], '0')::integer AS minute, coalesce(part[10], '0')::integer AS second,
    ('0.' || coalesce(part[11], '0'))::numeric AS fraction, part[13] AS zone
""".replace("::", "\\:\\:")

_CLOCK = """
    CASE WHEN year >= 1 AND month BETWEEN 1 AND 12 AND day >= 1 AND hour <= 23 AND minute <= 59 AND second <= 59
    THEN CASE WHEN day <= extract(day FROM make_date(year, month, 1) + interval '1 month - 1 day')
    THEN make_timestamp(year, month, day, hour, minute, (second + fraction)::double precision) END END
""".replace("::", "\\:\\:")
"""The clock's time, null where there is no such day or time. Nested, since a day that there isn't raises."""

_DISTANCE = """
    make_interval(mins => CASE WHEN zone = 'Z' THEN 0 ELSE CASE WHEN left(zone, 1) = '-' THEN -1 ELSE 1 END
                          * (substr(zone, 2, 2)::integer * 60 + right(zone, 2)::integer) END)
""".replace("::", "\\:\\:")


def read_moments(
    connection: Connection, field: Field, holds: Moment, *, day_first: bool, company_zone: str, now: datetime
) -> None:
    """Make and fill the table of a moment's column; it lies from 1970 to one year after `now`, both inclusive."""
    column = field.meaning
    connection.execute(
        text(f"CREATE TEMPORARY TABLE intake_{column} (written text, value timestamptz, fault text) ON COMMIT DROP")
    )
    connection.execute(
        text(f"""
        INSERT INTO pg_temp.intake_{column}
        WITH matched AS MATERIALIZED (
            SELECT written, bare, regexp_match(bare, '{PATTERN}') AS part FROM {table_of(field)}
        ), parts AS MATERIALIZED (
            SELECT written, bare, {_PARTS.format(day_first="true" if day_first else "false")} FROM matched
        ), clocks AS MATERIALIZED (
            SELECT written, bare, zone, {_CLOCK} AS clock FROM parts
        ), checked AS MATERIALIZED (
            SELECT written, zone, clock, CASE {if_missing(field)}
                WHEN clock IS NULL THEN {says(field, "bare", "is not a date and time")}
                WHEN NOT clock BETWEEN timestamp '1970-01-01'
                    AND (CAST(:now AS timestamptz) AT TIME ZONE CAST(:zone AS text)) + interval '1 year'
                THEN {says(field, "bare", "lies outside 1970 to one year ahead")} END AS fault
            FROM clocks
        )
        SELECT written, CASE WHEN fault IS NOT NULL THEN NULL
                             WHEN zone IS NULL THEN clock AT TIME ZONE CAST(:zone AS text)
                             ELSE clock AT TIME ZONE 'UTC' - {_DISTANCE} END, fault
        FROM checked
        """),
        {"zone": holds.time_zone or company_zone, "now": now},
    )
    connection.execute(text(f"ANALYZE pg_temp.intake_{column}"))

"""The calendar: one row a day for 1970 to 2079, by the company's fiscal year start and week start."""

from sqlalchemy import Connection, text

FIRST_DAY, LAST_DAY = "1970-01-01", "2079-12-31"

_FILL = f"""
INSERT INTO sales.calendar
WITH days AS (
    SELECT d::date AS day FROM generate_series(date '{FIRST_DAY}', date '{LAST_DAY}', interval '1 day') AS d
), fiscal AS (
    SELECT day, (day - make_interval(months => :fiscal_start - 1))::date AS shifted,
           extract(isodow FROM day)::int AS weekday FROM days
), starts AS (
    SELECT y AS retail_year,
           anchor - (extract(isodow FROM anchor)::int - :week_start + 7) % 7 AS retail_start
    FROM generate_series(1969, 2080) AS y, make_date(y, :fiscal_start, 1) AS anchor
), years AS (
    SELECT retail_year, retail_start, lead(retail_start) OVER (ORDER BY retail_start) AS next_start FROM starts
), weeks AS (
    SELECT fiscal.*, day - (weekday - :week_start + 7) % 7 AS week, retail_year, retail_start
    FROM fiscal JOIN years ON day >= retail_start AND day < next_start
)
SELECT day, week, date_trunc('month', day)::date, date_trunc('quarter', day)::date, date_trunc('year', day)::date,
       extract(year FROM shifted)::int + CASE WHEN :fiscal_start > 1 THEN 1 ELSE 0 END,
       extract(quarter FROM shifted)::int, extract(month FROM shifted)::int,
       extract(isoyear FROM day)::int, extract(week FROM day)::int, retail_year::int,
       least(12, 3 * ((day - retail_start) / 91) + CASE WHEN ((day - retail_start) % 91) / 7 < 4 THEN 1
            WHEN ((day - retail_start) % 91) / 7 < 8 THEN 2 ELSE 3 END),
       (day - retail_start) / 7 + 1, weekday, weekday <= 5
FROM weeks
"""


def fill(connection: Connection, *, fiscal_start: int = 1, week_start: int = 1) -> None:
    """Write the whole calendar anew, as the loader or the owner.

    `fiscal_start` is the month (1-12) that the fiscal year begins in, `week_start` the ISO weekday (1-7) of a
    week's first day. Retail years are 4-4-5, begin in the week of the fiscal year's first day and have a 53rd week,
    counted into period 12, when the next one begins a week later.
    """
    connection.execute(text("DELETE FROM sales.calendar"))
    connection.execute(text(_FILL), {"fiscal_start": fiscal_start, "week_start": week_start})

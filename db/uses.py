"""Statements on uses of pages and metrics. Who runs them acts as `dashboard_app`. Days are days by UTC."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

_WRITE = text("""
INSERT INTO app.page_uses (use_id, used_at, user_id, page, metrics, breakdowns, milliseconds, remembered)
SELECT CAST(:use_id AS uuid), :used_at, u.user_id, :page, :metrics, :breakdowns, :milliseconds, :remembered
FROM app.users AS u WHERE u.sign_in_name = :person
ON CONFLICT (use_id) DO NOTHING
""")

_UNCOUNTED = text("""
SELECT DISTINCT CAST(p.used_at AT TIME ZONE 'UTC' AS date) AS day FROM app.page_uses AS p
WHERE p.used_at >= CAST(:since AS date)::timestamp AT TIME ZONE 'UTC'
OR NOT EXISTS (SELECT FROM app.page_use_days AS d WHERE d.day = CAST(p.used_at AT TIME ZONE 'UTC' AS date))
ORDER BY day
""")

_FORGET_DAY = text("DELETE FROM app.page_use_days WHERE day = :day")

_ONE_A_METRIC = """
SELECT CAST(p.used_at AT TIME ZONE 'UTC' AS date) AS day, p.user_id, p.page, coalesce(m.metric, '') AS metric,
    coalesce(p.milliseconds, 0) AS milliseconds
FROM app.page_uses AS p LEFT JOIN LATERAL unnest(p.metrics) AS m (metric) ON true
"""

_COUNT_DAY = text(f"""
INSERT INTO app.page_use_days (day, user_id, page, metric, uses, milliseconds, slowest)
SELECT day, user_id, page, metric, count(*), sum(milliseconds), max(milliseconds) FROM ({_ONE_A_METRIC}
    WHERE p.used_at >= CAST(:day AS date)::timestamp AT TIME ZONE 'UTC'
    AND p.used_at < (CAST(:day AS date) + 1)::timestamp AT TIME ZONE 'UTC') AS one
GROUP BY day, user_id, page, metric
""")

_USES = f"""WITH first_open AS (
    SELECT least(CAST(:open AS date), min(CAST(p.used_at AT TIME ZONE 'UTC' AS date))) AS day FROM app.page_uses AS p
    WHERE NOT EXISTS (SELECT FROM app.page_use_days AS d WHERE d.day = CAST(p.used_at AT TIME ZONE 'UTC' AS date))
), uses AS (
    SELECT d.day, d.user_id, d.page, d.metric, d.uses, d.milliseconds, d.slowest
    FROM app.page_use_days AS d, first_open AS o WHERE d.day >= :first AND d.day < o.day
    UNION ALL
    SELECT day, user_id, page, metric, count(*), sum(milliseconds), max(milliseconds) FROM (
        {_ONE_A_METRIC}, first_open AS o WHERE p.used_at >= o.day::timestamp AT TIME ZONE 'UTC') AS one
    WHERE day >= :first GROUP BY day, user_id, page, metric
)
"""
"""Uses by day from `first` on: what was counted, and from the first open day on what was written since."""

_BY_PAGE = text(f"""{_USES}
SELECT page, day, sum(uses) FILTER (WHERE metric = '') AS opened, sum(uses) FILTER (WHERE metric <> '') AS asked
FROM uses GROUP BY page, day ORDER BY page, day
""")

_BY_PERSON = text(f"""{_USES}
SELECT CAST(u.user_id AS text) AS user_id, u.display_name AS person, uses.page,
    coalesce(sum(uses.uses) FILTER (WHERE metric = ''), 0) AS opened,
    coalesce(sum(uses.uses) FILTER (WHERE metric <> ''), 0) AS asked, max(uses.day) AS last_day
FROM uses JOIN app.users AS u USING (user_id) GROUP BY u.user_id, u.display_name, uses.page
ORDER BY u.display_name, u.user_id, opened DESC, uses.page
""")

_BY_METRIC = text(f"""{_USES}
SELECT metric, sum(uses) AS asked, count(DISTINCT user_id) AS people, max(day) AS last_day
FROM uses WHERE metric <> '' GROUP BY metric ORDER BY asked DESC, metric
""")

_SLOWEST = text("""
SELECT page, metrics, breakdowns, count(*) AS times, percentile_disc(0.5) WITHIN GROUP (ORDER BY milliseconds) AS usual,
    max(milliseconds) AS slowest, max(used_at) AS last_at
FROM app.page_uses WHERE milliseconds IS NOT NULL AND NOT remembered
AND used_at >= CAST(:first AS date)::timestamp AT TIME ZONE 'UTC'
GROUP BY page, metrics, breakdowns ORDER BY slowest DESC, times DESC, page, metrics, breakdowns LIMIT :limit
""")

_SINCE = text("""
SELECT least((SELECT min(day) FROM app.page_use_days),
             (SELECT CAST(min(used_at) AT TIME ZONE 'UTC' AS date) FROM app.page_uses))
""")


def write(connection: Connection, uses: Sequence[Mapping[str, Any]]) -> None:
    """Keep uses, each once by its use_id; those of a name without an account are passed over."""
    connection.execute(_WRITE, list(uses))


def uncounted_days(connection: Connection, since: date) -> list[date]:
    """The days to count: those from `since` on, and earlier ones that never were."""
    return list(connection.execute(_UNCOUNTED, {"since": since}).scalars())


def count_day(connection: Connection, day: date) -> int:
    """Count a day anew from its uses; returns how many rows it has. All of its uses must still be there."""
    connection.execute(_FORGET_DAY, {"day": day})
    return int(connection.execute(_COUNT_DAY, {"day": day}).rowcount)


def by_page(connection: Connection, first: date, still_open: date) -> list[Any]:
    """page, day, opened, asked, from `first` on; days from `still_open` on are counted here, as they come."""
    return list(connection.execute(_BY_PAGE, {"first": first, "open": still_open}))


def by_person(connection: Connection, first: date, still_open: date) -> list[Any]:
    """user_id, person, page, opened, asked, last_day; a person's most opened page first."""
    return list(connection.execute(_BY_PERSON, {"first": first, "open": still_open}))


def by_metric(connection: Connection, first: date, still_open: date) -> list[Any]:
    """metric, asked, people, last_day; the most asked first."""
    return list(connection.execute(_BY_METRIC, {"first": first, "open": still_open}))


def slowest(connection: Connection, first: date, limit: int) -> list[Any]:
    """page, metrics, breakdowns, times, usual, slowest (milliseconds), last_at of questions that were computed."""
    return list(connection.execute(_SLOWEST, {"first": first, "limit": limit}))


def since(connection: Connection) -> date | None:
    """The first day of which uses are known, None where there are none."""
    found: date | None = connection.execute(_SINCE).scalar_one()
    return found

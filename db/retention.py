"""What is removed when it is old: for each name of a period a table and when a row of it may go.

Who runs it acts as `dashboard_app`. Rows go some at a time, so that no lock is held for long.
"""

from sqlalchemy import Connection, text

_AGO = "now() - make_interval(days => :days)"

GONE: dict[str, tuple[str, str]] = {
    "sessions": ("app.sessions", f"expires_at <= {_AGO}"),
    "tickets": ("app.tickets", f"expires_at <= {_AGO}"),
    "attempts": ("app.attempts", f"last_at <= {_AGO} AND (locked_until IS NULL OR locked_until <= now())"),
    "jobs": (
        "jobs.procrastinate_jobs",
        "status IN ('succeeded', 'failed', 'cancelled', 'aborted') AND NOT EXISTS ("
        f"SELECT FROM jobs.procrastinate_events AS e WHERE e.job_id = procrastinate_jobs.id AND e.at > {_AGO})",
    ),
    "outcomes": ("app.job_outcomes", f"ended_at <= {_AGO}"),
    "verifications": ("app.verifications", f"checked_at <= {_AGO}"),
    "uses": (
        "app.page_uses",
        f"used_at < date_trunc('day', {_AGO}, 'UTC') AND EXISTS (SELECT FROM app.page_use_days AS d "
        "WHERE d.day = CAST(used_at AT TIME ZONE 'UTC' AS date))",
    ),
    "use_days": ("app.page_use_days", f"day < CAST({_AGO} AS date)"),
}
"""By name: the table, and the condition, in which `days` is the period. A use goes whole days at a time, once its
day was counted."""


def remove_some(connection: Connection, name: str, days: int, most: int) -> int:
    """Remove at most so many rows that are older than the period; returns how many went."""
    table, old = GONE[name]
    sql = f"DELETE FROM {table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {table} WHERE {old} LIMIT :most))"
    return int(connection.execute(text(sql), {"days": days, "most": most}).rowcount)

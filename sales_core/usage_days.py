"""Uses counted by day, for the worker: counting a day twice gives what counting it once gives."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from db import jobs, uses
from sales_core.access import access

STILL_OPEN_DAYS = 2
"""A day is counted anew for so many days after it: a process may write its uses late."""
_LOCK = 7_214_102
"""Advisory lock of counting; the one of migrations is 7_214_001."""


def count_days(engine: Engine, go_on: Callable[[], None], now: datetime | None = None) -> int:
    """Count the days that are open still, and those never counted; returns how many. `go_on` may raise to stop.

    Each day is one transaction, alone: two workers at it count the day one after the other, to the same result.
    """
    since = (now or datetime.now(UTC)).date() - timedelta(days=STILL_OPEN_DAYS)
    with access(engine) as connection:
        days = uses.uncounted_days(connection, since)
    for day in days:
        go_on()
        with access(engine) as connection:
            jobs.alone(connection, _LOCK)
            uses.count_day(connection, day)
    return len(days)

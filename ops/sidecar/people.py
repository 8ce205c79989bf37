"""What the database tells of sessions, of wrong passwords and of the worker; counts only, nobody's name."""

from collections.abc import Callable

from psycopg.errors import UndefinedTable
from sqlalchemy import Engine, Select, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from db.engine import acting_as
from db.rules.roles import APP
from db.schema.access import audit, sessions
from ops.sidecar.findings import Finding, State
from ops.sidecar.looks import told_error
from sales_core.audit import Event

HEARTBEAT_SECONDS = 8.0
"""A worker that has not said anything for so long is down; it says something every two seconds."""

MANY_FAILED = 50
"""Wrong passwords within an hour, of all people together, that somebody should look at."""


def at_sessions(engine: Engine) -> Callable[[], Finding]:
    """How many sessions are open: signed in, and not over."""
    asked = select(func.count()).where(sessions.c.expires_at > func.now())

    def look() -> Finding:
        try:
            with acting_as(engine, APP) as connection:
                open_now = connection.execute(asked).scalar_one()
        except SQLAlchemyError as error:
            return Finding(State.UNKNOWN, told_error(error))
        return Finding(State.OK, {"open": float(open_now)})

    return look


def at_sign_ins(engine: Engine) -> Callable[[], Finding]:
    """How many sign-ins failed within the last hour and the last day."""

    def look() -> Finding:
        try:
            with acting_as(engine, APP) as connection:
                hour, day = connection.execute(_failed()).one()
        except SQLAlchemyError as error:
            return Finding(State.UNKNOWN, told_error(error))
        state = State.MANY if hour > MANY_FAILED else State.OK
        return Finding(state, {"failed_in_hour": float(hour), "failed_in_day": float(day)})

    return look


def _failed() -> Select[int, int]:
    hour = func.count().filter(audit.c.happened_at > func.now() - text("interval '1 hour'"))
    return select(hour, func.count()).where(
        audit.c.event == Event.SIGN_IN_FAILED, audit.c.happened_at > func.now() - text("interval '1 day'")
    )


def at_worker(engine: Engine) -> Callable[[], Finding]:
    """Has a worker said lately that it lives? 'absent' where the schema has no workers yet."""
    asked = text(
        "SELECT count(*) FILTER (WHERE last_heartbeat > now() - make_interval(secs => :seconds)), "
        "extract(epoch FROM now() - max(last_heartbeat)) FROM jobs.procrastinate_workers"
    )

    def look() -> Finding:
        try:
            with acting_as(engine, APP) as connection:
                alive, age = connection.execute(asked, {"seconds": HEARTBEAT_SECONDS}).one()
        except SQLAlchemyError as error:
            not_there = isinstance(getattr(error, "orig", None), UndefinedTable)
            return Finding(State.ABSENT if not_there else State.UNKNOWN, told_error(error))
        told = {"workers": float(alive), "heartbeat_age_s": None if age is None else round(float(age), 1)}
        return Finding(State.OK if alive else State.DOWN, told)

    return look

"""Statements on wrong passwords, by hash of the typed name. Who runs them acts as `dashboard_app`.

An attempt is counted before the password is looked at, so that many guesses at once can not slip through
between a check and its count.
"""

from datetime import timedelta

from sqlalchemy import Delete, Select, case, func, null, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert

from db.schema.access import attempts

_FORGOTTEN_AFTER = timedelta(days=1)


def begin(name_hash: bytes, *, allowed: int, first_minutes: int, most_minutes: int) -> ReturningInsert[int]:
    """Count one more attempt and return how many there are; no row while the name is locked.

    From the `allowed`th on, each attempt locks the name: `first_minutes`, then twice as long each time, at
    most `most_minutes`. A day without attempts starts the count again.
    """
    old = func.now() - _FORGOTTEN_AFTER
    count = case((attempts.c.last_at < old, 1), else_=attempts.c.failures + 1)
    doubled = first_minutes * func.power(2, func.least(count - allowed, 30))
    delay = func.make_interval(0, 0, 0, 0, 0, 0, 60 * func.least(doubled, most_minutes))
    fresh = insert(attempts).values(name_hash=name_hash, failures=1)
    return fresh.on_conflict_do_update(
        index_elements=[attempts.c.name_hash],
        set_={
            "failures": count,
            "last_at": func.now(),
            "locked_until": case((count >= allowed, func.now() + delay), else_=null()),
        },
        where=or_(attempts.c.locked_until.is_(None), attempts.c.locked_until <= func.now()),
    ).returning(attempts.c.failures)


def seconds_locked(name_hash: bytes) -> Select[int]:
    """Whole seconds until the name is free again, at least 1; no row when it is free."""
    left = func.ceil(func.extract("epoch", attempts.c.locked_until - func.now()))
    locked = attempts.c.locked_until > func.now()
    return select(func.greatest(left, 1)).where(attempts.c.name_hash == name_hash, locked)


def forget(name_hash: bytes) -> Delete:
    """The right password was given, or an operator frees the name."""
    return attempts.delete().where(attempts.c.name_hash == name_hash)


def purge() -> Delete:
    """Remove what no longer counts."""
    return attempts.delete().where(attempts.c.last_at < func.now() - _FORGOTTEN_AFTER)

"""Slow statements to the log, each with the plan that the server makes of it for any values."""

import contextlib
import queue
import threading
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any, Self

import psycopg
import structlog
from psycopg import sql
from sqlalchemy import Connection, Engine

from db.remarks import without_remark

_log = structlog.get_logger(__name__)

ACTING = "acting as"
"""Under this key a connection's `info` says as which role it works."""
_MOST_WAITING = 20
_LIMIT_MS = 3_000
_EXPLAINED = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True, slots=True)
class Slow:
    """One statement that took long, as PostgreSQL was sent it: with `$1` for values, which are not kept."""

    text: str
    types: tuple[int, ...]
    role: str | None
    ms: float
    failed: str
    context: Context = field(default_factory=copy_context)

    @classmethod
    def of(cls, connection: Connection, cursor: Any, seconds: float, failed: str) -> Self:
        """From the driver's cursor just after, or in the middle of the failing of, the statement."""
        sent = getattr(cursor, "_query", None)  # psycopg has no public name for what it sent
        role = connection.info.get(ACTING)
        text = without_remark(sent.query.decode("utf-8", "replace")) if sent else ""
        return cls(text, tuple(sent.types) if sent else (), role, round(seconds * 1000, 1), failed)


class Explaining:
    """One thread that explains what it is given, one statement at a time; what is too much goes without a plan."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.Queue[Slow] = queue.Queue(_MOST_WAITING)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def take(self, slow: Slow) -> None:
        """Returns at once."""
        try:
            self._waiting.put_nowait(slow)
        except queue.Full:
            _tell(slow, "not asked for: too many slow queries at once")
            return
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="plans", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            slow = self._waiting.get()
            slow.context.run(_tell, slow, self._plan(slow))

    def _plan(self, slow: Slow) -> str:
        if not slow.text.lstrip(" (").upper().startswith(_EXPLAINED):
            return "none: not a query"
        words, named = self._engine.dialect.create_connect_args(self._engine.url)
        named["connect_timeout"] = 3
        try:
            with psycopg.connect(*words, **named) as connection:
                return _explained(connection, slow)
        except psycopg.Error as error:
            return f"not given: {type(error).__name__}"


def _explained(connection: "psycopg.Connection[Any]", slow: Slow) -> str:
    """In a transaction that ends with the connection; nothing is run but the planner."""
    with contextlib.ExitStack() as undone:
        undone.callback(connection.rollback)
        connection.execute(f"SET LOCAL statement_timeout = {_LIMIT_MS}")
        if slow.role:
            connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(slow.role)))
        connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        types = [row[0] for row in connection.execute("SELECT format_type(t, NULL) FROM unnest(%s::oid[]) AS t",
                                                      [list(slow.types)])] if slow.types else []  # fmt: skip
        named = ", ".join("unknown" if name in ("-", "???") else name for name in types)
        connection.execute(f"PREPARE slow {f'({named})' if named else ''} AS {slow.text}".encode())
        nothing = f"({', '.join(['NULL'] * len(types))})" if types else ""
        return "\n".join(row[0] for row in connection.execute(f"EXPLAIN EXECUTE slow{nothing}".encode()))


def _tell(slow: Slow, plan: str) -> None:
    _log.warning("slow query", ms=slow.ms, role=slow.role, failed=slow.failed or None, sql=slow.text, plan=plan)

"""What each statement of an engine took: told to whoever listens, and, where it took long, with its plan.

The plan is asked for afterwards, by a thread of its own, on a connection of its own, as the same role: the viewer's
transaction neither waits for it nor can be broken by it. It is the plan for any values (PREPARE, then EXPLAIN EXECUTE
with a forced generic plan, which every supported PostgreSQL knows): values that were bound may be personal, and stand
neither in the text nor in the plan.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext

from db.plans import Explaining, Slow

Ended = Callable[[str, float, str], None]
"""Gets the statement's text, its seconds, and the kind of its error, empty for none. It never raises."""

_BEGAN = "statement began"
_listeners: list[Ended] = []


def tell_of_statements(listener: Ended) -> None:
    """Tell this listener of every statement of every watched engine, in the thread that ran it; once a process."""
    _listeners[:] = [listener]


@dataclass(frozen=True, slots=True)
class StatementWatch:
    """Times the statements of one engine; those of `slow_ms` and more are explained, 0: none."""

    slow_ms: int
    explaining: Explaining

    def on(self, engine: Engine) -> None:
        """Begin to watch."""
        event.listen(engine, "before_cursor_execute", self._begin)
        event.listen(engine, "after_cursor_execute", self._end)
        event.listen(engine, "handle_error", self._fail)

    def _begin(self, connection: Connection, *_: Any) -> None:
        connection.info[_BEGAN] = time.perf_counter()

    def _end(self, connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        self._ended(connection, cursor, statement, "")

    def _fail(self, context: ExceptionContext) -> None:
        running = context.execution_context
        if context.connection is not None and context.statement and running is not None:
            failed = type(context.original_exception).__name__
            self._ended(context.connection, running.cursor, context.statement, failed)

    def _ended(self, connection: Connection, cursor: Any, statement: str, failed: str) -> None:
        began = connection.info.pop(_BEGAN, None)
        if began is None:
            return
        seconds = time.perf_counter() - began
        for listener in _listeners:
            listener(statement, seconds, failed)
        if self.slow_ms and seconds * 1000 >= self.slow_ms:
            self.explaining.take(Slow.of(connection, cursor, seconds, failed))

"""Connections that notice a server gone silent: frozen, or behind a cut cable. No limit of the server's own helps then.

A statement may take long while the server lives. So a wait without a word is not ended by the clock alone: after some
seconds a second connection asks whether anyone is there, and only where nobody answers is the first one given up.
"""

import time
from typing import Any, Self, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.waiting import Ready, Wait
from sqlalchemy import Engine, event

PATIENCE_SECONDS = 4.0
"""How long a connection may say nothing before the server is asked for a sign of life, and between such askings."""
_SIGN_SECONDS = 3
_SPOKE = "FATAL"
"""In what the server itself says when it lets nobody in, for want of room or while it starts: it lives."""

Found = TypeVar("Found")


class WatchedConnection(psycopg.Connection[Any]):
    """Every wait of it (statements, pings, commits, COPY) ends within some seconds on a server that is silent."""

    _asked: tuple[tuple[Any, ...], dict[str, Any]] = ((), {})

    @classmethod
    def connect(cls, *words: Any, **named: Any) -> Self:
        """As psycopg's own; what was asked is kept, to knock at the same door again."""
        made = super().connect(*words, **named)
        made._asked = (words, named)
        return made

    def wait(self, gen: PQGen[Found], *words: Any, **named: Any) -> Found:
        """As psycopg's own. Raises OperationalError, the connection closed, when the server gives no sign of life."""
        return super().wait(self._watched(gen), *words, **named)

    def _watched(self, gen: PQGen[Found]) -> PQGen[Found]:
        """Stands between the socket and what waits for it; the thread that waits is the one that looks."""
        try:
            state: Wait = next(gen)
            heard = time.monotonic()
            while True:
                ready: Ready = yield state  # type: ignore[assignment]
                if ready:
                    heard = time.monotonic()
                elif time.monotonic() - heard > PATIENCE_SECONDS:
                    self._ask_for_a_sign()
                    heard = time.monotonic()
                state = gen.send(ready)
        except StopIteration as ended:
            found: Found = ended.value
            return found

    def _ask_for_a_sign(self) -> None:
        words, named = self._asked
        try:
            with psycopg.connect(*words, **{**named, "connect_timeout": _SIGN_SECONDS}):
                return
        except psycopg.Error as error:
            if _SPOKE in str(error):
                return
        self.close()
        raise psycopg.OperationalError("the server gave no sign of life; the connection was given up")


def watch(engine: Engine) -> None:
    """Let the engine's connections be watched ones; those that it opens from now on."""

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, words: tuple[Any, ...], named: dict[str, Any]) -> WatchedConnection:
        return WatchedConnection.connect(*words, **named)

"""Who a session id belongs to, asked at every message: remembered briefly while the gate hears of endings."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import ClauseElement

from db import attempts, sessions
from ops.web.breaker import Breaker
from ops.web.listener import Ears, listen
from ops.web.look import SharedLook
from ops.web.open_sockets import OpenSockets
from ops.web.pool import Connections
from sales_core.errors import SourceUnavailable
from sales_core.sessions import key_of
from sales_core.viewer import PERMISSIONS, Permission, Role

_T = TypeVar("_T")
_REMEMBERED_SECONDS = 30.0
_MOST_REMEMBERED = 10_000
_ANSWER_SECONDS = 2.0
_THREAD_SECONDS = 5.0
_PATIENCE_SECONDS = 8.0
_PATIENCE_STEP_SECONDS = 0.25
_PURGE_EVERY_SECONDS = 600.0


class SessionStore:
    """Sessions as the gate sees them. SourceUnavailable when the database can not be asked."""

    def __init__(self, url: str, sockets: OpenSockets) -> None:
        self._url = url
        self._sockets = sockets
        self._connections = Connections(url)
        self._breaker = Breaker(self._connections.probe, self._connections.renew)
        self._look = SharedLook(self._connections.probe)
        self._endings = 0
        self._remembered: dict[bytes, tuple[str, float]] = {}
        self._hearing = False
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to listen and to clear away what has expired."""
        ears = Ears(gone=self._gone, hearing=self._hear_again, deaf=self._go_deaf)
        self._tasks = [asyncio.create_task(listen(self._url, ears)), asyncio.create_task(self._purge())]

    async def close(self) -> None:
        """Stop everything that was begun."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._look.close()
        await self._breaker.close()
        await self._connections.close()

    async def user_of(self, session_id: str | None) -> str | None:
        """The account of a live session, None for a dead one or none."""
        if not session_id:
            return None
        key, now = key_of(session_id), time.monotonic()
        known = self._remembered.get(key)
        if known and self._hearing and now < known[1]:
            return known[0]
        endings = self._endings
        rows = await self._ask(sessions.live(key))
        if not rows:
            self._remembered.pop(key, None)
            return None
        user_id, stale = str(rows[0][0]), bool(rows[0][1])
        if stale:
            await self._ask(sessions.touch(key))
        if endings == self._endings:  # else it may have ended between the answer and now
            self._remember(key, user_id, now)
        return user_id

    async def brings_in(self, session_id: str | None) -> bool:
        """Whether the account of the session may bring in files, by its role of now."""
        rows = await self._ask(sessions.account_of(key_of(session_id))) if session_id else []
        return bool(rows) and Permission.BRING_IN in PERMISSIONS[Role(rows[0][3])]

    async def user_of_patiently(self, session_id: str | None) -> str | None:
        """Like `user_of`, but a short outage only delays the answer."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return await self.user_of(session_id)
            except SourceUnavailable:
                if time.monotonic() > end:
                    raise
            await asyncio.sleep(_PATIENCE_STEP_SECONDS)

    async def in_thread(self, work: Callable[[], _T]) -> _T:
        """Do what blocks on the database in a thread; for what is rare."""
        return await self._breaker.call(lambda: asyncio.to_thread(work), seconds=_THREAD_SECONDS)

    async def answers(self) -> bool:
        """Whether the database answers now; an open breaker looks already."""
        return not self._breaker.open and await self._look.well()

    def _remember(self, key: bytes, user_id: str, now: float) -> None:
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[key] = (user_id, now + _REMEMBERED_SECONDS)

    async def _ask(self, *statements: ClauseElement) -> list[tuple[Any, ...]]:
        return await self._breaker.call(lambda: self._connections.run(*statements), seconds=_ANSWER_SECONDS)

    async def _gone(self, key: bytes) -> None:
        self._endings += 1
        self._remembered.pop(key, None)
        await self._sockets.close(key)

    async def _hear_again(self) -> None:
        """What ended while nobody listened is looked for now."""
        self._remembered.clear()
        self._hearing = True
        for key in self._sockets.sessions():
            if not await self._connections.run(sessions.live(key)):
                await self._gone(key)

    def _go_deaf(self) -> None:
        self._hearing = False
        self._remembered.clear()

    async def _purge(self) -> None:
        """Now and then, remove rows whose time is over; every process does, the second finds nothing."""
        old = (sessions.purge_sessions(), sessions.purge_tickets(), attempts.purge())
        while True:
            with contextlib.suppress(SourceUnavailable):
                await self._ask(*old)
            await asyncio.sleep(_PURGE_EVERY_SECONDS)

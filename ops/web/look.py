"""Whether the database answers, for anyone who asks: one look at a time, however many ask."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from ops.web.breaker import UNREACHABLE

DEADLINE_SECONDS = 1.5
"""What an asker waits at most; the image's HEALTHCHECK gives up after two seconds."""


class SharedLook:
    """Whoever asks while a look is under way waits for that one.

    A look costs one connection, so nobody can use up the database's by asking often. What it finds is told and
    no more: a new connection may be refused while the gate's own go on serving.
    """

    def __init__(self, probe: Callable[[], Awaitable[None]]) -> None:
        self._probe = probe
        self._under_way: asyncio.Task[bool] | None = None

    async def well(self) -> bool:
        """Whether a look that ended after the question found an answer, in time."""
        if self._under_way is None or self._under_way.done():
            self._under_way = asyncio.create_task(self._look())
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                return await asyncio.shield(self._under_way)
        except TimeoutError:
            return False

    async def close(self) -> None:
        """Give up the look that is under way."""
        if self._under_way:
            self._under_way.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._under_way

    async def _look(self) -> bool:
        try:
            await self._probe()
        except UNREACHABLE:
            return False
        return True

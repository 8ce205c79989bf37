"""A breaker around the database: after one failure everyone is told at once, until a probe succeeds."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from psycopg import InterfaceError, OperationalError
from psycopg_pool import PoolTimeout

from sales_core.errors import SourceUnavailable

_log = structlog.get_logger(__name__)
_T = TypeVar("_T")
_PROBE_EVERY_SECONDS = 0.3
UNREACHABLE = (OperationalError, InterfaceError, PoolTimeout, TimeoutError, OSError, SourceUnavailable)


class Breaker:
    """`open` while the database does not answer. `probe` raises until it does; then `healed` is awaited."""

    def __init__(self, probe: Callable[[], Awaitable[None]], healed: Callable[[], Awaitable[None]]) -> None:
        self.open = False
        self._probe = probe
        self._healed = healed
        self._probing: asyncio.Task[None] | None = None

    async def call(self, work: Callable[[], Awaitable[_T]], *, seconds: float) -> _T:
        """Do the work within `seconds`; SourceUnavailable at once while the breaker is open."""
        if self.open:
            raise SourceUnavailable("the database is not reachable")
        try:
            async with asyncio.timeout(seconds):
                return await work()
        except UNREACHABLE as error:
            self._trip()
            raise SourceUnavailable("the database is not reachable") from error

    async def close(self) -> None:
        """Stop probing."""
        if self._probing:
            self._probing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._probing

    def _trip(self) -> None:
        if not self.open:
            self.open = True
            _log.warning("the database is not reachable")
            self._probing = asyncio.create_task(self._probe_until_healed())

    async def _probe_until_healed(self) -> None:
        while True:
            try:
                await self._probe()
                await self._healed()
            except UNREACHABLE:
                await asyncio.sleep(_PROBE_EVERY_SECONDS)
            except Exception:  # a prober that stops for good would keep everyone out of a database that is back
                _log.exception("probing the database failed")
                await asyncio.sleep(_PROBE_EVERY_SECONDS)
            else:
                self.open = False
                _log.info("the database is back")
                return

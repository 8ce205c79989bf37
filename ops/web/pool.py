"""The gate's own few connections: a pool that is thrown away whole after an outage."""

import asyncio
import contextlib
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import ClauseElement

from db import bare
from db.rules.roles import APP

_Pool = AsyncConnectionPool[AsyncConnection[tuple[Any, ...]]]
_SECONDS = 2.0


class Connections:
    """Runs statements as `dashboard_app`; raises the driver's errors."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: _Pool | None = None
        self._farewell: asyncio.Task[None] | None = None

    async def renew(self) -> None:
        """Begin with fresh connections; the old ones are closed behind the scenes, since that may hang."""
        old, self._pool = self._pool, self._fresh()
        await self._pool.open(wait=False)
        if old:
            self._farewell = asyncio.create_task(_close(old))

    async def run(self, *statements: ClauseElement) -> list[tuple[Any, ...]]:
        """One transaction; the rows of the last statement that gives any."""
        if self._pool is None:
            await self.renew()
        assert self._pool is not None  # noqa: S101  renew() made it
        async with self._pool.connection() as connection:
            return await bare.run_as(connection, APP, *statements)

    async def probe(self) -> None:
        """Ask for one answer on a connection of its own."""
        async with asyncio.timeout(_SECONDS):
            async with await bare.connect(self._url) as connection:
                await connection.execute(b"SELECT 1")

    async def close(self) -> None:
        """Give the connections back."""
        if self._pool:
            await _close(self._pool)
        if self._farewell:
            await self._farewell

    def _fresh(self) -> _Pool:
        return AsyncConnectionPool(
            bare.conninfo(self._url),
            kwargs={"autocommit": True, "connect_timeout": bare.CONNECT_SECONDS},
            min_size=1,
            max_size=4,
            timeout=_SECONDS,
            open=False,
        )


async def _close(pool: _Pool) -> None:
    with contextlib.suppress(Exception):  # what is being thrown away has nothing left to say
        await pool.close(timeout=0.5)

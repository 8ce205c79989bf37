"""Hears of ended sessions from every process, by LISTEN; says when it can not hear."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from psycopg import AsyncConnection

from db import bare
from db.sessions import GONE
from ops.web.breaker import UNREACHABLE

_log = structlog.get_logger(__name__)
_QUIET_SECONDS = 5.0
_ANSWER_SECONDS = 3.0
_PAUSE_SECONDS = 0.5
_KEY = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Ears:
    """`gone` gets the key of each ended session; `hearing` is told when the line is up, `deaf` when it is down."""

    gone: Callable[[bytes], Awaitable[None]]
    hearing: Callable[[], Awaitable[None]]
    deaf: Callable[[], None]


async def listen(url: str, ears: Ears) -> None:
    """Listen for ever; connect again when the line is lost. Ends by being cancelled."""
    while True:
        try:
            async with await bare.connect(url) as connection:
                await connection.execute(f"LISTEN {GONE}".encode())
                await ears.hearing()
                await _hear(connection, ears)
        except UNREACHABLE:
            _log.warning("not listening for ended sessions", retry_in_seconds=_PAUSE_SECONDS)
        except Exception:  # a listener that stops for good would leave ended sessions open in other tabs
            _log.exception("listening for ended sessions failed")
        finally:
            ears.deaf()
        await asyncio.sleep(_PAUSE_SECONDS)


async def _hear(connection: AsyncConnection[tuple[object, ...]], ears: Ears) -> None:
    """Pass on what is said; a line that is quiet for a while is asked whether it lives."""
    while True:
        async for notice in connection.notifies(timeout=_QUIET_SECONDS):
            if _KEY.fullmatch(notice.payload):  # any login of the database may say anything
                await ears.gone(bytes.fromhex(notice.payload))
        async with asyncio.timeout(_ANSWER_SECONDS):
            await connection.execute(b"SELECT 1")

"""The open WebSockets by session, so that the end of a session closes them."""

import asyncio
from collections.abc import Awaitable, Callable

Farewell = Callable[[], Awaitable[None]]


class OpenSockets:
    """Keys are the stored keys of sessions; values say good-bye on one socket each."""

    def __init__(self) -> None:
        self._farewells: dict[bytes, set[Farewell]] = {}

    def add(self, key: bytes, farewell: Farewell) -> None:
        """Remember an open socket."""
        self._farewells.setdefault(key, set()).add(farewell)

    def remove(self, key: bytes, farewell: Farewell) -> None:
        """Forget a socket that has closed."""
        of_session = self._farewells.get(key, set())
        of_session.discard(farewell)
        if not of_session:
            self._farewells.pop(key, None)

    def sessions(self) -> list[bytes]:
        """The sessions that have a socket open."""
        return list(self._farewells)

    async def close(self, key: bytes) -> None:
        """Close every socket of the session; one that is gone already does not keep the others open."""
        farewells = [farewell() for farewell in self._farewells.get(key, ())]
        await asyncio.gather(*farewells, return_exceptions=True)

"""Who may read the detail: an admin, by the same session cookie that the app set."""

import asyncio
from collections.abc import Mapping

from sqlalchemy import Engine

from ops.sidecar.watch import DEADLINE, in_daemon_thread, let_go
from sales_core.errors import DashboardError
from sales_core.sessions import cookie_names, viewer_of
from sales_core.viewer import Role, Viewer

_AT_ONCE = 2
_NAMES = tuple(cookie_names(secure=secure).session for secure in (True, False))


class Doorman:
    """Looks sessions up, two at once at most, and never for longer than a look may take.

    When the database cannot say who asks, nobody is an admin.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._under_way: set[asyncio.Future[Viewer | None]] = set()

    async def admits(self, cookies: Mapping[str, str]) -> bool:
        """Whether one of the cookies is the live session of an admin."""
        held = next((cookies[name] for name in _NAMES if cookies.get(name)), None)
        if held is None or len(self._under_way) >= _AT_ONCE:
            return False
        looking = in_daemon_thread(lambda: self._viewer_of(held), "look-session")
        self._under_way.add(looking)
        looking.add_done_callback(self._under_way.discard)
        try:
            async with asyncio.timeout(DEADLINE):
                viewer = await asyncio.shield(looking)
        except TimeoutError:
            return False
        return viewer is not None and viewer.role is Role.ADMIN

    def _viewer_of(self, session_id: str) -> Viewer | None:
        try:
            return viewer_of(self._engine, session_id)
        except DashboardError as error:
            let_go(error)
            return None

"""The gate: an ASGI middleware that nothing passes unseen, not even a message on an open WebSocket."""

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from ops.web.entrance import Entrance
from ops.web.http_gate import answer
from ops.web.socket_gate import converse

_log = structlog.get_logger(__name__)


class Gate:
    """Stands around the whole application, its own routes included."""

    def __init__(self, app: ASGIApp, entrance: Entrance) -> None:
        self._app = app
        self._entrance = entrance
        self._told = entrance.cookies.secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, turn away, or refuse what is neither a request nor a conversation."""
        match scope["type"]:
            case "http":
                self._watch_for_tls(scope)
                await answer(self._entrance, self._app, scope, receive, send)
            case "websocket":
                await converse(self._entrance, self._app, scope, receive, send)
            case _:
                await self._app(scope, receive, send)

    def _watch_for_tls(self, scope: Scope) -> None:
        """Say once when people come by TLS, as a trusted proxy tells, but the cookies do not insist on it."""
        if not self._told and scope.get("scheme") == "https":
            self._told = True
            _log.warning("people come by TLS: set COOKIE_SECURE=true, so that cookies never travel without it")

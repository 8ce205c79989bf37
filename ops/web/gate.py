"""The gate: an ASGI middleware that nothing passes unseen, not even a message on an open WebSocket."""

from starlette.types import ASGIApp, Receive, Scope, Send

from ops.web.entrance import Entrance
from ops.web.http_gate import answer
from ops.web.socket_gate import converse


class Gate:
    """Stands around the whole application, its own routes included."""

    def __init__(self, app: ASGIApp, entrance: Entrance) -> None:
        self._app = app
        self._entrance = entrance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "http":
                await answer(self._entrance, self._app, scope, receive, send)
            case "websocket":
                await converse(self._entrance, self._app, scope, receive, send)
            case _:
                await self._app(scope, receive, send)

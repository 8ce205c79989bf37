"""Each request and each WebSocket has an id: in the log, in the answer, and for whatever works for it.

Stands behind the judge of proxies, so an id that still is among the headers is a believed one. What fails unseen
below is told here: to the log with its traceback, to the browser as a page with the id.
"""

import time

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ops.web.apology import failure
from ops.web.doors import OPEN_PATHS, Door, door
from ops.web.headers import SafeHeaders
from sales_core import trail
from sales_core.telemetry import page_name

_log = structlog.get_logger(__name__)
_HEADER = b"x-request-id"
_SEEN = (Door.PAGE, Door.ENTRANCE)
_FAILED = 500


class Following:
    """Middleware: binds the id, adds it to the answer, logs the end with what it took."""

    def __init__(self, app: ASGIApp, headers: SafeHeaders) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; a request's or conversation's scope names its id."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == _HEADER]
        followed = trail.request_of(given[0] if len(given) == 1 else None)
        trail.follow(followed)
        headers = [(name, value) for name, value in scope["headers"] if name.lower() != _HEADER]
        named = {**scope, "headers": [*headers, (_HEADER, followed.request_id.encode())]}
        if scope["type"] == "http":
            await self._request(named, receive, send, followed)
        else:
            await self._conversation(named, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send, followed: trail.Trail) -> None:
        began, status = time.perf_counter(), 0

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(raw=message.setdefault("headers", []))["x-request-id"] = followed.request_id
            await send(message)

        way = door(scope["path"])
        try:
            await self._app(scope, receive, named)
        except Exception:  # whatever it is, the browser gets an answer and the log the traceback
            _log.exception("request failed", **_told(scope, way))
            if status:
                raise
            await failure(page=way in _SEEN)(scope, receive, self._headers.around(named, private=True))
        finally:
            tell = _log.info if way in _SEEN or status >= _FAILED else _log.debug
            tell("request ended", **_told(scope, way), status=status, ms=_ms(began))

    async def _conversation(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        _log.debug("tab connected")
        try:
            await self._app(scope, receive, send)
        finally:
            _log.info("tab ended", ms=_ms(began))


def _told(scope: Scope, way: Door) -> dict[str, str]:
    """What a line says of a request: never a path that somebody else wrote."""
    path = scope["path"]
    at = {"at": path} if path in OPEN_PATHS else {"page": page_name(path)} if way in _SEEN else {}
    return {"method": scope["method"] if scope["method"].isalpha() else "", "door": way.name.lower(), **at}


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)

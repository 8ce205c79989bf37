"""WebSockets: who may open one, and the refusals before Streamlit hears of it."""

import asyncio
from contextlib import suppress

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from ops.web import messages
from ops.web.conversation import GOING_AWAY, MOST_BYTES_FROM_NOBODY, SESSION_OVER, Conversation
from ops.web.entrance import Entrance
from ops.web.origin import is_own
from sales_core.errors import SourceUnavailable
from sales_core.sessions import key_of
from sales_core.telemetry import tab_open

_NOT_OURS = 1008
_FIRST_WORD_SECONDS = 10.0
_STREAM = "/_stcore/stream"


async def converse(entrance: Entrance, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Let one WebSocket pass, message by message, or close it."""
    connection = HTTPConnection(scope)
    await receive()  # the request to open
    if scope["path"] != _STREAM or not is_own(connection, secure=entrance.cookies.secure):
        await send({"type": "websocket.close", "code": _NOT_OURS})
        return
    session_id = entrance.cookies.session_id(connection)
    try:
        user = await entrance.store.user_of_patiently(session_id)
    except SourceUnavailable:
        await send({"type": "websocket.close", "code": GOING_AWAY})
        return
    if session_id and user is None:
        await _turn_away(receive, send)
        return
    conversation = Conversation(entrance, entrance.cookies.owner(connection), session_id, user, receive, send)
    with tab_open(), conversation.open_for(key_of(session_id) if session_id else None):
        await app(_without_foreign_session(entrance, connection), conversation.receive, conversation.send)


async def _turn_away(receive: Receive, send: Send) -> None:
    """A tab that comes back after its session ended: told to sign in, and to return where it was."""
    await send({"type": "websocket.accept", "subprotocol": "streamlit"})
    first = None
    with suppress(TimeoutError):
        async with asyncio.timeout(_FIRST_WORD_SECONDS):
            first = await receive()
    raw = (first or {}).get("bytes") or b""
    asked = messages.read(raw) if len(raw) <= MOST_BYTES_FROM_NOBODY else None
    if first is None or first["type"] != "websocket.disconnect":
        await send({"type": "websocket.send", "bytes": messages.redirect(messages.way_back(asked))})
        await send({"type": "websocket.close", "code": SESSION_OVER})


def _without_foreign_session(entrance: Entrance, connection: HTTPConnection) -> Scope:
    """The scope, in which a Streamlit session to be continued stands only when it is this owner's own.

    Browsers pass it as the third of the subprotocols.
    """
    owner = entrance.cookies.owner(connection)
    offered = [part.strip() for part in connection.headers.get("sec-websocket-protocol", "").split(",")]
    if len(offered) > 2 and not (owner and entrance.ownership.owns_session(offered[2], owner)):
        offered = offered[:2]
    name = b"sec-websocket-protocol"
    headers = [(key, value) for key, value in connection.scope["headers"] if key != name]
    headers.append((name, ", ".join(offered).encode("latin-1")))
    return {**connection.scope, "headers": headers, "subprotocols": [part for part in offered if part]}

"""Requests: each passes, is sent to the entrance, or is refused."""

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ops.web.apology import apology
from ops.web.doors import Door, door
from ops.web.entrance import Entrance
from ops.web.origin import is_own
from ops.web.static_files import PREFIX, static_paths
from sales_core.errors import SourceUnavailable
from sales_core.places import local_path, sign_in_address

_HARMLESS = ("GET", "HEAD", "OPTIONS")
_PUBLIC = (Door.OPEN,)
_SHELLED = (Door.PAGE, Door.ENTRANCE)


async def answer(entrance: Entrance, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request; every answer carries the safe headers."""
    connection = HTTPConnection(scope)
    way = door(scope["path"])
    cookies: list[str] = []
    try:
        reply = await _reply(entrance, connection, way, cookies)
    except SourceUnavailable:
        reply = apology(page=way in _SHELLED)
    if reply is None and way in _SHELLED and scope["method"] in ("GET", "HEAD"):
        reply = HTMLResponse(entrance.shell.html)
    guarded = entrance.headers.around(send, private=way not in _PUBLIC, cookies=tuple(cookies))
    await (reply or app)(scope, receive, guarded)


async def _reply(entrance: Entrance, connection: HTTPConnection, way: Door, cookies: list[str]) -> Response | None:
    """What is answered instead of letting it pass; None when it may. `cookies` collects what is to be set."""
    if connection.scope["method"] not in _HARMLESS and not is_own(connection, secure=entrance.cookies.secure):
        return PlainTextResponse("this did not come from our own page", 403)
    match way:
        case Door.OPEN:
            path = connection.scope["path"]
            return None if not path.startswith(PREFIX) or path in static_paths() else _nothing_there()
        case Door.SHUT:
            return _nothing_there()
        case Door.SLASHED:
            return RedirectResponse(
                local_path(_with_query(connection, connection.scope["path"].rstrip("/") or "/")), 307
            )
        case Door.ENTRANCE:
            return await _at_the_entrance(entrance, connection, cookies)
    session_id = entrance.cookies.session_id(connection)
    user = await entrance.store.user_of(session_id)
    if user is None and session_id is None and way is Door.MEDIA and _owns(entrance, connection, way):
        return None  # a picture on the sign-in page
    if user is None:
        return _stranger(connection, way)
    if way is Door.UPLOAD and not await entrance.store.brings_in(session_id):
        return _nothing_there()  # Streamlit keeps in memory whatever comes, offered or not
    return None if _owns(entrance, connection, way) else _nothing_there()


async def _at_the_entrance(entrance: Entrance, connection: HTTPConnection, cookies: list[str]) -> Response | None:
    """Who is signed in already goes on; a dead session's cookie goes; a new browser is marked."""
    session_id = entrance.cookies.session_id(connection)
    if session_id:
        if await entrance.store.user_of(session_id):
            wanted = dict(connection.query_params).get("next")
            return RedirectResponse(local_path(wanted), 303)
        cookies.append(entrance.cookies.take_session())
    if entrance.cookies.browser(connection) is None:
        cookies.append(entrance.cookies.give_browser())
    return None


def _stranger(connection: HTTPConnection, way: Door) -> Response:
    """Pages lead to the entrance and back again; the rest is refused."""
    if way is not Door.PAGE or connection.scope["method"] not in _HARMLESS:
        return PlainTextResponse("sign in first", 401)
    return RedirectResponse(sign_in_address(_with_query(connection, connection.url.path)), 303)


def _owns(entrance: Entrance, connection: HTTPConnection, way: Door) -> bool:
    """Whether a viewer's file or upload is this session's own; everything else is everyone's who is signed in."""
    owner, path = entrance.cookies.owner(connection), connection.scope["path"]
    if way is Door.MEDIA:
        return entrance.ownership.may_fetch(path, owner)
    if way is Door.UPLOAD:
        return entrance.ownership.owns_session(path.split("/")[3], owner)
    return True


def _with_query(connection: HTTPConnection, path: str) -> str:
    query = connection.url.query
    return f"{path}?{query}" if query else path


def _nothing_there() -> Response:
    return PlainTextResponse("there is nothing here", 404)

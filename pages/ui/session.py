"""Who looks at this page. The only place that knows cookies and `st.session_state`."""

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any, NoReturn, TypeVar

import streamlit as st
import structlog
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.ui.reference import refer
from sales_core import manner, sessions, usage
from sales_core.access import access_engine
from sales_core.errors import NotPermitted, SourceUnavailable
from sales_core.places import farewell_address, path_of, sign_in_address
from sales_core.settings import load_settings
from sales_core.viewer import Permission, Viewer

Made = TypeVar("Made")
_OPEN = "page that is open"
_AGAIN_SECONDS = 3.0
_log = structlog.get_logger(__name__)


def require_viewer(permission: Permission) -> Viewer:
    """The viewer, with the permission. First statement of every page: it goes no further for anyone else.

    From here on the run writes numbers and days in the viewer's manner.
    """
    viewer = current_viewer()
    if viewer is None:
        leave_for(sign_in_address(_this_page()))
    manner.use(manner.chosen(viewer.choices.locale, st.context.locale, picture=viewer.choices.picture))
    if not viewer.can(permission):
        st.header("This page is not open to you", anchor=False)
        st.write(f"It is for those who may {permission}; your role is {viewer.role}. Ask whoever keeps the accounts.")
        st.stop()
    return viewer


def current_viewer() -> Viewer | None:
    """Who is signed in, None for nobody. While accounts can not be looked up, the run stops with an apology."""
    try:
        return find_viewer()
    except SourceUnavailable as away:
        apologize(away)


def find_viewer() -> Viewer | None:
    """Who the browser's cookie says; the one look-up, so that tests of pages replace this alone."""
    session_id = _cookie(_names().session)
    return sessions.viewer_of(access_engine(), session_id) if session_id else None


def with_rights_of_then(make: Callable[[Viewer], Made]) -> Callable[[], Made]:
    """`make` for a later moment outside of any run, such as a download's: it gets the viewer as they are then.

    What comes back raises NotPermitted once the session it was drawn in is over, as it is after every change of
    rights, and SourceUnavailable.
    """
    session_id = _cookie(_names().session)

    def made() -> Made:
        viewer = sessions.viewer_of(access_engine(), session_id) if session_id else None
        if viewer is None:
            raise NotPermitted("the session that this was offered in is over; sign in again")
        return make(viewer)

    return made


def sign_out() -> NoReturn:
    """End the session in every tab and process, and go to the sign-in page."""
    session_id = _cookie(_names().session)
    if session_id:
        try:
            sessions.sign_out(access_engine(), session_id)
        except SourceUnavailable as away:
            apologize(away)
    leave_for(farewell_address("/"))


def browser_mark() -> str | None:
    """The mark of the browser that is about to sign in; None when it came without asking for the sign-in page."""
    return _cookie(_names().browser)


def session_key() -> bytes | None:
    """Under what this browser's session is stored."""
    session_id = _cookie(_names().session)
    return sessions.key_of(session_id) if session_id else None


def client_address() -> str:
    """Where the browser is, as far as the server was told; for the audit."""
    return st.context.ip_address or ""


def opened(viewer: Viewer, page: str) -> None:
    """Note that the viewer opened the page; drawing the page of before anew is no opening."""
    if kept(_OPEN) != page:
        keep(_OPEN, page)
        usage.note_opening(viewer, page)


def keep(name: str, value: Any) -> None:
    """Keep a value for the next runs in this tab; it is lost on reload and when the process is replaced."""
    st.session_state[name] = value


def kept(name: str) -> Any:
    """The kept value, None when there is none."""
    return st.session_state.get(name)


def drop(*names: str) -> None:
    """Forget kept values."""
    for name in names:
        st.session_state.pop(name, None)


def leave_for(address: str) -> NoReturn:
    """Send the browser to an address of this site and end the run."""
    context = get_script_run_ctx()
    if context is not None:
        message = ForwardMsg()
        message.auth_redirect.url = address
        context.enqueue(message)
    st.stop()


def apologize(away: SourceUnavailable) -> NoReturn:
    """Say that the database is away, and end the run; nobody is signed out by that.

    The page asks again by itself, and draws itself once accounts can be looked up.
    """
    _log.warning("accounts can not be looked up", exc_info=away)
    st.header("One moment, please", anchor=False)
    st.write("The database is not reachable right now. Nothing is lost: this page tries again by itself.")
    refer()
    st.fragment(_draw_once_it_is_back, run_every=_AGAIN_SECONDS)()
    st.stop()


def _draw_once_it_is_back() -> None:
    """By the clock alone: the run that apologizes has just asked.

    By its address, in which all that was chosen stands: a run that ended before the navigation knows no page to draw.
    """
    running = get_script_run_ctx()
    if running is None or not running.fragment_ids_this_run:
        return
    with suppress(SourceUnavailable):
        find_viewer()
        leave_for(_this_page())


def _this_page() -> str:
    return path_of(st.context.url)


@lru_cache(maxsize=1)
def _names() -> sessions.CookieNames:
    return sessions.cookie_names(secure=load_settings().cookie_secure)


def _cookie(name: str) -> str | None:
    return st.context.cookies.get(name) or None

"""What a figure is when it is not a figure: loading, empty, failed, forbidden. Four looks, never mistaken.

Where the failing is ours, the reference is told that an operator finds the traceback by.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import streamlit as st
import structlog

from pages.ui import session
from pages.ui.asking import workspace
from pages.ui.reference import refer
from pages.ui.words import plain
from sales_core.errors import DashboardError, NotPermitted, SettingsError, SourceError
from sales_core.query import Query
from sales_core.result import Result
from sales_core.viewer import Viewer

Found = TypeVar("Found")
_OURS = (SourceError, SettingsError)
"""What whoever asks can do nothing about."""
_log = structlog.get_logger(__name__)


def ask(key: str, query: Query, viewer: Viewer, height: int = 120) -> Result | None:
    """The answer, or None after its failure has been told in its place."""
    return attempt(key, lambda: workspace().run(query, viewer), height)


def attempt(key: str, get: Callable[[], Found], height: int = 120) -> Found | None:
    """What `get` gives; where that fails, what went wrong, and nothing else of the page is hidden.

    The first time a skeleton keeps its place; later what was drawn before stays, dimmed, until the new is there.
    """
    try:
        if session.kept(f"drawn-{key}"):
            return get()
        with st.skeleton(height=height):
            found = get()
    except DashboardError as error:
        tell(error, key)
        return None
    session.keep(f"drawn-{key}", True)
    return found


@contextmanager
def told(key: str) -> Iterator[None]:
    """Whatever goes wrong inside is told in its place, and ends the block."""
    try:
        yield
    except DashboardError as error:
        tell(error, key)


def tell(error: DashboardError, key: str) -> None:
    """The error's own sentence; with a way to try again where that can help."""
    sentence = str(error)[:1].upper() + str(error)[1:].rstrip(".") + "."
    if isinstance(error, NotPermitted):
        st.info(plain(sentence), icon=":material/lock:")
        return
    ours = isinstance(error, _OURS)
    if ours:
        _log.error("a question failed", exc_info=error)
    with st.container(border=True, key=f"failed-{key}"):
        st.error(plain(sentence), icon=":material/error:")
        if ours:
            refer()
        st.button("Try again", key=f"again-{key}", icon=":material/refresh:")


def unexpected(error: Exception) -> None:
    """What no page expected, in words; for the one place that hears of it, which has logged it."""
    if isinstance(error, DashboardError):
        said = str(error)[:1].upper() + str(error)[1:].rstrip(".") + "."
    else:
        said = "Something went wrong here. This is not your doing, and nothing is lost."
    with st.container(border=True, key="failed-unexpected"):
        st.error(plain(said), icon=":material/error:")
        st.write("Open the page again. If it stays so, tell whoever runs this dashboard the reference below.")
        refer()


def empty(what: str, next_step: str, *, button: str, press: Callable[[], None]) -> None:
    """Nothing matches: what that means, and what to do next."""
    with st.container(border=True, key="empty", horizontal_alignment="center", gap="small"):
        st.markdown("## :material/search_off:", text_alignment="center")
        st.markdown(f"**{plain(what)}**", text_alignment="center")
        st.caption(plain(next_step), text_alignment="center")
        st.button(button, on_click=press, type="primary", key="empty-next")

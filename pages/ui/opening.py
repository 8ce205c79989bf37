"""The page of one thing: opened by a press on a row, found by the key in its own address."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from pages.ui import session
from pages.ui.address import asked_by_address, own, write_address, write_own
from pages.ui.asking import the_company, workspace
from pages.ui.listing import Pressed
from pages.ui.states import empty
from sales_core import questions
from sales_core.catalog.dimensions import UNKNOWN
from sales_core.errors import AskError
from sales_core.links import to_parameters
from sales_core.query import Query
from sales_core.reckoned import usual_of
from sales_core.viewer import Viewer

_OPENED, _LEFT = "opened", "left"


@dataclass(frozen=True, slots=True)
class Found:
    """What a page is of: key and name, and in words what kind of thing it is."""

    key: str
    name: str
    beside: str


def opens(dimension: str) -> Pressed:
    """What pressing a row does, in a callback: the next run goes to the page that is named as the dimension is."""
    return lambda key, _: session.keep(_OPENED, (dimension, key)) if key else None


def go_where_opened(asked: Query) -> None:
    """Go to the page of what was pressed, with the days and filters of `asked`; nothing where nothing was."""
    opened: tuple[str, str] | None = session.kept(_OPENED)
    if opened:
        session.drop(_OPENED)
        dimension, key = opened
        st.switch_page(f"pages/{dimension}.py", query_params={**to_parameters(asked), "id": [key]})


def key_of_page(page: str, dimension: str, default: Query, normal: Callable[[Query], Query]) -> str | None:
    """The key of what the page is of, None where the address names none.

    A link can also single it out by a filter: the key then moves to its own place in the address, so that taking all
    filters away leaves the page what it is of.
    """
    asked, _ = asked_by_address(page, replace(default, reckoning=usual_of(the_company())), normal)
    key = questions.key_in(asked, dimension)
    write_address(page, questions.without_key(asked, dimension))
    if key is not None:
        write_own("id", key)
    return key or own("id")


def identity(dimension: str, key: str | None, beside: tuple[str, ...], viewer: Viewer) -> Found | None:
    """What has the key among all documents that the viewer may see, with what it is by `beside`; None for nothing."""
    if not key:
        return None
    try:
        frame = workspace().run(questions.named(dimension, key, beside), viewer).frame
    except AskError:
        return None
    if not len(frame):
        return None
    words = [str(frame[name].iloc[0]) for name in beside]
    return Found(key, str(frame[dimension].iloc[0]), " · ".join(word for word in words if word != UNKNOWN))


def not_found(what: str) -> None:
    """Nothing by that key among what the viewer may see; whether it is there at all is not said."""
    st.title(f"No such {what}", anchor=False)
    empty(
        f"This {what} was not found, or is not yours to see.",
        f"Nothing that you may see has this number. Look for it among all {what}s, or by its name in the search.",
        button=f"All {what}s",
        press=lambda: session.keep(_LEFT, what),
    )


def leave_where_wanted() -> None:
    """Go to the list of all, where that was pressed."""
    what: str | None = session.kept(_LEFT)
    if what:
        session.drop(_LEFT)
        st.switch_page(f"pages/{what}s.py")

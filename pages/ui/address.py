"""The address of a page as the full state of its question: read on every run, written when the question changes.

Beside the question an address can hold what is the page's own, such as the kind of its chart: see `own`.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import streamlit as st

from pages.ui import session
from pages.ui.words import plain
from sales_core.errors import AskError
from sales_core.links import to_parameters, to_query
from sales_core.query import Query

Parameters = dict[str, list[str]]

OWN = frozenset({"aside", "id", "number", "page", "show", "sort", "state", "tab", "text"})
"""Parameters that belong to pages, not to questions."""

WITHHELD = "withheld"
"""What is kept of a page's last link, of which it shows a part; forgotten as soon as another is read."""

_HERE = "page.here"


def asked_by_address(page: str, default: Query, normal: Callable[[Query], Query]) -> tuple[Query, bool]:
    """The question now, and whether it came from outside: a link, a reload, the browser's way back.

    As long as the address is the one written last, the question is the one kept then, or what `change` made of it. A
    bare address is the default, or, in a tab that has been here before, where the page was left.
    """
    found = _parameters()
    last: Query | None = session.kept(f"{page}.asked")
    if last is not None and found in ({}, session.kept(f"{page}.address")):
        return last, not found
    if not found:
        return default, True
    session.drop(f"{page}.{WITHHELD}")
    try:
        return normal(to_query(found)), True
    except AskError as refused:
        st.warning(f"This link could not be read: {plain(str(refused))}. The usual view is shown.")
        return default, True


def write_address(page: str, asked: Query) -> None:
    """Keep the question and put it into the address; what is the page's own stays there."""
    parameters = to_parameters(asked)
    if _parameters() != parameters:
        own_ones = {name: st.query_params.get_all(name) for name in st.query_params if name in OWN}
        st.query_params.from_dict(parameters | own_ones)
    session.keep(f"{page}.address", parameters)
    session.keep(f"{page}.asked", asked)
    session.keep(_HERE, (_path(), page))


def is_bare() -> bool:
    """Whether the address says nothing of a question."""
    return not _parameters()


def page_here() -> str | None:
    """The page at this address whose question can be changed; None where the page has no question."""
    path, page = session.kept(_HERE) or ("", "")
    return page if path == _path() else None


def latest(page: str, asked: Query) -> Query:
    """The question kept last; a fragment that runs by itself was handed an older one."""
    kept: Query | None = session.kept(f"{page}.asked")
    return kept or asked


def change(page: str, make: Callable[[Query], Query]) -> None:
    """In a callback of a widget: the page's question becomes another; the run that follows shows and writes it."""
    asked: Query | None = session.kept(f"{page}.asked")
    if asked is not None:
        session.keep(f"{page}.asked", make(asked))


def own(name: str) -> str | None:
    """A parameter of the page's own; None where the address does not have it."""
    assert name in OWN, f"{name!r} is not declared in OWN"  # noqa: S101
    return st.query_params.get(name)


def write_own(name: str, value: str | None) -> None:
    """Put a parameter of the page's own into the address, or take it out."""
    assert name in OWN, f"{name!r} is not declared in OWN"  # noqa: S101
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def _parameters() -> Parameters:
    return {name: st.query_params.get_all(name) for name in st.query_params if name not in OWN}


def _path() -> str:
    return urlsplit(st.context.url or "").path

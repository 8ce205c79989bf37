"""The address of a page as the full state of its question: read on every run, written when the question changes."""

from collections.abc import Callable

import streamlit as st

from pages.ui import session
from pages.ui.words import plain
from sales_core.errors import AskError
from sales_core.links import to_parameters, to_query
from sales_core.query import Query

Parameters = dict[str, list[str]]


def asked_by_address(page: str, default: Query, normal: Callable[[Query], Query]) -> tuple[Query, bool]:
    """The question now, and whether it came from outside: a link, a reload, the browser's way back.

    As long as the address is the one written last, the question is the one kept then. A bare address is the default,
    or, in a tab that has been here before, where the page was left.
    """
    found = _parameters()
    last: Query | None = session.kept(f"{page}.asked")
    if last is not None and found in ({}, session.kept(f"{page}.address")):
        return last, not found
    if not found:
        return default, True
    try:
        return normal(to_query(found)), True
    except AskError as refused:
        st.warning(f"This link could not be read: {plain(str(refused))}. The usual view is shown.")
        return default, True


def write_address(page: str, asked: Query) -> None:
    """Keep the question and put it into the address."""
    parameters = to_parameters(asked)
    if _parameters() != parameters:
        st.query_params.from_dict(parameters)
    session.keep(f"{page}.address", parameters)
    session.keep(f"{page}.asked", asked)


def latest(page: str, asked: Query) -> Query:
    """The question kept last; a fragment that runs by itself was handed an older one."""
    kept: Query | None = session.kept(f"{page}.asked")
    return kept or asked


def _parameters() -> Parameters:
    return {name: st.query_params.get_all(name) for name in st.query_params}

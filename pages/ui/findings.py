"""The search and what it finds: a group a kind, each result a way to its page."""

import streamlit as st

from pages.ui import blocks, session
from pages.ui.address import own, write_own
from pages.ui.asking import workspace
from pages.ui.states import attempt
from pages.ui.words import plain
from sales_core.finding import MOST_EACH, SHORTEST, Findings, Found, Kind, find
from sales_core.viewer import Viewer
from sales_core.ways import way_to

_HEADINGS = {
    Kind.CUSTOMER: ("Customers", "groups"),
    Kind.PRODUCT: ("Products", "inventory_2"),
    Kind.ORDER: ("Orders", "receipt_long"),
    Kind.TERRITORY: ("Territories", "public"),
    Kind.PERSON: ("Salespeople", "badge"),
    Kind.METRIC: ("Metrics", "function"),
}
_KEY = "search.text"


def search(viewer: Viewer) -> None:
    """The box, and under it what the text finds."""
    if session.kept(_KEY) is None:
        session.keep(_KEY, own("text") or "")
    text = st.text_input(
        "Search by name or number",
        key=_KEY,
        placeholder="A customer, a product or its code, the number of an order, a territory, a metric",
        icon=":material/search:",
        max_chars=200,
        autocomplete="off",
    ).strip()
    write_own("text", text or None)
    if len(text) < SHORTEST:
        blocks.said(f"Type {SHORTEST} letters or more. Customers and orders are found by how they begin.")
        return
    found = attempt("search", lambda: find(workspace(), text, viewer), 200)
    if found is None:
        return
    if not found:
        blocks.said(f"Nothing begins with “{text}” among what you may see. Try fewer letters, or another word.")
    for group in found:
        _group(group)


def _group(group: Findings) -> None:
    title, icon = _HEADINGS[group.kind]
    with blocks.card(f"found-{group.kind.value}", title):
        for number, result in enumerate(group.results):
            _result(group.kind, number, result, icon)
        if group.more:
            blocks.said(f"More than {MOST_EACH} match; type more of the word to narrow them down.")


def _result(kind: Kind, number: int, result: Found, icon: str) -> None:
    page, parameters = way_to(result)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"found-{kind.value}-{number}"):
        st.page_link(
            f"pages/{page}.py",
            label=plain(result.label),
            icon=f":material/{icon}:",
            query_params=parameters,
        )
        if result.beside:
            st.caption(plain(result.beside))

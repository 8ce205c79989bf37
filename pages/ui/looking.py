"""The panel of one cell: its value, what can be done from it, the receipt of it and the rows behind it."""

from collections.abc import Callable
from typing import NoReturn

import streamlit as st

from pages.ui import session
from pages.ui.address import change, page_here
from pages.ui.asking import currency
from pages.ui.behind import rows_behind
from pages.ui.receipts import receipt
from pages.ui.session import require_viewer
from pages.ui.states import ask, told
from pages.ui.words import plain
from sales_core import looks
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.links import to_parameters
from sales_core.looks import Look
from sales_core.query import Query
from sales_core.result import Result
from sales_core.viewer import Permission, Viewer

SALES_PAGE = "pages/sales.py"
ORDERS_PAGE = "pages/orders.py"
RECEIPT, ROWS = "Receipt", "Rows behind it"


def look_into(key: str, result: Result) -> None:
    """A way into every cell of an answer that needs no pointer."""
    box = st.popover("Look into", icon=":material/pageview:", type="tertiary", key=f"into-{key}", on_change="rerun")
    if not box.open:
        return
    with box:
        found = looks.every_look(result)
        picked = st.selectbox(
            "A value of the figure",
            range(len(found)),
            index=None,
            key=f"into-{key}-which",
            placeholder="Choose …",
            format_func=lambda i: looks.title(found[i]),
            width=320,
        )
        pressed = st.button("Look into it", key=f"into-{key}-open", type="primary", disabled=picked is None)
    if pressed and picked is not None:
        open_look(page_here(), found[picked])


def open_look(page: str | None, look: Look) -> None:
    """Open the panel over the page; without a page whose question can be changed it only shows and leads on."""
    panel: Callable[[], None] = st.dialog(plain(looks.title(look)), width="large")(lambda: _panel(page, look))
    panel()


def _panel(page: str | None, look: Look) -> None:
    viewer = require_viewer(Permission.VIEW_SALES)
    with told("look"), st.container(key="look", gap="small"):
        st.markdown(f"### {plain(looks.value(look, currency()))}")
        _ways_onward(page, look)
        _behind(look, viewer)


def _ways_onward(page: str | None, look: Look) -> None:
    with st.container(key="look-ways", horizontal=True, vertical_alignment="bottom", gap="small"):
        if page and look.named and st.button("Keep only this", icon=":material/filter_alt:", key="look-keep"):
            _become(page, lambda asked: looks.kept_to(asked, look))
        if page and looks.can_be_left_out(look) and st.button("Leave it out", icon=":material/block:", key="look-drop"):
            _become(page, lambda asked: looks.without(asked, look))
        own = looks.own_page(look)
        if own and st.button(plain(f"Open {own[1]}"), icon=":material/open_in_new:", key="look-open"):
            st.switch_page(f"pages/{own[0]}.py", query_params={"id": own[2]})
        if st.button("Its orders", icon=":material/receipt_long:", key="look-orders"):
            st.switch_page(ORDERS_PAGE, query_params=to_parameters(looks.orders_of(look)))
        dimension = st.selectbox(
            "Break it down by",
            looks.ways_down(look),
            index=None,
            key="look-dimension",
            placeholder="Break it down by …",
            label_visibility="collapsed",
            format_func=lambda name: DIMENSIONS[name].label,
            width=210,
        )
        if dimension:
            asked = looks.broken_down(look, dimension)
            st.switch_page(SALES_PAGE, query_params={**to_parameters(asked), "show": ["bars"]})


def _become(page: str, make: Callable[[Query], Query]) -> NoReturn:
    """Another question, and the panel closes."""
    session.drop(f"{page}.custom")
    change(page, make)
    st.rerun()


def _behind(look: Look, viewer: Viewer) -> None:
    """The rows behind the cell, or the receipt of its own answer."""
    shown = st.segmented_control(
        "More of it", (RECEIPT, ROWS), key="look-more", default=RECEIPT, required=True, label_visibility="collapsed"
    )
    query = looks.cell_of(look)
    if shown == ROWS:
        rows_behind("look", query, viewer)
        return
    cell = ask("look", query, viewer, 120)
    if cell is not None:
        receipt(cell)

"""The panel of one cell: its value, what can be done from it, the receipt of it and the rows behind it."""

from collections.abc import Callable

import streamlit as st

from pages.ui import session
from pages.ui.address import change
from pages.ui.asking import currency
from pages.ui.receipts import receipt
from pages.ui.redrawing import redraw
from pages.ui.session import require_viewer
from pages.ui.states import ask, told
from pages.ui.words import plain
from sales_core import looks
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.links import to_parameters
from sales_core.looks import Look
from sales_core.query import Query
from sales_core.viewer import Permission, Viewer

SALES_PAGE = "pages/sales.py"
ORDERS_PAGE = "pages/orders.py"


def open_look(page: str, look: Look) -> None:
    """Open the panel over the page."""
    panel: Callable[[], None] = st.dialog(plain(looks.title(look)), width="large")(lambda: _panel(page, look))
    panel()


def _panel(page: str, look: Look) -> None:
    viewer = require_viewer(Permission.VIEW_SALES)
    with told("look"), st.container(key="look", gap="small"):
        st.markdown(f"### {plain(looks.value(look, currency()))}")
        _ways_onward(page, look)
        _behind(look, viewer)


def _ways_onward(page: str, look: Look) -> None:
    with st.container(key="look-ways", horizontal=True, vertical_alignment="bottom", gap="small"):
        if look.named:
            st.button(
                "Keep only this", icon=":material/filter_alt:", key="look-keep", on_click=_keep, args=(page, look)
            )
        if looks.can_be_left_out(look):
            st.button("Leave it out", icon=":material/block:", key="look-drop", on_click=_leave_out, args=(page, look))
        own = looks.own_page(look)
        if own and st.button(plain(f"Open {own[1]}"), icon=":material/open_in_new:", key="look-open"):
            st.switch_page(f"pages/{own[0]}.py", query_params={"id": own[2]})
        if st.button("Its orders", icon=":material/receipt_long:", key="look-orders"):
            st.switch_page(ORDERS_PAGE, query_params=to_parameters(looks.cell_of(look)))
    with st.container(key="look-down", horizontal=True, vertical_alignment="bottom", gap="small"):
        dimension = st.selectbox(
            "Break it down by",
            looks.ways_down(look),
            index=None,
            key="look-dimension",
            placeholder="Choose …",
            format_func=lambda name: DIMENSIONS[name].label,
            width=240,
        )
        if dimension:
            asked = looks.broken_down(looks.cell_of(look), look.metric, dimension)
            st.switch_page(SALES_PAGE, query_params={**to_parameters(asked), "show": ["bars"]})


def _keep(page: str, look: Look) -> None:
    _become(page, lambda asked: looks.kept_to(asked, look))


def _leave_out(page: str, look: Look) -> None:
    _become(page, lambda asked: looks.without(asked, look))


def _become(page: str, make: Callable[[Query], Query]) -> None:
    session.drop(f"{page}.custom")
    change(page, make)
    redraw()


def _behind(look: Look, viewer: Viewer) -> None:
    """The cell's own answer: its receipt."""
    cell = ask("look", looks.cell_of(look), viewer, 40)
    if cell is not None:
        with st.expander("Receipt", icon=":material/receipt_long:", key="look-receipt"):
            receipt(cell)

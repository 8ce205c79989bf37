"""Search: customers, products, orders, territories, salespeople and metrics by how they begin."""

import streamlit as st

from pages.ui import findings, theme
from pages.ui.session import require_viewer
from pages.ui.states import told
from sales_core.viewer import Permission

require_viewer(Permission.VIEW_SALES)


@st.fragment
def board() -> None:
    """All of the page."""
    viewer = require_viewer(Permission.VIEW_SALES)
    st.title("Search", anchor=False)
    with told("search"):
        findings.search(viewer)


theme.dress()
board()

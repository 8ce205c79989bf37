"""One order: its lines, what came back, what was paid, and where each line came from."""

import streamlit as st

from pages.ui import document, theme
from pages.ui.address import own
from pages.ui.session import require_viewer
from pages.ui.states import told
from sales_core.viewer import Permission

require_viewer(Permission.VIEW_SALES)


@st.fragment
def board() -> None:
    """All of the page."""
    viewer = require_viewer(Permission.VIEW_SALES)
    with told("order"):
        document.one(own("id") or "", viewer)


theme.dress()
board()

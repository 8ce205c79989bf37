"""Orders: every document of the days, newest first, and a way into each."""

import streamlit as st

from pages.ui import documents, heading, theme
from pages.ui.asking import workspace
from pages.ui.controls import filter_bar
from pages.ui.filters import BOARD
from pages.ui.session import require_viewer
from pages.ui.states import told
from sales_core.documents.asking import DEFAULT, normal, totals
from sales_core.viewer import Permission

require_viewer(Permission.VIEW_SALES)

PAGE = "orders"


@st.fragment(key=BOARD)
def board() -> None:
    """All of the page: the bar, and what it changes."""
    viewer = require_viewer(Permission.VIEW_SALES)
    with told("board"):
        head, bar = heading.places("Orders")
        with bar:
            asked = filter_bar(PAGE, DEFAULT, normal)
        found = workspace().run(totals(asked), viewer)
        with head:
            heading.covered("Documents", viewer, found)
        heading.filters_in_words(PAGE, found)
        documents.listing(PAGE, asked, viewer)


theme.dress()
board()

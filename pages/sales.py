"""Sales: any measure by any breakdown and grain, in the shape that tells it best."""

import streamlit as st

from pages.ui import heading, theme
from pages.ui.asking import workspace
from pages.ui.controls import filter_bar
from pages.ui.explored import explored
from pages.ui.exploring import shape_chosen
from pages.ui.first_view import first_view, tell_moved
from pages.ui.redrawing import BOARD
from pages.ui.session import require_viewer
from pages.ui.states import told
from sales_core import exploring
from sales_core.viewer import Permission

require_viewer(Permission.VIEW_SALES)

PAGE = "sales"


@st.fragment(key=BOARD)
def board() -> None:
    """All of the page: the bar, and what it changes."""
    viewer = require_viewer(Permission.VIEW_SALES)
    with told("board"):
        head, bar = heading.places("Sales")
        default = first_view(PAGE, exploring.DEFAULT, exploring.total_question(exploring.DEFAULT), viewer)
        with bar:
            asked = filter_bar(PAGE, default, lambda link: exploring.normal(link, viewer))
        shape = shape_chosen(PAGE, asked)
        totals = workspace().run(exploring.total_question(asked), viewer)
        with head:
            heading.covered(exploring.named(asked), viewer, totals)
            tell_moved(PAGE, exploring.DEFAULT, asked)
        heading.filters_in_words(PAGE, totals)
        if not heading.shown_as_empty(PAGE, totals, viewer):
            explored(PAGE, asked, shape, viewer, totals)


theme.dress()
board()

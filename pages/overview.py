"""Overview: how sales go, against what they were."""

import streamlit as st

from pages.ui import figures, heading, theme
from pages.ui.asking import workspace
from pages.ui.controls import filter_bar
from pages.ui.filters import BOARD
from pages.ui.first_view import first_view, tell_moved
from pages.ui.footers import export_button
from pages.ui.session import require_viewer
from pages.ui.states import told
from sales_core import overview
from sales_core.query import Query
from sales_core.result import Result
from sales_core.viewer import Permission, Viewer

require_viewer(Permission.VIEW_SALES)

PAGE = "overview"


@st.fragment(key=BOARD)
def board() -> None:
    """All of the page: the bar, and what it changes."""
    viewer = require_viewer(Permission.VIEW_SALES)
    with told("board"):
        head, bar = heading.places("Overview")
        default = first_view(PAGE, overview.DEFAULT, overview.totals(overview.DEFAULT, viewer), viewer)
        with bar:
            asked = filter_bar(PAGE, default, overview.normal)
        totals = workspace().run(overview.totals(asked, viewer), viewer)
        with bar:
            export_button(viewer, totals, overview.everything(asked, viewer, totals.plan.period))
        with head:
            heading.covered("Net sales", viewer, totals)
            tell_moved(PAGE, overview.DEFAULT, asked)
        heading.filters_in_words(PAGE, totals)
        if not heading.shown_as_empty(PAGE, totals, viewer):
            draw(viewer, asked, totals)


def draw(viewer: Viewer, asked: Query, totals: Result) -> None:
    """The figures, most telling first."""
    period = totals.plan.period
    figures.tiles(PAGE, asked, viewer, totals)
    left, right = st.columns([2, 1], gap="small")
    with left:
        figures.over_time(PAGE, "trend", overview.over_time(asked, period), viewer)
    with right:
        figures.parts(PAGE, "channel", overview.parts(asked, overview.CHANNEL), viewer, as_ring=True)
    left, right = st.columns([1, 2], gap="small")
    with left:
        figures.chosen_parts(PAGE, asked)
        figures.parts(PAGE, "segment", overview.parts(asked, overview.SEGMENT), viewer)
    with right:
        figures.lists(PAGE, asked, totals)


theme.dress()
board()

"""Customers: who is new and who comes back, who buys most, and how much hangs on few."""

import streamlit as st

from pages.ui import blocks, cards, figures, heading, opening, theme
from pages.ui.asking import currency, today_of, workspace
from pages.ui.classes import class_card
from pages.ui.controls import filter_bar
from pages.ui.footers import footer
from pages.ui.redrawing import BOARD
from pages.ui.session import require_viewer
from pages.ui.states import ask, told
from sales_core import customers, questions
from sales_core.analysis.guests import of_guests
from sales_core.analysis.layers import layers_of, of_layers
from sales_core.charts.stacked import stacked
from sales_core.export import file_stem
from sales_core.query import Query
from sales_core.result import Result
from sales_core.viewer import Permission, Viewer

require_viewer(Permission.VIEW_SALES)

PAGE = "customers"


@st.fragment(key=BOARD)
def board() -> None:
    """All of the page: the bar, and what it changes."""
    viewer = require_viewer(Permission.VIEW_SALES)
    with told("board"):
        head, bar = heading.places("Customers")
        with bar:
            asked = filter_bar(PAGE, customers.DEFAULT, customers.normal)
        opening.go_where_opened(asked)
        totals = workspace().run(questions.totals(asked, customers.TILES), viewer)
        with head:
            heading.covered("Customers", viewer, totals)
        heading.filters_in_words(PAGE, totals)
        if not heading.shown_as_empty(PAGE, totals, viewer):
            draw(viewer, asked, totals)


def draw(viewer: Viewer, asked: Query, totals: Result) -> None:
    """The figures: new and returning, the best, the classes, the segments."""
    cards.tile_row(PAGE, asked, viewer, totals)
    new_and_returning(asked, viewer, totals)
    with blocks.card("best", "Top customers by net sales"):
        cards.list_body("best", asked, customers.best(asked), viewer, press=opening.opens("customer"), totals=totals)
        guests(asked, viewer, totals)
    left, right = st.columns(2, gap="small")
    with left:
        figures.parts(PAGE, "segment", questions.parts(asked, customers.METRIC, "segment"), viewer, as_ring=True)
    with right:
        class_card(customers.curve(asked), customers.concentration(asked), viewer)


def new_and_returning(asked: Query, viewer: Viewer, totals: Result) -> None:
    """Sales by time to those who bought for the first time in these days, and to those who had before."""
    with blocks.card("status", "Net sales to new and returning customers", note=f"({currency()})"):
        result = ask("status", customers.by_status(asked, totals.plan.period), viewer, 340)
        if result is None or cards.nothing(result):
            return
        layers = layers_of(result, customers.STATUS, customers.STATUS_NAMES, today_of(result))
        drawing = stacked(layers, currency())
        blocks.figure(
            "status", drawing, f"{of_layers(layers)} New is who first bought in these days.", file=file_stem(result)
        )
        footer("status", result, currency())


def guests(asked: Query, viewer: Viewer, totals: Result) -> None:
    """What was sold to nobody known, which is in no list of customers."""
    answer = ask("guests", customers.guests(asked), viewer, 20)
    if answer is not None:
        blocks.said(of_guests(answer, totals, currency()))


theme.dress()
board()

"""Products: what is sold, at what price, how much of it comes back, and how few make most of it."""

import streamlit as st

from pages.ui import blocks, cards, heading, opening, theme
from pages.ui.address import change
from pages.ui.asking import workspace
from pages.ui.classes import class_card
from pages.ui.controls import filter_bar
from pages.ui.redrawing import BOARD
from pages.ui.session import require_viewer
from pages.ui.states import told
from pages.ui.steps import price_steps
from pages.ui.switches import switch
from sales_core import products, questions
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.query import Query
from sales_core.result import Result
from sales_core.viewer import Permission, Viewer

require_viewer(Permission.VIEW_SALES)

PAGE = "products"


@st.fragment(key=BOARD)
def board() -> None:
    """All of the page: the bar, and what it changes."""
    viewer = require_viewer(Permission.VIEW_SALES)
    with told("board"):
        head, bar = heading.places("Products")
        with bar:
            asked = filter_bar(PAGE, products.DEFAULT, products.normal)
        opening.go_where_opened(asked)
        totals = workspace().run(questions.totals(asked, products.tile_metrics(viewer)), viewer)
        with head:
            heading.covered("Products sold", viewer, totals)
        heading.filters_in_words(PAGE, totals)
        if not heading.shown_as_empty(PAGE, totals, viewer):
            draw(viewer, asked, totals)


def draw(viewer: Viewer, asked: Query, totals: Result) -> None:
    """The figures: what sells, at what price, how few make most, and what comes back."""
    cards.tile_row(PAGE, asked, viewer, totals)
    left, right = st.columns(2, gap="small")
    with left:
        ladder(asked, viewer)
    with right:
        price_steps(products.realisation(asked, viewer), viewer)
    opened = opening.opens("product")
    best, returned = products.best(asked), products.returned(asked)
    cards.list_card("best", "Top products by net sales", asked, best, viewer, press=opened, totals=totals)
    cards.list_card("returned", "Most taken back", asked, returned, viewer, press=opened)
    left, right = st.columns([2, 3], gap="small")
    with left:
        class_card(products.curve(asked), products.concentration(asked), viewer)
    with right:
        cards.list_card(
            "last", "Bottom products by net sales", asked, products.last(asked), viewer, press=opened, narrow=True
        )


def ladder(asked: Query, viewer: Viewer) -> None:
    """Net sales by category, subcategory, product: pressing one goes a step down within it."""
    (step,) = asked.by
    with blocks.card("ladder"):
        with blocks.head("ladder") as title:
            switch(PAGE, "step", "By", products.LADDER, step, lambda name: DIMENSIONS[name].label, _step)
            title(f"Net sales by {DIMENSIONS[step].label.lower()}")
        press = opening.opens("product") if step == products.LADDER[-1] else _down
        cards.drill("ladder", questions.parts(asked, products.METRIC, step), viewer, press)


def _down(key: str, label: str) -> None:
    change(PAGE, lambda asked: products.down(asked, key, label))


def _step(step: str) -> None:
    change(PAGE, lambda asked: products.at(asked, step))


theme.dress()
board()

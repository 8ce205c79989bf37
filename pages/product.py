"""One product: its course, where and by whom it is bought, its price against the list, what comes back."""

import streamlit as st

from pages.ui import cards, figures, opening, theme
from pages.ui.one_thing import OneThing, board_of_one
from pages.ui.redrawing import BOARD
from pages.ui.session import require_viewer
from pages.ui.steps import price_steps
from sales_core import products, questions
from sales_core.query import Query
from sales_core.result import Result
from sales_core.viewer import Permission, Viewer

require_viewer(Permission.VIEW_SALES)

PAGE = "product"
THING = OneThing(
    PAGE,
    ("category", "subcategory", "brand"),
    products.DEFAULT_OF_ONE,
    products.normal_of_one,
    products.tile_metrics_of_one,
)
NO_RETURNS = "Nothing of this product came back in these days."


@st.fragment(key=BOARD)
def board() -> None:
    """All of the page: the bar, and what it changes."""
    board_of_one(THING, draw)


def draw(viewer: Viewer, asked: Query, totals: Result) -> None:
    """The figures of the product; `asked` is kept to it."""
    period = totals.plan.period
    cards.tile_row(PAGE, asked, viewer, totals)
    left, right = st.columns([2, 1], gap="small")
    with left:
        figures.over_time(PAGE, "course", questions.over_time(asked, (products.METRIC,), period), viewer)
    with right:
        figures.parts(PAGE, "channel", questions.parts(asked, products.METRIC, "channel"), viewer, as_ring=True)
    left, right = st.columns(2, gap="small")
    with left:
        figures.over_time(PAGE, "price", products.prices(asked, period), viewer)
    with right:
        figures.over_time(PAGE, "unit", products.selling_prices(asked, period), viewer)
    left, right = st.columns([1, 2], gap="small")
    with left:
        figures.parts(PAGE, "territory", questions.parts(asked, products.METRIC, "territory"), viewer)
    with right:
        buyers = questions.ranked(asked, (products.METRIC, "units"), "customer")
        cards.list_card(
            "customers", "Who buys it", asked, buyers, viewer, press=opening.opens("customer"), totals=totals
        )
    left, right = st.columns(2, gap="small")
    with left:
        price_steps(products.realisation(asked, viewer), viewer)
    with right:
        figures.over_time(PAGE, "returns", products.backs(asked, period), viewer, none=NO_RETURNS)


theme.dress()
board()

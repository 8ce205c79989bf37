"""One customer: since when, how much and what is bought, what came back, what is not paid yet."""

import streamlit as st

from pages.ui import blocks, cards, figures, opening, theme
from pages.ui.asking import currency, today_of
from pages.ui.footers import footer, twin
from pages.ui.one_thing import OneThing, board_of_one
from pages.ui.redrawing import BOARD
from pages.ui.session import require_viewer
from pages.ui.states import ask
from sales_core import customers, products, questions
from sales_core.analysis.visits import of_visits, visits_of
from sales_core.query import Query
from sales_core.result import Result
from sales_core.twins import twin_of
from sales_core.viewer import Permission, Viewer

require_viewer(Permission.VIEW_SALES)

PAGE = "customer"
THING = OneThing(PAGE, ("segment",), customers.DEFAULT_OF_ONE, customers.normal, customers.tile_metrics_of_one)
NO_RETURNS = "Nothing came back of this customer in these days."


@st.fragment(key=BOARD)
def board() -> None:
    """All of the page: the bar, and what it changes."""
    board_of_one(THING, draw, since)


def since(asked: Query, viewer: Viewer) -> None:
    """First and last order, over all days and whatever the filters are."""
    days = ask("visits", customers.order_days(asked), viewer, 20)
    if days is not None:
        blocks.said(of_visits(visits_of(days), today_of(days)))


def draw(viewer: Viewer, asked: Query, totals: Result) -> None:
    """The figures of the customer; `asked` is kept to it."""
    period = totals.plan.period
    cards.tile_row(PAGE, asked, viewer, totals)
    left, right = st.columns([2, 1], gap="small")
    with left:
        figures.over_time(PAGE, "course", questions.over_time(asked, (customers.METRIC,), period), viewer)
    with right:
        figures.parts(PAGE, "category", questions.parts(asked, customers.METRIC, "category"), viewer, as_ring=True)
    left, right = st.columns([2, 1], gap="small")
    with left:
        bought = customers.bought(asked)
        cards.list_card(
            "bought", "What is bought", asked, bought, viewer, press=opening.opens("product"), totals=totals
        )
    with right:
        paid(asked, viewer)
    left, right = st.columns(2, gap="small")
    with left:
        figures.over_time(PAGE, "returns", products.backs(asked, period), viewer, none=NO_RETURNS)
    with right:
        figures.parts(PAGE, "channel", questions.parts(asked, customers.METRIC, "channel"), viewer)


def paid(asked: Query, viewer: Viewer) -> None:
    """How far the orders of these days are paid by now."""
    with blocks.card("paid", "Orders by payment"):
        result = ask("paid", customers.payments(asked), viewer, 120)
        if result is None or cards.nothing(result):
            return
        twin(twin_of(result, currency()), "paid-states")
        footer("paid", result, currency())


theme.dress()
board()

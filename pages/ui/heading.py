"""The head of a page: its title, what it covers, how fresh it is, and which filters hold."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import session
from pages.ui.asking import the_company
from pages.ui.controls import show_all_days
from pages.ui.counting import reset_counting
from pages.ui.filters import clear_filters, filter_buttons
from pages.ui.states import empty
from pages.ui.withholding import tell_withheld
from pages.ui.words import plain
from sales_core.freshness import freshness_of
from sales_core.query import Query
from sales_core.reckoned import unusual, usual_of
from sales_core.result import Result
from sales_core.sentences import of_days
from sales_core.viewer import NOTHING, Permission, Viewer
from sales_core.wording import day


def places(title: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Room for a line under the title and, beside the title, for the bar; under one another where it is narrow."""
    with st.container(
        key="head", horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom", gap="small"
    ):
        st.title(plain(title), anchor=False, width="content")
        bar = st.container(
            key="head-bar",
            horizontal=True,
            horizontal_alignment="right",
            vertical_alignment="center",
            gap="small",
            width="content",
        )
    return st.container(key="head-title"), bar


def covered(what: str, viewer: Viewer, totals: Result) -> None:
    """One line: what the page is of, which territories and days, and how fresh it is."""
    fresh = freshness_of(totals.receipt.newest_source_row, totals.receipt.answered_at)
    colour, icon = ("green", "check") if fresh.recent else ("orange", "history")
    badge = f":{colour}-badge[:material/{icon}: {plain(fresh.text)}]"
    days = of_days(totals.plan.period)
    st.caption(f"{plain(what)}, {plain(str(viewer.scope))} · {plain(days)} · {plain(fresh.through)} {badge}")


def filters_in_words(page: str, totals: Result) -> None:
    """Which filters hold, each with a way to take it away; what is counted otherwise than usual; what is withheld."""
    asked: Query | None = session.kept(f"{page}.asked")
    if asked is None:
        return
    tell_withheld(page, asked)
    otherwise = unusual(asked.reckoning, usual_of(the_company()))
    if not (asked.filters or otherwise):
        return
    with st.container(key="head-filters", horizontal=True, vertical_alignment="center", gap="small"):
        filter_buttons(page, asked, f"{page}.chip")
        for text in otherwise:
            st.markdown(f":orange-badge[:material/calculate: {plain(text)}]", width="content")
        if asked.filters:
            st.button("Clear filters", on_click=clear_filters, args=(page,), type="tertiary", key=f"{page}.clear")
        if otherwise:
            st.button("Count as usual", on_click=reset_counting, args=(page,), type="tertiary", key=f"{page}.as-usual")


def shown_as_empty(page: str, totals: Result, viewer: Viewer) -> bool:
    """Whether nothing at all is behind the totals; then that is told, with the next step for this viewer."""
    if totals.receipt.rows:
        return False
    newest = totals.receipt.newest_source_row
    if viewer.scope == NOTHING:
        empty(
            "No territory is granted to you yet.",
            "Ask whoever keeps the accounts to grant you one; its sales then show here.",
            button="Look again",
            press=lambda: None,
        )
    elif totals.receipt.filters:
        empty(
            "Nothing matches these filters in these days.",
            "Clear the filters, or choose other days.",
            button="Clear filters",
            press=lambda: clear_filters(page),
        )
    elif newest is None:
        empty(
            "There are no sales to show yet.",
            "Bring in a file of sales on the page of imports."
            if viewer.can(Permission.BRING_IN)
            else "Nothing of what you may see is sold yet; ask whoever brings in the files of sales.",
            button="Look again",
            press=lambda: None,
        )
    else:
        empty(
            "There are no sales in these days.",
            f"The newest order is of {day(newest.date())}.",
            button="Show all days",
            press=lambda: show_all_days(page),
        )
    return True

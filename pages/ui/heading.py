"""The head of a page: its title, what it covers, how fresh it is, and which filters hold."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.controls import show_all_days
from pages.ui.filters import clear_filters
from pages.ui.states import empty
from pages.ui.words import plain
from sales_core.freshness import freshness_of
from sales_core.result import Result
from sales_core.sentences import of_days
from sales_core.viewer import Viewer
from sales_core.wording import day


def places(title: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    """The title, with room for a line under it and, beside it, for the bar; under one another where it is narrow."""
    left, right = st.columns([9, 11], vertical_alignment="bottom")
    with left:
        st.title(title, anchor=False)
        head = st.container(key="head-title")
    with right:
        bar = st.container(
            key="head-bar", horizontal=True, horizontal_alignment="right", vertical_alignment="bottom", gap="small"
        )
    return head, bar


def covered(what: str, viewer: Viewer, totals: Result) -> None:
    """One line: what the page is of, which territories and days, and how fresh it is."""
    fresh = freshness_of(totals.receipt.newest_source_row, totals.receipt.answered_at)
    colour, icon = ("green", "check") if fresh.recent else ("orange", "history")
    badge = f":{colour}-badge[:material/{icon}: {plain(fresh.text)}]"
    days = of_days(totals.plan.period)
    st.caption(f"{plain(what)}, {plain(str(viewer.scope))} · {plain(days)} · {plain(fresh.through)} {badge}")


def filters_in_words(page: str, totals: Result) -> None:
    """Which filters hold, and a way to clear them."""
    if not totals.receipt.filters:
        return
    with st.container(key="head-filters", horizontal=True, vertical_alignment="center", gap="small"):
        for text in totals.receipt.filters:
            st.markdown(f":blue-badge[:material/filter_alt: {plain(text)}]", width="content")
        st.button("Clear filters", on_click=clear_filters, args=(page,), type="tertiary", icon=":material/close:")


def shown_as_empty(page: str, totals: Result) -> bool:
    """Whether nothing at all is behind the totals; then that is told, with the next step."""
    if totals.receipt.rows:
        return False
    newest = totals.receipt.newest_source_row
    if totals.receipt.filters:
        empty(
            "Nothing matches these filters in these days.",
            "Clear the filters, or choose other days.",
            button="Clear filters",
            press=lambda: clear_filters(page),
        )
    elif newest is None:
        empty(
            "There are no sales to show yet.",
            "Bring in a file of sales, or ask an admin to grant you a territory.",
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

"""Uses of the last days as lists: pages, people, metrics, slow questions; and what nobody used."""

from collections.abc import Sequence

import streamlit as st

from pages.ui import blocks
from pages.ui.asking import workspace
from pages.ui.states import attempt
from pages.ui.usage_lists import page_list
from pages.ui.words import plain
from sales_core import usage_told
from sales_core.usage_told import UNUSED_DAYS, MetricUse, PersonUse, Slow
from sales_core.wording import day, grouped

_DAYS = {"7 days": 7, "30 days": 30, "90 days": 90}
_FIRST = "30 days"
_MOST = 15
"""Metrics that are listed."""
_TWO = [3, 2]
"""Shares of two cards beside each other; both of a row are as high."""


def used() -> None:
    """A choice of days, and the lists of what was used in them."""
    chosen = st.segmented_control("Days", list(_DAYS), default=_FIRST, required=True, key="usage.days")
    found = attempt("usage", lambda: usage_told.uses(workspace().engine, _DAYS[chosen or _FIRST]), 400)
    if found is None:
        return
    if found.since is None:
        with blocks.card("usage-none", "Nothing yet"):
            blocks.said("No use was noted yet. Open a page: within some seconds it is counted here.")
        return
    left, right = st.columns(_TWO, gap="small")
    with left, blocks.card("usage-pages", "Pages"):
        page_list(found.pages)
    with right, blocks.card("usage-people", "People"):
        _people(found.people)
    left, right = st.columns(_TWO, gap="small")
    with left, blocks.card("usage-slow", "Slowest questions"):
        _slow(found.slow)
    with right, blocks.card("usage-metrics", "Metrics"):
        _metrics(found.metrics)


def never_used() -> None:
    """Pages and metrics that nobody used for long."""
    found = attempt("usage-unused", lambda: usage_told.unused(workspace().engine), 120)
    if found is None:
        return
    with blocks.card("usage-unused", f"Not used in {UNUSED_DAYS} days"):
        blocks.said(f"Known is what was used since {day(found.first)}.")
        _names("Pages", found.pages)
        _names("Metrics", found.metrics)


def _names(what: str, names: Sequence[str]) -> None:
    told = ", ".join(names) if names else "each was used"
    st.markdown(f"**{what}** :gray[·] {plain(told)}")


def _people(found: Sequence[PersonUse]) -> None:
    with st.container(key="words-usage-people"):
        st.table(
            {
                "Person": [plain(use.name) for use in found],
                "Most on": [plain(use.favourite) for use in found],
                "Opened": [grouped(use.opened) for use in found],
                "Last": [plain(day(use.last_day)) for use in found],
            },
            border="horizontal",
        )


def _metrics(found: Sequence[MetricUse]) -> None:
    if not found:
        blocks.said("No metric was asked for in these days.")
        return
    first = found[:_MOST]
    st.table(
        {
            "Metric": [plain(use.label) for use in first],
            "Asked": [grouped(use.asked) for use in first],
            "People": [grouped(use.people) for use in first],
        },
        border="horizontal",
    )
    if len(found) > _MOST:
        blocks.said(f"The {grouped(_MOST)} most asked of {grouped(len(found))}.")


def _slow(found: Sequence[Slow]) -> None:
    if not found:
        blocks.said("No question was computed in these days: the cache had each answer.")
        return
    blocks.said("Computed, not remembered; in milliseconds. Which rows were asked for is not kept.")
    with st.container(key="table-usage-slow"):
        st.table(
            {
                "Question": [plain(one.question) for one in found],
                "Times": [grouped(one.times) for one in found],
                "Usual": [grouped(one.usual) for one in found],
                "Slowest": [grouped(one.slowest) for one in found],
            },
            border="horizontal",
        )

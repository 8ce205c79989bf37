"""The popover of filters: what to compare with, which filters hold, and one more. It only draws while it is open."""

from dataclasses import replace

import streamlit as st

from pages.ui import session
from pages.ui.address import change, latest
from pages.ui.asking import workspace
from pages.ui.chooser import chooser
from pages.ui.redrawing import BOARD, redraw
from pages.ui.session import require_viewer
from pages.ui.states import told
from pages.ui.words import plain
from sales_core.changes import COMPARISONS, filterable, without_filter
from sales_core.errors import DashboardError
from sales_core.naming import in_words, names_of, question_of_names
from sales_core.query import Filter, Query
from sales_core.viewer import Permission

__all__ = ["BOARD", "clear_filters", "filter_buttons", "filters_popover"]


@st.fragment
def filters_popover(page: str, asked: Query, offered: tuple[str, ...] = (), *, compared: bool = True) -> None:
    """Filters of the page's question among the dimensions `offered`, all that its metrics know where that is empty.

    To open and close it draws nothing else again; a filter that is added or taken away draws the board again.
    """
    viewer = require_viewer(Permission.VIEW_SALES)
    asked = latest(page, asked)
    count = len(asked.filters)
    box = st.popover(
        f"Filters ({count})" if count else "Filters",
        icon=":material/tune:",
        key=f"{page}.filters",
        on_change="rerun",
        width="content",
    )
    if not box.open:
        return
    with box, told(f"{page}-filters"):
        if compared:
            _comparison(page, asked)
        filter_buttons(page, asked, f"{page}.held")
        chooser(viewer, page, asked, filterable(asked.metrics, offered))


def filter_buttons(page: str, asked: Query, key: str) -> None:
    """A button a filter, which takes it away."""
    if not asked.filters:
        return
    with st.container(key=f"chips-{key}", horizontal=True, gap="xsmall"):
        for number, held in enumerate(asked.filters):
            said = _said(held)
            st.button(
                plain(_short(said)),
                key=f"{key}.{number}",
                icon=":material/close:",
                icon_position="right",
                help=plain(f"Take away: {said}"),
                on_click=_take_away,
                args=(page, held),
            )


def clear_filters(page: str) -> None:
    """A question without filters, kept as the page's last."""
    change(page, lambda asked: replace(asked, filters=()))


def _take_away(page: str, held: Filter) -> None:
    change(page, lambda asked: without_filter(asked, held))
    redraw()


def _said(held: Filter) -> str:
    """The filter in words, keys by their names; looked up only where there are keys."""
    asking = question_of_names(held)
    if asking is None:
        return str(held)
    viewer = require_viewer(Permission.VIEW_SALES)
    try:
        return in_words(held, names_of(workspace().run(asking, viewer)))
    except DashboardError:  # of the page's own question it is told; keys are true words too
        return str(held)


def _short(text: str, longest: int = 120) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _comparison(page: str, asked: Query) -> None:
    session.keep(f"{page}.compare", asked.comparison)
    session.keep(f"{page}.alike", asked.like_for_like)
    st.segmented_control(
        "Compare with",
        list(COMPARISONS),
        key=f"{page}.compare",
        required=True,
        format_func=COMPARISONS.__getitem__,
        on_change=_compare,
        args=(page,),
    )
    st.toggle(
        "Like for like",
        key=f"{page}.alike",
        on_change=_compare,
        args=(page,),
        help="A period that is not over is held against the same days of the one before, not against all of it.",
    )


def _compare(page: str) -> None:
    chosen, alike = session.kept(f"{page}.compare"), bool(session.kept(f"{page}.alike"))
    change(page, lambda asked: replace(asked, comparison=chosen or asked.comparison, like_for_like=alike))
    redraw()

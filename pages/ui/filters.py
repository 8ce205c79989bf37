"""The popover of filters: what to compare with, and which values of which dimension count."""

from dataclasses import replace

import streamlit as st

from pages.ui import session
from pages.ui.address import latest
from pages.ui.asking import workspace
from pages.ui.session import require_viewer
from pages.ui.states import attempt
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.query import Comparison, Filter, Operator, Query
from sales_core.viewer import Permission, Viewer

FILTERED = ("region", "territory", "channel", "segment", "category", "salesperson", "customer", "product")
BOARD = "board"
"""The key of the fragment that holds the bar and all that it changes."""

MOST_OFFERED = 5_000
_COMPARISONS = {
    Comparison.PREVIOUS_PERIOD: "Period before",
    Comparison.YEAR_BEFORE: "Year before",
    Comparison.NONE: "Nothing",
}


@st.fragment
def filters_popover(page: str, asked: Query) -> Query:
    """The question as the open popover says; as it was while it is closed.

    To open and close it draws nothing else again; a choice in it draws the board again.
    """
    viewer = require_viewer(Permission.VIEW_SALES)
    asked = latest(page, asked)
    count = len(asked.filters)
    box = st.popover(
        f"Filters ({count})" if count else "Filters",
        icon=":material/tune:",
        key=f"{page}.filters",
        on_change="rerun",
    )
    if not box.open:
        forget_filters(page)
        return asked
    with box:
        asked = _comparison(page, asked)
        found = attempt(f"{page}-filters", lambda: _chosen(viewer, page, asked))
    return asked if found is None else replace(asked, filters=found)


def forget_filters(page: str) -> None:
    """The widgets take their values from the question again, the next time that they are drawn."""
    session.drop(f"{page}.compare", f"{page}.alike")
    session.drop(*(f"{page}.{kind}.{name}" for name in FILTERED for kind in ("only", "except")))


def clear_filters(page: str) -> None:
    """A question without filters, kept as the page's last."""
    asked: Query | None = session.kept(f"{page}.asked")
    if asked is not None:
        session.keep(f"{page}.asked", replace(asked, filters=()))
        forget_filters(page)


def _comparison(page: str, asked: Query) -> Query:
    _first(f"{page}.compare", asked.comparison)
    _first(f"{page}.alike", asked.like_for_like)
    chosen = st.segmented_control(
        "Compare with",
        list(_COMPARISONS),
        key=f"{page}.compare",
        required=True,
        format_func=_COMPARISONS.__getitem__,
        on_change=_redraw,
    )
    alike = st.toggle(
        "Like for like",
        key=f"{page}.alike",
        on_change=_redraw,
        help="A period that is not over is held against the same days of the one before, not against all of it.",
    )
    return replace(asked, comparison=chosen or asked.comparison, like_for_like=alike)


def _chosen(viewer: Viewer, page: str, asked: Query) -> tuple[Filter, ...]:
    """One filter a dimension from the widgets; what they can not show of a link's filters stays as it is."""
    shown = {f.dimension: f for f in reversed(asked.filters) if f.dimension in FILTERED}
    others = tuple(f for f in asked.filters if shown.get(f.dimension) is not f)
    found = (_one(viewer, page, name, shown.get(name), asked) for name in FILTERED)
    return (*(f for f in found if f), *others)


def _one(viewer: Viewer, page: str, name: str, now: Filter | None, asked: Query) -> Filter | None:
    label = DIMENSIONS[name].label
    known = workspace().options(name, viewer, asked.period)
    offered = known[:MOST_OFFERED]
    cut = f"The first {MOST_OFFERED:,} of {len(known):,} by name are offered." if len(known) > MOST_OFFERED else None
    kept = list(now.values) if now else []
    _first(f"{page}.only.{name}", kept)
    _first(f"{page}.except.{name}", now is not None and now.operator is Operator.IS_NOT)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", wrap=False):
        picked = st.multiselect(
            label,
            [*dict.fromkeys([*kept, *offered])],
            key=f"{page}.only.{name}",
            placeholder="All",
            help=cut,
            filter_mode="contains",
            select_all=False,
            on_change=_redraw,
        )
        left_out = st.checkbox("Leave out", key=f"{page}.except.{name}", disabled=not picked, on_change=_redraw)
    if not picked:
        return None
    return Filter(name, Operator.IS_NOT if left_out else Operator.IS, tuple(picked))


def _redraw() -> None:
    st.rerun(BOARD)


def _first(key: str, value: object) -> None:
    if session.kept(key) is None:
        session.keep(key, value)

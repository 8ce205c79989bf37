"""One more filter: a dimension, how, and which values. Nothing is asked again until it is added."""

import streamlit as st

from pages.ui import session
from pages.ui.address import change
from pages.ui.asking import workspace
from pages.ui.redrawing import redraw
from pages.ui.states import attempt
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.changes import OPERATORS, operators_of, with_filter
from sales_core.errors import AskError
from sales_core.query import Filter, Operator, Query
from sales_core.viewer import Viewer
from sales_core.wording import grouped

MOST_OFFERED = 5_000


def chooser(viewer: Viewer, page: str, asked: Query, offered: tuple[str, ...]) -> None:
    """Choices from left to right, then the button that adds the filter; `offered` are dimensions."""
    key = f"{page}.add.{session.kept(f'{page}.added') or 0}"
    with st.container(key=f"chooser-{page}", gap="small"):
        with st.container(horizontal=True, gap="small"):
            dimension = st.selectbox(
                "Add a filter on",
                offered,
                index=None,
                key=f"{key}.dimension",
                placeholder="Choose …",
                format_func=lambda name: DIMENSIONS[name].label,
                width=200,
            )
            if dimension is None:
                return
            how = st.selectbox(
                "that",
                operators_of(dimension),
                key=f"{key}.{dimension}.how",
                format_func=OPERATORS.__getitem__,
                width=180,
            )
        values = _values(viewer, asked, f"{key}.{dimension}.{how}", dimension, Operator(how))
        found = _filter(dimension, Operator(how), values)
        st.button(
            "Add filter",
            key=f"{key}.go",
            type="primary",
            icon=":material/add:",
            disabled=found is None,
            on_click=_add,
            args=(page, found),
        )


def _add(page: str, found: Filter) -> None:
    change(page, lambda asked: with_filter(asked, found))
    session.keep(f"{page}.added", (session.kept(f"{page}.added") or 0) + 1)
    redraw()


def _filter(dimension: str, how: Operator, values: tuple[str, ...] | None) -> Filter | None:
    """The filter of what was chosen; None as long as something is missing, or can't be so."""
    if values is None:
        return None
    try:
        return Filter(dimension, how, values)
    except AskError:
        return None


def _values(viewer: Viewer, asked: Query, key: str, dimension: str, how: Operator) -> tuple[str, ...] | None:
    """What to match, drawn as the operator needs it."""
    match how:
        case Operator.IS | Operator.IS_NOT:
            return _labels(viewer, asked, key, dimension)
        case Operator.RANGE:
            left, right = st.columns(2)
            low = left.text_input("From, included", key=f"{key}.low", placeholder="open")
            high = right.text_input("To, included", key=f"{key}.high", placeholder="open")
            return low.strip(), high.strip()
        case Operator.PREFIX:
            return (st.text_input("Beginning", key=f"{key}.text", placeholder="upper or lower case alike").strip(),)
        case Operator.KEY | Operator.NOT_KEY:
            typed = st.text_input("Numbers", key=f"{key}.keys", placeholder="one, or several with commas")
            return tuple(dict.fromkeys(part.strip() for part in typed.split(",") if part.strip()))
        case Operator.TOP | Operator.BOTTOM:
            return _ranking(key, asked)
        case Operator.EMPTY | Operator.NOT_EMPTY:
            return ()


def _labels(viewer: Viewer, asked: Query, key: str, dimension: str) -> tuple[str, ...]:
    """The labels that occur in the period; any other can be typed."""
    closed = [label for _, label in DIMENSIONS[dimension].words]
    known = closed or attempt(f"{key}-options", lambda: workspace().options(dimension, viewer, asked.period)) or []
    cut = (
        f"The first {grouped(MOST_OFFERED)} of {grouped(len(known))} by name are offered."
        if len(known) > MOST_OFFERED
        else None
    )
    picked = st.multiselect(
        DIMENSIONS[dimension].label,
        known[:MOST_OFFERED],
        key=f"{key}.labels",
        placeholder="Choose or type",
        help=cut,
        filter_mode="contains",
        select_all=False,
        accept_new_options=not closed,
    )
    return tuple(picked)


def _ranking(key: str, asked: Query) -> tuple[str, ...]:
    left, right = st.columns([1, 2])
    count = left.number_input("How many", min_value=1, max_value=1000, value=10, step=1, key=f"{key}.count")
    metric = right.selectbox("by", asked.metrics, key=f"{key}.metric", format_func=lambda name: METRICS[name].label)
    return str(count), metric

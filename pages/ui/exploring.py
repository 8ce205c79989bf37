"""The choosers of the sales page: measures, breakdown, grain, how many, calculation, shape."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import streamlit as st

from pages.ui import session
from pages.ui.address import change, own, write_own
from pages.ui.redrawing import redraw
from sales_core import aside, exploring
from sales_core.calculations import Calculation
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.changes import filterable
from sales_core.explored import name_of
from sales_core.exploring import Shape
from sales_core.periods import Period
from sales_core.planner import dimensions_of, visible_metrics
from sales_core.query import Query
from sales_core.viewer import Viewer

T = TypeVar("T")
NOTHING = ""
"""What stands for no breakdown and no calculation: a widget takes None for a choice that is still to be made."""

EVERYTHING = 0
"""What stands for no Other among the counts."""

SHAPES = {
    Shape.LINES: (":material/show_chart:", "Lines"),
    Shape.BARS: (":material/bar_chart:", "Bars"),
    Shape.MULTIPLES: (":material/grid_view:", "Small multiples"),
    Shape.HEATMAP: (":material/blur_on:", "Heatmap"),
    Shape.TABLE: (":material/table_rows:", "Table"),
}


def shape_chosen(page: str, asked: Query) -> Shape:
    """The shape of the address, or the one that this tab had last; another where the answer does not fit into it.

    What this tab laid aside stays so for the question that it was laid aside of, not for that of another link.
    """
    wanted, beside = own("show"), own("aside")
    if wanted is None:
        wanted, left, of = session.kept(f"{page}.shape.kept") or (None, None, None)
        beside = left if of == asked else beside
    shape = exploring.shape_of(asked, wanted)
    session.keep(f"{page}.shape.kept", (shape.value, beside, asked))
    write_own("show", shape.value)
    write_own("aside", beside)
    return shape


def shape_chooser(page: str, shape: Shape, period: Period) -> None:
    """Every shape; choosing one changes the question as little as it needs."""
    key = _put(page, "shape", shape)
    st.segmented_control(
        "Shape",
        list(Shape),
        key=key,
        required=True,
        wrap=True,
        label_visibility="collapsed",
        format_func=lambda each: f"{SHAPES[each][0]} {SHAPES[each][1]}",
        on_change=_shape,
        args=(page, period),
    )


def _shape(page: str, period: Period) -> None:
    """Another shape; what it has no room for is laid aside in the address, and comes back with the next that has."""
    wanted: Shape | None = session.kept(f"{page}.choose.shape")
    if wanted is None:
        return

    def become(asked: Query) -> Query:
        made = aside.reshaped(asked, aside.read(own("aside"), asked), wanted, period)
        _lay_aside(made.aside)
        return made.asked

    write_own("show", wanted.value)
    change(page, become)


def _lay_aside(what: Query | None) -> None:
    write_own("aside", aside.written(what) if what else None)


def _choose(page: str, make: Callable[[Query], Query]) -> None:
    """Another question in the same shape; what lies aside follows the choice."""

    def become(asked: Query) -> Query:
        made = make(asked)
        _lay_aside(aside.followed(aside.read(own("aside"), asked), asked, made))
        return made

    change(page, become)


def choosers(page: str, asked: Query, shape: Shape, viewer: Viewer) -> None:
    """The row of choices over the figure."""
    with st.container(key="choosers"):
        st.multiselect(
            "Measures",
            [metric.name for metric in visible_metrics(viewer)],
            key=_put(page, "metrics", list(asked.metrics)),
            format_func=lambda name: METRICS[name].label,
            max_selections=exploring.MOST_METRICS,
            select_all=False,
            on_change=_take,
            args=(page, "metrics"),
            help="Each has a figure of its own; the first decides which values stand by themselves, and their order.",
        )
        grains = [d.name for d in dimensions_of(asked.metrics[0]) if d.grain]
        _select(page, "grain", "By time", (NOTHING, *grains), exploring.grain_of(asked) or NOTHING, _dimension)
        first, second = (*exploring.parts_of(asked), NOTHING, NOTHING)[:2]
        names = filterable(asked.metrics)
        _select(page, "first", "By", (NOTHING, *names), first, _dimension)
        if first:
            others = tuple(name for name in names if name != first)
            _select(page, "second", "and by", (NOTHING, *others), second, _dimension)
        if exploring.foldable(asked):
            count = exploring.count_of(asked, shape)
            counts = sorted({*exploring.COUNTS, *((count,) if count else ())})
            everything = (EVERYTHING,) if shape is Shape.TABLE else ()
            _select(page, "count", "Show", (*counts, *everything), count or EVERYTHING, _count)
        now = next((calculation.text for calculation in asked.calculations), NOTHING)
        possible = dict.fromkeys((NOTHING, *(c.text for c in exploring.calculations_for(asked)), now))
        if len(possible) > 1:
            _select(page, "calculation", "Calculate", tuple(possible), now, partial(_calculation, asked.metrics[0]))


def _select(page: str, name: str, label: str, options: Sequence[T], now: T, say: Callable[[T], str]) -> None:
    key = _put(page, name, now)
    st.selectbox(label, options, key=key, format_func=say, on_change=_take, args=(page, name))


def _put(page: str, name: str, value: object) -> str:
    key = f"{page}.choose.{name}"
    session.keep(key, value)
    return key


def _take(page: str, name: str) -> None:
    """What was chosen becomes part of the question."""
    value = session.kept(f"{page}.choose.{name}")
    match name:
        case "metrics":
            _choose(page, lambda asked: exploring.with_metrics(asked, value or asked.metrics))
        case "grain":
            _choose(page, lambda asked: exploring.with_by(asked, value or None, exploring.parts_of(asked)))
        case "first":
            _choose(page, lambda asked: exploring.with_by(asked, exploring.grain_of(asked), _parts(asked, 0, value)))
        case "second":
            _choose(page, lambda asked: exploring.with_by(asked, exploring.grain_of(asked), _parts(asked, 1, value)))
        case "count":
            _choose(page, lambda asked: exploring.with_count(asked, value or None))
        case "calculation":
            _choose(page, lambda asked: exploring.with_calculation(asked, _read(value)))
    redraw()


def _parts(asked: Query, position: int, value: str) -> tuple[str, ...]:
    parts = [*exploring.parts_of(asked), NOTHING, NOTHING][:2]
    parts[position] = value
    return tuple(dict.fromkeys(name for name in parts if name))


def _dimension(name: str) -> str:
    return DIMENSIONS[name].label if name else "Nothing"


def _count(count: int) -> str:
    return f"First {count}, Other" if count != EVERYTHING else "All"


def _read(text: str) -> Calculation | None:
    return Calculation.parse(text) if text else None


def _calculation(first: str, text: str) -> str:
    """As it is offered, of the first measure; a link can have one of another."""
    calculation = _read(text)
    if calculation is None:
        return "Nothing"
    of = f" of {METRICS[calculation.metric].label}" if calculation.metric != first else ""
    return f"{name_of(calculation)}{of}"

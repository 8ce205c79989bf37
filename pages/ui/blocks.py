"""What pages are built of: the row of tiles, figures in cards, lists with bars in their cells. They only draw."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.words import plain
from sales_core.charts.canvas import behaviour
from sales_core.rankings import Listed
from sales_core.tiles import Tile

_Colour = Literal["green", "red", "gray"]
_TONES: dict[str, _Colour] = {"good": "green", "bad": "red", "flat": "gray"}


def kpi_row(tiles: tuple[Tile, ...], *, with_button: bool = False) -> str | None:
    """A tile a metric: value, change and its tone, course, and progress towards a target.

    With a button in each: the metric whose button was pressed, else None.
    """
    grid = st.grid(6, min_column_width=148, gap="small", key="tiles")
    pressed = None
    for tile in tiles:
        name = tile.metric.name
        with grid.container(key=f"tile-{name}", border=True, height="stretch", gap=None):
            _tile(tile)
            told = plain(f"Look into {tile.metric.label}")
            if with_button and st.button(":material/pageview:", key=f"press-{name}", type="tertiary", help=told):
                pressed = name
    return pressed


def _tile(tile: Tile) -> None:
    st.metric(
        plain(tile.metric.label),
        plain(tile.value),
        plain(tile.change) or None,
        delta_color=_TONES[tile.tone],
        delta_arrow="off" if tile.tone == "flat" and not tile.rising else "up" if tile.rising else "down",
        chart_data=list(tile.course) if len(tile.course) > 1 else None,
        chart_type="area",
    )
    if tile.target:
        st.progress(min(1.0, float(tile.target.share)), plain(tile.target.text))


@contextmanager
def card(key: str, title: str = "", *, note: str = "") -> Iterator[None]:
    """A framed figure under a title that says what it shows; without one, the block begins with a `head`."""
    with st.container(border=True, key=f"card-{key}", height="stretch", gap="small"):
        if title:
            st.header(plain(title) + (f" :gray[{plain(note)}]" if note else ""), anchor=False)
        yield


@contextmanager
def head(key: str) -> Iterator[Callable[[str], None]]:
    """The head of a card with a choice in it: draw the choice inside, and call what is given with the title."""
    with st.container(
        key=f"cardhead-{key}",
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        gap="small",
    ):
        room = st.container(width="content")
        yield lambda title: _write_title(room, title)


def _write_title(room: DeltaGenerator, title: str) -> None:
    room.header(plain(title), anchor=False, width="content")


def figure(
    key: str, drawing: go.Figure, sentence: str, pressed: Callable[[str], None] | None = None, *, file: str = ""
) -> None:
    """A chart and, under it, what it says. Another theme is another chart: its colours are filled in once.

    `pressed` is called with the chart's name after a point of it was pressed or let go. `file` names the picture that
    the browser saves of it, without its ending; it is the key where left out.
    """
    name = f"figure-{key}-{st.context.theme.type}"
    st.plotly_chart(
        drawing,
        theme="streamlit",
        config=dict(behaviour(file or key)),
        key=name,
        alt=sentence,
        on_select=(lambda: pressed(name)) if pressed else "ignore",
        selection_mode="points",
    )
    st.caption(plain(sentence))


def ranking_table(key: str, rows: tuple[Listed, ...], label: str, metric: str) -> None:
    """The best or the last, a row each: value as a bar, change, course."""
    columns: dict[str, list[Any]] = {
        label: [row.label for row in rows],
        metric: [row.value for row in rows],
        "Share of the first": [row.reach for row in rows],
        "Change": [row.change for row in rows],
        "Course": [list(row.course) for row in rows],
    }
    shown = [name for name in columns if any(columns[name])]
    st.dataframe(
        {name: columns[name] for name in shown},
        hide_index=True,
        height="content",
        row_height=34,
        key=f"list-{key}",
        column_config={
            label: st.column_config.TextColumn(label, width="medium"),
            metric: st.column_config.TextColumn(metric, width="small", alignment="right"),
            "Share of the first": st.column_config.ProgressColumn(
                " ", min_value=0.0, max_value=1.0, format=" ", color="primary", help="Against the largest of the list"
            ),
            "Change": st.column_config.TextColumn("Change", width="small", alignment="right"),
            "Course": st.column_config.AreaChartColumn("Course", color="blue"),
        },
    )


def said(sentence: str) -> None:
    """A sentence under a figure that is not a chart."""
    st.caption(plain(sentence), width="content")

"""Cards that several pages are made of: the row of tiles, bars to go down by, a list; each asks, draws and says."""

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.ui import blocks, session
from pages.ui.asking import currency, today_of, workspace
from pages.ui.footers import footer
from pages.ui.listing import Pressed, list_table
from pages.ui.pressing import pressable_tiles
from pages.ui.states import ask
from pages.ui.words import plain
from sales_core import questions, rankings, sentences
from sales_core.charts.bars import bars
from sales_core.export import file_stem
from sales_core.listings import keys_of, totals_in_words
from sales_core.query import Query
from sales_core.result import Result
from sales_core.tiles import tiles_of
from sales_core.twins import twin_of_totals
from sales_core.viewer import Viewer

NOTHING = "There is nothing of this in these days; widen the period or clear a filter."


def tile_row(page: str, asked: Query, viewer: Viewer, totals: Result) -> None:
    """The totals as tiles with change and course, and their sentence."""
    course = ask("course", questions.courses(asked, totals.plan.metrics, totals.plan.period), viewer, 170)
    if course is None:
        return
    row = tiles_of(totals, course, None, currency(), today_of(totals))
    pressable_tiles(page, row, questions.totals(asked, totals.plan.metrics), totals)
    with st.container(key="tiles-under", gap="xsmall"):
        blocks.said(sentences.of_tiles(row, totals))
        footer("totals", totals, currency(), table=twin_of_totals)


def drill(key: str, query: Query, viewer: Viewer, press: Pressed) -> None:
    """The inside of a card: a metric by a dimension as bars; `press` is called for the value that is pressed."""
    result = ask(key, query, viewer, 300)
    if result is None or nothing(result):
        return
    (metric,) = query.metrics
    keys = keys_of(result)

    def take(told: list[Any]) -> None:
        if isinstance(told[1], int) and told[1] < len(keys):
            press(*keys[told[1]])

    points(key, bars(result, metric, currency()), sentences.of_parts(result, metric, currency()), result, take)
    footer(key, result, currency())


def points(key: str, drawing: go.Figure, sentence: str, result: Result, take: Callable[[list[Any]], None]) -> None:
    """A chart whose points can be pressed; `take` gets the `customdata` of the one that is, in a callback."""

    def pressed(name: str) -> None:
        found = session.kept(name).selection.points
        told = found[0].get("customdata") if found else None
        if isinstance(told, list | tuple):
            take(list(told))

    # Another answer is another chart, with nothing pressed yet.
    blocks.figure(f"{key}-{result.plan.key[:8]}", drawing, sentence, pressed, file=file_stem(result))


def list_card(
    key: str,
    name: str,
    asked: Query,
    query: Query,
    viewer: Viewer,
    *,
    press: Pressed | None = None,
    totals: Result | None = None,
    narrow: bool = False,
) -> None:
    """A ranking in a card, with courses where there is room; the CSV has all rows."""
    with blocks.card(key, name):
        list_body(key, asked, query, viewer, press=press, totals=totals, narrow=narrow)


def list_body(
    key: str,
    asked: Query,
    query: Query,
    viewer: Viewer,
    *,
    press: Pressed | None = None,
    totals: Result | None = None,
    narrow: bool = False,
) -> None:
    """The inside of a list's card; `press` is called for the row that is pressed."""
    result = ask(key, query, viewer, 380)
    if result is None or nothing(result):
        return
    wanted = None if narrow else rankings.course_question(result, asked)
    course = ask(f"{key}-course", wanted, viewer, 40) if wanted else None
    list_table(key, result, rankings.rows_of(result, course, currency(), today_of(result)), press, narrow=narrow)
    metric = query.metrics[0]
    if totals is not None and metric in totals.plan.metrics:
        blocks.said(sentences.of_ranking(result, metric, currency(), totals))
    whole = questions.without_limit(query)
    footer(key, result, currency(), whole=lambda: workspace().run(whole, viewer))


def nothing(result: Result) -> bool:
    """Whether the answer has no row; the card then says so."""
    if len(result.frame):
        return False
    blocks.said(NOTHING)
    return True


def facts(key: str, query: Query, viewer: Viewer) -> None:
    """A few totals as lines of words and values, with what is under every figure."""
    result = ask(key, query, viewer, 60)
    if result is not None:
        with st.container(key=f"facts-{key}", gap=None):
            for name, value in totals_in_words(result, currency()):
                st.markdown(f"{plain(name)} :gray[·] **{plain(value)}**")
        footer(key, result, currency(), table=twin_of_totals)

"""Whole figures: they ask, draw in a card, say what it shows, and put the table, the CSV and the receipt under it."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from pages.ui import blocks
from pages.ui.address import latest, write_address
from pages.ui.asking import currency, today_of, workspace
from pages.ui.cards import NOTHING
from pages.ui.controls import choose
from pages.ui.footers import footer
from pages.ui.pressing import pressable, pressable_tiles
from pages.ui.session import require_viewer
from pages.ui.states import ask
from pages.ui.words import plain
from sales_core import overview, rankings, sentences
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Unit
from sales_core.charts.bars import bars
from sales_core.charts.ring import ring
from sales_core.charts.trend import trend
from sales_core.query import Query
from sales_core.result import Result
from sales_core.tiles import tiles_of
from sales_core.twins import twin_of_totals
from sales_core.viewer import Permission, Viewer


def tiles(page: str, asked: Query, viewer: Viewer, totals: Result) -> None:
    """The totals as a row of tiles with course and target, and their sentence."""
    course = ask("course", overview.courses(asked, viewer, totals.plan.period), viewer, 170)
    if course is None:
        return
    wanted = overview.quota(asked)
    quota = ask("quota", wanted, viewer, 20) if wanted else None
    row = tiles_of(totals, course, quota, currency(), today_of(totals))
    pressable_tiles(page, row, overview.totals(asked, viewer), totals)
    with st.container(key="tiles-foot", gap="xsmall"):
        st.caption(plain(sentences.of_tiles(row, totals)))
        footer("totals", totals, currency(), table=twin_of_totals)


def over_time(page: str, key: str, query: Query, viewer: Viewer, *, none: str = NOTHING) -> None:
    """The metric as a line against its comparison; `none` is said where there is no bucket of it."""
    money = METRICS[query.metrics[0]].unit is Unit.MONEY
    with blocks.card(key, _by(query), note=f"({currency()})" if money else ""):
        result = ask(key, query, viewer, 340)
        if result is not None and not _nothing(result, none):
            (metric,), today = query.metrics, today_of(result)
            sentence = sentences.of_trend(result, metric, currency(), today)
            pressable(page, key, trend(result, metric, currency(), today), sentence, query, result)
            footer(key, result, currency())


def parts(page: str, key: str, query: Query, viewer: Viewer, *, as_ring: bool = False) -> None:
    """The metric by a dimension: a ring for few parts, bars for any."""
    with blocks.card(key, _by(query)):
        _parts(page, key, query, viewer, as_ring=as_ring)


@st.fragment
def chosen_parts(page: str, asked: Query) -> None:
    """The metric by a dimension that is chosen here."""
    viewer = require_viewer(Permission.VIEW_SALES)
    asked = latest(page, asked)
    with blocks.card("breakdown"):
        with blocks.head("breakdown") as title:
            name = choose(page, "breakdown", "By", overview.BREAKDOWNS, asked.by[0], _label)
            asked = _remembered(page, replace(asked, by=(name, *asked.by[1:])))
            title(_by(overview.parts(asked, name)))
        _parts(page, "breakdown", overview.parts(asked, name), viewer)


@st.fragment
def lists(page: str, asked: Query, totals: Result) -> None:
    """The best and the last of a dimension that is chosen here."""
    viewer = require_viewer(Permission.VIEW_SALES)
    asked = latest(page, asked)
    with blocks.card("best"):
        with blocks.head("best") as title:
            name = choose(page, "list", "Of", overview.LISTS, asked.by[1], _label)
            asked = _remembered(page, replace(asked, by=(asked.by[0], name)))
            title(f"Top {_label(name).lower()}s by net sales")
        _ranking("best", asked, name, viewer, totals, best=True)
    with blocks.card("last", f"Bottom {_label(name).lower()}s by net sales"):
        _ranking("last", asked, name, viewer, totals, best=False)


def _parts(page: str, key: str, query: Query, viewer: Viewer, *, as_ring: bool = False) -> None:
    result = ask(key, query, viewer, 300)
    if result is None or _nothing(result):
        return
    (metric,) = query.metrics
    drawing = (ring if as_ring else bars)(result, metric, currency())
    pressable(page, key, drawing, sentences.of_parts(result, metric, currency()), query, result)
    footer(key, result, currency())


def _ranking(key: str, asked: Query, name: str, viewer: Viewer, totals: Result, *, best: bool) -> None:
    result = ask(key, overview.ranking(asked, name, best=best), viewer, 380)
    if result is None or _nothing(result):
        return
    totals = ask(f"{key}-totals", overview.totals(asked, viewer), viewer, 20) or totals  # of now, as the list is
    query = rankings.course_question(result, asked)
    course = ask(f"{key}-course", query, viewer, 40) if query else None
    metric = METRICS[result.plan.metrics[0]]
    blocks.ranking_table(
        key, rankings.rows_of(result, course, currency(), today_of(result)), _label(name), metric.label
    )
    blocks.said(sentences.of_ranking(result, metric.name, currency(), totals))
    footer(key, result, currency(), whole=_whole(overview.ranking(asked, name, best=best, most=None), viewer))


def _nothing(result: Result, said: str = NOTHING) -> bool:
    """Whether the answer has no row; the card then says so."""
    if len(result.frame):
        return False
    blocks.said(said)
    return True


def _whole(query: Query, viewer: Viewer) -> Callable[[], Result]:
    return lambda: workspace().run(query, viewer)


def _remembered(page: str, asked: Query) -> Query:
    write_address(page, asked)
    return asked


def _by(query: Query) -> str:
    return f"{METRICS[query.metrics[0]].label} by {_label(query.by[0]).lower()}"


def _label(dimension: str) -> str:
    return DIMENSIONS[dimension].label

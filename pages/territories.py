"""Territories: where sales are made, on a map and in a list."""

from dataclasses import replace
from typing import Any

import streamlit as st

from pages.ui import blocks, cards, heading, theme
from pages.ui.address import change
from pages.ui.asking import currency, workspace
from pages.ui.controls import filter_bar
from pages.ui.footers import footer
from pages.ui.listing import Pressed
from pages.ui.redrawing import BOARD
from pages.ui.session import require_viewer
from pages.ui.states import ask, told
from pages.ui.switches import switch
from sales_core import questions, territories
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.changes import keeping, with_filter
from sales_core.charts.worldmap import world_map
from sales_core.query import Filter, Operator, Query
from sales_core.result import Result
from sales_core.viewer import Permission, Viewer

require_viewer(Permission.VIEW_SALES)

PAGE = "territories"


@st.fragment(key=BOARD)
def board() -> None:
    """All of the page: the bar, and what it changes."""
    viewer = require_viewer(Permission.VIEW_SALES)
    with told("board"):
        head, bar = heading.places("Territories")
        with bar:
            asked = filter_bar(PAGE, territories.DEFAULT, territories.normal)
        totals = workspace().run(questions.totals(asked, territories.tile_metrics(viewer)), viewer)
        with head:
            heading.covered("Sales by place", viewer, totals)
        heading.filters_in_words(PAGE, totals)
        if heading.shown_as_empty(PAGE, totals, viewer):
            return
        cards.tile_row(PAGE, asked, viewer, totals)
        left, right = st.columns([2, 1], gap="small")
        with left:
            on_map(asked, viewer)
        with right, blocks.card("region", "Net sales by region"):
            cards.drill("region", questions.parts(asked, "net_sales", "region"), viewer, within("region"))
        listed(asked, viewer, totals)


def on_map(asked: Query, viewer: Viewer) -> None:
    """The metric by country, on a map that is part of the page."""
    (metric,) = asked.metrics
    with blocks.card("map"):
        with blocks.head("map") as title:
            switch(PAGE, "shown", "Shade by", territories.SHOWN, metric, _metric, _show)
            title(f"{_metric(metric)} by country")
        result = ask("map", territories.by_country(asked), viewer, 340)
        if result is None or cards.nothing(result):
            return
        found = territories.places_of(result, currency())

        def take(pressed: list[Any]) -> None:
            if isinstance(pressed[1], int):
                only(Filter("country", Operator.IS, found.drawn[pressed[1]].labels))

        cards.points("map", world_map(found.drawn), territories.of_places(found, metric), result, take)
        footer("map", result, currency())


def listed(asked: Query, viewer: Viewer, totals: Result) -> None:
    """Every place of a level, largest first."""
    (level,), (metric,) = asked.by, asked.metrics
    with blocks.card("places"):
        with blocks.head("places") as title:
            switch(PAGE, "level", "Of", territories.LEVELS, level, lambda name: DIMENSIONS[name].label, _list)
            title(f"{_metric(metric)} by {DIMENSIONS[level].label.lower()}")
        query = questions.ranked(asked, (metric,), level, most=25)
        cards.list_body("places", asked, query, viewer, press=within(level), totals=totals)


def within(dimension: str) -> Pressed:
    """What pressing a place of a level does: look at it alone."""
    return lambda key, label: only(keeping(dimension, key, label))


def only(places: Filter) -> None:
    """In a callback: look at some places alone."""
    change(PAGE, lambda asked: with_filter(asked, places))


def _show(metric: str) -> None:
    change(PAGE, lambda asked: replace(asked, metrics=(metric,)))


def _list(level: str) -> None:
    change(PAGE, lambda asked: replace(asked, by=(level,)))


def _metric(name: str) -> str:
    return METRICS[name].label


theme.dress()
board()

"""Team: what salespeople are credited with, against what they are to reach."""

from dataclasses import replace

import streamlit as st

from pages.ui import blocks, cards, heading, theme
from pages.ui.address import change
from pages.ui.asking import currency, today_of, workspace
from pages.ui.controls import Bar, filter_bar
from pages.ui.footers import footer
from pages.ui.listing import attainment_table
from pages.ui.redrawing import BOARD
from pages.ui.session import require_viewer
from pages.ui.states import ask, told
from pages.ui.switches import switch
from sales_core import questions, team
from sales_core.analysis.attainment import attainment_of, of_attainment
from sales_core.analysis.pacing import of_pace, pace_of
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.changes import keeping, with_filter
from sales_core.charts.attainment import MOST, attainment_bars, pace_lines
from sales_core.export import file_stem
from sales_core.query import Query
from sales_core.result import Result
from sales_core.viewer import Permission, Viewer

require_viewer(Permission.VIEW_SALES)

PAGE = "team"


@st.fragment(key=BOARD)
def board() -> None:
    """All of the page: the bar, and what it changes."""
    viewer = require_viewer(Permission.VIEW_SALES)
    with told("board"):
        head, bar = heading.places("Team")
        with bar:
            asked = filter_bar(PAGE, team.DEFAULT, team.normal, Bar(team.filterable()))
        totals = workspace().run(questions.totals(asked, team.TILES), viewer)
        with head:
            heading.covered("Sales against quota", viewer, totals)
        heading.filters_in_words(PAGE, totals)
        if not heading.shown_as_empty(PAGE, totals, viewer):
            draw(viewer, asked, totals)


def draw(viewer: Viewer, asked: Query, totals: Result) -> None:
    """The figures: attainment one by one, the pace, and the table of both."""
    cards.tile_row(PAGE, asked, viewer, totals)
    (level,) = asked.by
    with blocks.card("attainment"):
        with blocks.head("attainment") as title:
            switch(PAGE, "level", "By", team.LEVELS, level, lambda name: DIMENSIONS[name].label, _level)
            title(f"Credited sales against quota by {DIMENSIONS[level].label.lower()}")
        result = ask("attainment", team.by_level(asked), viewer, 420)
        if result is not None and not cards.nothing(result):
            one_by_one(result, level)
    with blocks.card("pace", "The pace of credited sales and of quotas", note=f"({currency()})"):
        answer = ask("pace", team.pacing(asked, totals.plan.period), viewer, 340)
        if answer is not None and not cards.nothing(answer):
            pace = pace_of(answer, today_of(answer))
            blocks.figure("pace", pace_lines(pace, currency()), of_pace(pace, currency()), file=file_stem(answer))
            footer("pace", answer, currency())


def one_by_one(result: Result, level: str) -> None:
    """Bars with a mark at each quota, and beside them the same in figures."""
    found, name = attainment_of(result), DIMENSIONS[level].label
    left, right = st.columns([2, 3], gap="medium")
    with left:

        def take(pressed: list[object]) -> None:
            rows = [one for one in (*found.held, *found.without) if one.row == pressed[1]]
            if rows:
                only(level, rows[0].key, rows[0].label)

        sentence = of_attainment(found, name.lower(), currency(), MOST)
        cards.points("attainment", attainment_bars(found, currency()), sentence, result, take)
    with right:
        attainment_table(found, name, currency())
    footer("attainment", result, currency())


def only(dimension: str, key: str, label: str) -> None:
    """In a callback: look at one alone."""
    change(PAGE, lambda asked: with_filter(asked, keeping(dimension, key, label)))


def _level(level: str) -> None:
    change(PAGE, lambda asked: replace(asked, by=(level,)))


theme.dress()
board()

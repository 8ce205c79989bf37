"""The figure of the sales page: asked, drawn in its shape, with its sentence, its table, its files and its receipt."""

import streamlit as st

from pages.ui import blocks
from pages.ui.asking import currency
from pages.ui.exploring import choosers, shape_chooser
from pages.ui.footers import footer, twin
from pages.ui.pressing import pressable
from pages.ui.states import ask
from pages.ui.words import plain
from sales_core import exploring, sentences_explored
from sales_core.explored import Explored, drawn, heading, measure
from sales_core.exploring import Shape
from sales_core.query import Query
from sales_core.result import Result
from sales_core.twins import twin_of
from sales_core.viewer import Viewer

KEY = "explored"


def explored(page: str, asked: Query, shape: Shape, viewer: Viewer, totals: Result) -> None:
    """The card with the choices and what they give."""
    choosers(page, asked, shape, viewer)
    with blocks.card(KEY):
        with blocks.head(KEY) as title:
            shape_chooser(page, shape, totals.plan.period)
            title(heading(asked, shape))
        query = exploring.figure_question(asked, shape)
        result = ask(KEY, query, viewer, 400)
        if result is None:
            return
        if not len(result.frame):
            blocks.said("There is nothing of this in these days; widen the period or clear a filter.")
            return
        _draw(page, query, shape, result, totals)
        footer(KEY, result, currency())


def _draw(page: str, query: Query, shape: Shape, result: Result, totals: Result) -> None:
    if shape is Shape.TABLE:
        twin(twin_of(result, currency()), "explored-table")
        blocks.said(sentences_explored.of_table(result))
        return
    figures = drawn(result, shape, currency(), totals)
    if len(figures) == 1:
        _figure(page, KEY, figures[0], query, result)
        return
    with st.container(key=f"measures-{shape.value}", gap="medium"):
        for figure in figures:
            with st.container(key=f"measure-{figure.metric.name}", gap="small"):
                st.subheader(plain(measure(query, figure.metric.name, shape)), anchor=False)
                _figure(page, f"{KEY}-{figure.metric.name}", figure, query, result)


def _figure(page: str, key: str, figure: Explored, query: Query, result: Result) -> None:
    pressable(page, key, figure.drawing, figure.sentence, query, result, figure.metric.name)

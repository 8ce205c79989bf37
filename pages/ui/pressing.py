"""Figures whose points can be pressed, and the panel that opens then; the same panel opens from the keyboard."""

from functools import partial

import plotly.graph_objects as go
import streamlit as st

from pages.ui import blocks, session
from pages.ui.footers import refuse_other_rights
from pages.ui.looking import open_look
from pages.ui.session import require_viewer
from pages.ui.states import told
from sales_core.export import file_stem
from sales_core.looks import Look
from sales_core.query import Query
from sales_core.result import Result
from sales_core.tiles import Tile
from sales_core.viewer import Permission

_PRESSED = "pressed"


@st.fragment
def pressable(
    page: str, key: str, drawing: go.Figure, sentence: str, query: Query, result: Result, drawn: str = ""
) -> None:
    """A chart of the result of a query, its sentence, and what opens when one of its points is pressed.

    The chart's `customdata` are pairs whose second part is the row of the result, None where there is no one row; or
    triples with the metric behind, where it shows several. `drawn` is the metric of a chart of one, else the first.
    It runs by itself when pressed, with an answer of then, so rights of now are looked at here too.
    """
    viewer = require_viewer(Permission.VIEW_SALES)
    with told(f"press-{key}"):
        refuse_other_rights(result.plan, viewer)
        file = file_stem(result) if len(result.plan.metrics) == 1 else f"{drawn}_of_{file_stem(result)}"
        blocks.figure(key, drawing, sentence, partial(_press, key), file=file)
        pressed: tuple[str, int, str] | None = session.kept(_PRESSED)
        if pressed and pressed[0] == key:
            session.drop(_PRESSED)
            _, row, metric = pressed
            if row < len(result.frame):
                open_look(page, Look(query, result, row, metric or drawn or result.plan.metrics[0]))


@st.fragment
def pressable_tiles(page: str, tiles: tuple[Tile, ...], query: Query, totals: Result) -> None:
    """The row of tiles, each with a button that opens its value; `totals` answers `query`."""
    viewer = require_viewer(Permission.VIEW_SALES)
    with told("press-tiles"):
        refuse_other_rights(totals.plan, viewer)
        pressed = blocks.kpi_row(tiles, with_button=True)
        if pressed:
            open_look(page, Look(query, totals, 0, pressed))


def _press(key: str, name: str) -> None:
    """Remember which row was pressed; a second press of the same point lets it go, and counts as one."""
    points = session.kept(name).selection.points
    told = points[0].get("customdata") if points else session.kept(f"{_PRESSED}.{key}")
    if isinstance(told, list | tuple) and len(told) > 1 and isinstance(told[1], int):
        session.keep(f"{_PRESSED}.{key}", told)
        session.keep(_PRESSED, (key, told[1], told[2] if len(told) > 2 else ""))

"""A ranking as a table whose rows can be pressed."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.ui import session
from pages.ui.asking import currency
from sales_core.analysis.attainment import Attainment, columns_of
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.listings import CLASS, columns_beside, keys_of
from sales_core.rankings import Listed
from sales_core.result import Result

Pressed = Callable[[str, str], None]
"""Called with the key and the label of the row that was pressed."""


def list_table(key: str, result: Result, rows: tuple[Listed, ...], press: Pressed | None, *, narrow: bool) -> None:
    """Value, share of the first as a bar, further metrics, change, course; any cell of a row can be pressed.

    A narrow table leaves out the bar and the course.
    """
    (dimension,) = result.plan.by
    label, metric = DIMENSIONS[dimension].label, METRICS[result.plan.metrics[0]].label
    beside = columns_beside(result, currency())
    columns: dict[str, list[Any]] = {
        label: [row.label for row in rows],
        metric: [row.value for row in rows],
        _REACH: [0.0 if narrow else row.reach for row in rows],
        **beside,
        "Change": [row.change for row in rows],
        "Course": [list(row.course) for row in rows],
    }
    name = f"list-{key}-{result.plan.key[:8]}"
    st.dataframe(
        {heading: cells for heading, cells in columns.items() if any(cells)},
        hide_index=True,
        height="content",
        row_height=34,
        key=name,
        column_config=_config(label, metric, tuple(beside)),
        **(_selecting(name, result, press) if press else {}),
    )


_TALL = 23
_AMOUNT = 90
_AMOUNTS = ("Credited", "Quota", "Attainment", "Gap")
_REACH = "Share of the first"


def _config(label: str, metric: str, beside: tuple[str, ...]) -> dict[str, Any]:
    column = st.column_config
    return {
        label: column.TextColumn(label, width=160),
        metric: column.TextColumn(metric, width=_width(metric), alignment="right"),
        _REACH: column.ProgressColumn(
            " ",
            min_value=0.0,
            max_value=1.0,
            format=" ",
            color="primary",
            help="Against the largest of the list",
            width=60,
        ),
        **{
            heading: column.TextColumn(heading, width=60 if heading == CLASS else _width(heading), alignment="right")
            for heading in beside
        },
        "Change": column.TextColumn("Change", width=80, alignment="right"),
        "Course": column.AreaChartColumn("Course", color="blue", width=100),
    }


def _width(heading: str) -> int:
    """In pixels: room for the heading in full and for an amount in millions."""
    return max(_AMOUNT, 7 * len(heading) + 22)


def _selecting(name: str, result: Result, press: Pressed) -> dict[str, Any]:
    keys = keys_of(result)

    def pressed() -> None:
        cells = session.kept(name).selection.cells
        if cells and cells[0][0] < len(keys):
            press(*keys[cells[0][0]])

    return {"on_select": pressed, "selection_mode": "single-cell"}


def attainment_table(found: Attainment, level: str, currency: str) -> None:
    """Everyone with what is credited, the quota, how much of it is reached, and what is missing."""
    column = st.column_config
    rows = len(found.held) + len(found.without)
    st.dataframe(
        columns_of(found, level, currency),
        hide_index=True,
        height="content" if rows <= _TALL else 35 * _TALL,
        row_height=34,
        key="list-attainment",
        column_config={
            level: column.TextColumn(level, width=130),
            **{name: column.TextColumn(name, alignment="right", width=_width(name)) for name in _AMOUNTS},
        },
    )

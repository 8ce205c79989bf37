"""The row under a figure: its table, its files, its receipt. Opened only when asked for, so that little is sent."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from pages.ui.asking import workspace
from pages.ui.looking import look_into
from pages.ui.receipts import receipt
from pages.ui.session import require_viewer, with_rights_of_then
from pages.ui.states import told
from pages.ui.words import plain
from sales_core.errors import NotPermitted
from sales_core.export import bundle_of, csv_of, file_name, xlsx_of
from sales_core.plan import Plan
from sales_core.query import Query
from sales_core.result import Result
from sales_core.twins import Twin, twin_of
from sales_core.viewer import Permission, Viewer
from sales_core.wording import grouped

_TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_WORKBOOK = "All rows as numbers and days, and a sheet that says where they come from"


@st.fragment
def footer(
    key: str,
    result: Result,
    currency: str,
    *,
    whole: Callable[[], Result] | None = None,
    table: Callable[[Result, str], Twin] = twin_of,
) -> None:
    """The row under the figure of `result`; `whole` answers without the limit that the figure has.

    It runs by itself, with an answer of then, so rights of now are looked at here too.
    """
    viewer = require_viewer(Permission.VIEW_SALES)
    with told(f"foot-{key}"), st.container(key=f"foot-{key}", horizontal=True, gap="xxsmall"):
        refuse_other_rights(result.plan, viewer)
        beside = _on_demand("Table", "table", f"table-{key}")
        if beside.open:
            with beside:
                twin(table(result, currency), key)
        made = partial(_made, result, whole)
        _file("CSV", f"csv-{key}", csv_of, made, file_name(result), "All rows, every digit")
        _file("Excel", f"xlsx-{key}", partial(_workbook, currency), made, file_name(result, "xlsx"), _WORKBOOK)
        slip = _on_demand("Receipt", "receipt_long", f"slip-{key}")
        if slip.open:
            with slip:
                receipt(result)
        look_into(key, result)


def _made(result: Result, whole: Callable[[], Result] | None, viewer: Viewer) -> Result:
    refuse_other_rights(result.plan, viewer)
    return whole() if whole else result


def _workbook(currency: str, result: Result) -> bytes:
    return xlsx_of([result], currency)


def _file(
    label: str, key: str, write: Callable[[Result], bytes], made: Callable[[Viewer], Result], name: str, told: str
) -> None:
    """A button for all rows as a file, which is made when it is pressed, with the rights of then."""
    st.download_button(
        label,
        data=with_rights_of_then(lambda viewer: write(made(viewer))),
        file_name=name,
        mime=_TYPES[name.rpartition(".")[2]],
        key=key,
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        help=told,
    )


def _on_demand(label: str, icon: str, key: str) -> PopoverContainer:
    return st.popover(label, icon=f":material/{icon}:", type="tertiary", key=key, on_change="rerun")


def export_button(viewer: Viewer, totals: Result, questions: tuple[Query, ...]) -> None:
    """All figures of the page as files, for those who may take whole answers away."""
    if not viewer.can(Permission.ASK_FREELY):
        return
    st.download_button(
        "Export",
        data=with_rights_of_then(lambda then: _bundle(questions, then)),
        file_name=f"overview_{str(totals.plan.period).replace(' to ', '_')}.zip",
        mime="application/zip",
        icon=":material/download:",
        key="export",
        on_click="ignore",
        help="Every figure's rows as CSV, with receipts",
    )


def _bundle(questions: tuple[Query, ...], viewer: Viewer) -> bytes:
    if not viewer.can(Permission.ASK_FREELY):
        raise NotPermitted(f"the role {viewer.role} may not {Permission.ASK_FREELY}")
    return bundle_of(workspace().run(query, viewer) for query in questions)


def refuse_other_rights(plan: Plan, viewer: Viewer) -> None:
    """NotPermitted when the viewer's rights of now are not those that the plan was drawn with."""
    if plan.scope != viewer.scope.setting or (plan.costs and not viewer.can(Permission.VIEW_COSTS)):
        raise NotPermitted("what you may see has changed since this figure was drawn; reload the page")


def twin(table: Twin, key: str) -> None:
    """The answer as a table that a screen reader and a find-in-page can read; totals are set apart by their weight.

    How they look else is the theme's: it knows them by that weight.
    """
    with st.container(key=f"twin-{key}"):
        tall = len(table.rows) > 12
        cells = {
            plain(name): [_strong(cell) if row in table.totals else plain(cell) for row, cell in enumerate(column)]
            for name, column in table.columns.items()
        }
        with st.container(key=f"{_words(table)}-of-{key}"):
            st.table(cells, border="horizontal", height=420 if tall else "content", width="content")
        if table.left_out:
            st.caption(f"{grouped(table.left_out)} more rows are in the CSV.")


def _words(table: Twin) -> str:
    """What the theme knows tables by whose first columns hold words."""
    return "twin-one" if table.words < 2 else f"words{table.words}"


def _strong(cell: str) -> str:
    return f"**{plain(cell.strip())}**" if cell.strip() else ""

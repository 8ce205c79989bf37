"""The rows behind a number: page by page, and all of them as a file."""

import streamlit as st

from pages.ui import session
from pages.ui.asking import currency, workspace
from pages.ui.session import with_rights_of_then
from pages.ui.states import attempt
from sales_core.behind import label_of
from sales_core.behind_words import cells_of, is_amount
from sales_core.catalog.model import SourceName
from sales_core.errors import NotPermitted
from sales_core.query import Query
from sales_core.viewer import Permission, Viewer
from sales_core.wording import grouped

SIZE = 50
MOST_IN_A_FILE = 1_000_000
"""Rows that one file of facts may have: it is made in memory before the browser gets it."""


def rows_behind(key: str, query: Query, viewer: Viewer) -> None:
    """The facts that the query's one number is made of, the newest first; one source of facts at a time."""
    page, source = _place(key)
    found = attempt(
        f"{key}-behind", lambda: workspace().behind(query, viewer, page=page, size=SIZE, source=source), 300
    )
    if found is None:
        return
    if len(found.sources) > 1:
        st.segmented_control(
            "Facts", found.sources, key=f"{key}-source", default=found.sources[0], required=True, format_func=label_of
        )
    right = {column.heading for column in found.columns if is_amount(column)}
    cells = cells_of(found, currency())
    st.dataframe(
        cells,
        hide_index=True,
        height=330 if found.total > 8 else "content",
        row_height=32,
        key=f"{key}-rows-{found.source}-{page}",
        column_config={h: st.column_config.TextColumn(h, alignment="right" if h in right else "left") for h in cells},
        alt="The rows behind the number, the newest first",
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}-behind-foot"):
        if found.pages > 1:
            st.pagination(found.pages, key=f"{key}-page")
        st.caption(f"{grouped(found.total)} rows: {label_of(found.source)}", width="content")
        if not viewer.can(Permission.ASK_FREELY):
            return
        if found.total > MOST_IN_A_FILE:
            st.caption(f"More than {grouped(MOST_IN_A_FILE)} rows are no file; look into a part of them.")
        else:
            _all_rows(key, query, found.source)


def _all_rows(key: str, query: Query, source: SourceName) -> None:
    st.download_button(
        "All rows",
        data=with_rights_of_then(lambda then: _file(query, then, source)),
        file_name=f"rows_behind_{query.metrics[0]}.csv",
        mime="text/csv",
        key=f"{key}-csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        help="Every row, as CSV",
    )


def _file(query: Query, viewer: Viewer, source: SourceName) -> bytes:
    if not viewer.can(Permission.ASK_FREELY):
        raise NotPermitted(f"the role {viewer.role} may not {Permission.ASK_FREELY}")
    return b"".join(workspace().rows_behind_chunks(query, viewer, source))


def _place(key: str) -> tuple[int, SourceName | None]:
    """Which page of which source was chosen; the widgets are drawn below what they choose."""
    page, source = session.kept(f"{key}-page"), session.kept(f"{key}-source")
    return int(page or 1), SourceName(source) if source else None

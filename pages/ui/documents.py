"""The list of documents on a page, with its search and its ways onward."""

import streamlit as st

from pages.ui import blocks, session
from pages.ui.address import own, write_own
from pages.ui.asking import currency, workspace
from pages.ui.session import with_rights_of_then
from pages.ui.states import attempt, empty
from pages.ui.words import plain
from sales_core.documents.listing import all_listed, counted, listed
from sales_core.documents.model import MOST_FOUND, Listing, Place, Wanted
from sales_core.documents.writing import csv_of_documents, table_of
from sales_core.query import Query
from sales_core.viewer import Viewer
from sales_core.wording import grouped

ORDER_PAGE = "pages/order.py"


def listing(page: str, asked: Query, viewer: Viewer) -> None:
    """The search, a page of the list, and the ways to the next one and into a document."""
    wanted = Wanted(asked, _text(page), _place())
    with blocks.card("orders"):
        found = attempt("orders-list", lambda: listed(workspace(), wanted, viewer), 420)
        if found is None:
            return
        if not found.documents:
            _nothing(wanted)
            return
        _table(found)
        _onward(page, wanted, found, viewer)


def _text(page: str) -> str:
    key = f"{page}.text"
    if session.kept(key) is None:
        session.keep(key, own("text") or "")
    text = st.text_input(
        "Search by number or customer",
        key=key,
        placeholder="Number of an order, or the beginning of a customer's name",
        icon=":material/search:",
        label_visibility="collapsed",
        max_chars=200,
        on_change=_first_page,
    )
    write_own("text", text.strip() or None)
    return text.strip()


def _place() -> Place | None:
    text = own("page")
    return Place.parse(text) if text else None


def _first_page() -> None:
    write_own("page", None)


def _table(found: Listing) -> None:
    columns = table_of(found.documents, currency())
    right = ("Total", "Lines", "Units", f"In {currency()}")
    picked = st.dataframe(
        columns,
        hide_index=True,
        height="content",
        row_height=34,
        key=f"orders-table-{found.documents[0].key.text}",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            name: st.column_config.TextColumn(name, alignment="right" if name in right else "left") for name in columns
        },
        alt="Orders, newest first; choose a row to open it",
    )
    rows = picked.selection.rows
    if rows:
        st.switch_page(ORDER_PAGE, query_params={"id": found.documents[rows[0]].key.text})


def _onward(page: str, wanted: Wanted, found: Listing, viewer: Viewer) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="orders-foot"):
        if wanted.after is not None:
            st.button("Newest", icon=":material/first_page:", key="orders-newest", on_click=_first_page)
        if found.after is not None:
            following = found.after.text
            st.button(
                "Older",
                icon=":material/chevron_right:",
                key="orders-older",
                on_click=lambda: write_own("page", following),
            )
        count = attempt("orders-count", lambda: counted(workspace(), wanted, viewer), 20)
        if count is not None:
            many = f"more than {grouped(MOST_FOUND)}" if count > MOST_FOUND else grouped(count)
            st.caption(plain(f"{grouped(len(found.documents))} shown of {many} that match"), width="content")
        st.download_button(
            "CSV",
            data=with_rights_of_then(lambda then: _csv(wanted, then)),
            file_name=f"orders_{wanted.query.period.text}.csv",
            mime="text/csv",
            key="orders-csv",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            help="All that match, every digit",
        )


def _csv(wanted: Wanted, viewer: Viewer) -> bytes:
    first = Wanted(wanted.query, wanted.text)
    return b"".join(csv_of_documents(all_listed(workspace(), first, viewer)))


def _nothing(wanted: Wanted) -> None:
    if wanted.after is not None:
        empty("There are no older ones.", "Go back to the newest.", button="Newest", press=_first_page)
    elif wanted.text:
        empty(
            f"No number or customer begins with “{wanted.text}” in these days.",
            "Try fewer letters, or choose other days.",
            button="Clear the search",
            press=_clear,
        )
    else:
        empty("No order matches.", "Choose other days, or clear a filter.", button="Look again", press=_first_page)


def _clear() -> None:
    session.keep("orders.text", "")
    _first_page()

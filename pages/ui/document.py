"""One document on a page: its head, its lines, what came back of it, what was paid."""

import streamlit as st

from pages.ui import blocks
from pages.ui.asking import currency, workspace
from pages.ui.states import empty
from pages.ui.words import plain
from sales_core.catalog.model import Unit
from sales_core.documents.model import Document, Key, Whole
from sales_core.documents.whole import NotFound, whole
from sales_core.documents.writing import TEXTS, lines_of, status_of
from sales_core.viewer import Permission, Viewer
from sales_core.wording import exact, moment


def one(text: str, viewer: Viewer) -> None:
    """The whole of a document; the same words where there is none and where it is not the viewer's to see."""
    try:
        found = whole(workspace(), Key.parse(text), viewer) if text else None
    except NotFound:
        found = None
    if found is None:
        st.title("Order", anchor=False)
        empty(
            "There is no such order among those that you may see.",
            "Open one from the list of orders, or ask an admin to grant you its territory.",
            button="Look again",
            press=lambda: None,
        )
        st.page_link("pages/orders.py", label="All orders", icon=":material/receipt_long:")
        return
    _headed(found)
    _parts(found, viewer)


def _headed(found: Whole) -> None:
    document = found.document
    st.title(plain(("Credit note " if document.kind == "credit_note" else "Order ") + document.number), anchor=False)
    sold = f"sold by {document.salesperson}" if document.salesperson else "no salesperson"
    words = (document.customer, document.territory, document.channel, moment(document.at), status_of(document), sold)
    st.caption(" · ".join(plain(word) for word in words))
    with st.container(horizontal=True, key="order-tiles", gap="small"):
        for label, value in _tiles(document):
            with st.container(border=True, key=f"tile-{label}", width=190):
                st.metric(label, plain(value))


def _tiles(document: Document) -> list[tuple[str, str]]:
    tiles = [("Total", exact(document.total, Unit.MONEY, document.currency))]
    if document.currency != currency():
        tiles.append((f"In {currency()}", exact(document.converted, Unit.MONEY, currency())))
    return [
        *tiles,
        ("Paid", exact(document.paid, Unit.MONEY, document.currency)),
        ("Payment", document.payment),
    ]


def _parts(found: Whole, viewer: Viewer) -> None:
    money, costs = found.document.currency, viewer.can(Permission.VIEW_COSTS)
    with blocks.card("lines", "Lines"):
        _rows("lines", lines_of(found.lines, money, costs=costs))
    if found.returned:
        with blocks.card("returned", "Came back"):
            notes = [number for _, number, _ in found.returned]
            back = lines_of((line for _, _, line in found.returned), money, costs=costs)
            _rows("returned", {"Credit note": notes, **back})
    with blocks.card("payments", "Payments"):
        if not found.payments:
            blocks.said("Nothing is paid yet, or payments are not known here.")
            return
        paid = {
            "Paid": [moment(p.paid_at) for p in found.payments],
            "Method": [p.method for p in found.payments],
            "Amount": [exact(p.amount, Unit.MONEY, money) for p in found.payments],
        }
        _rows("payments", paid)


def _rows(key: str, columns: dict[str, list[str]]) -> None:
    cells = {plain(name): [plain(cell) for cell in column] for name, column in columns.items()}
    words = sum(name in TEXTS for name in columns)
    with st.container(key=f"words{words}-{key}"):
        st.table(cells, border="horizontal", width="stretch")

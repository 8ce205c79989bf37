"""Documents as text: the columns of the list for people, and the whole list as CSV with every digit."""

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

from sales_core.catalog.model import Unit
from sales_core.documents.model import Document, Line
from sales_core.plain import digits, harmless
from sales_core.wording import MISSING, exact, moment, short

CSV_COLUMNS = (
    "number",
    "kind",
    "at",
    "business_date",
    "customer",
    "territory",
    "channel",
    "salesperson",
    "status",
    "payment",
    "lines",
    "units",
    "currency",
    "total",
    "total_in_company_currency",
)


def table_of(documents: Iterable[Document], currency: str) -> dict[str, list[str]]:
    """The list's columns as text, by heading; `currency` is the company's."""
    kept = tuple(documents)
    foreign = any(document.currency != currency for document in kept)
    columns = {
        "Number": [d.number for d in kept],
        "Customer": [d.customer for d in kept],
        "Total": [exact(d.total, Unit.MONEY, d.currency) for d in kept],
        f"In {currency}": [short(d.converted, Unit.MONEY, currency) for d in kept] if foreign else [],
        "Payment": [d.payment for d in kept],
        "Status": [status_of(d) for d in kept],
        "Ordered": [moment(d.at) for d in kept],
        "Territory": [d.territory for d in kept],
        "Channel": [d.channel for d in kept],
        "Salesperson": [d.salesperson or MISSING for d in kept],
        "Lines": [f"{d.lines:,}" for d in kept],
        "Units": [exact(d.units, Unit.QUANTITY, currency) for d in kept],
    }
    return {name: cells for name, cells in columns.items() if cells}


def status_of(document: Document) -> str:
    """The state in words; a credit note is told as such."""
    return "credit note" if document.kind == "credit_note" and document.status == "placed" else document.status


def lines_of(lines: Iterable[Line], currency: str, *, costs: bool) -> dict[str, list[str]]:
    """A document's lines as text, by heading; unit cost and margin only where `costs` are to be shown."""
    kept = tuple(lines)

    def money(values: Iterable[Decimal | None]) -> list[str]:
        return [exact(value, Unit.MONEY, currency) for value in values]

    columns = {
        "Product": [line.product for line in kept],
        "Kind": [line.kind.replace("_", " ") for line in kept],
        "Promotion": [line.promotion or MISSING for line in kept],
        "From": [line.source or MISSING for line in kept],
        "Quantity": [exact(line.quantity, Unit.QUANTITY, currency) for line in kept],
        "List price": money(line.list_price for line in kept),
        "Net price": money(line.net_price for line in kept),
        "Discount of the order": money(line.order_discount for line in kept),
        "Tax": money(line.tax for line in kept),
        "Shipping": money(line.shipping + line.duties for line in kept),
        "Amount": money(line.amount for line in kept),
    }
    if costs:
        columns["Unit cost"] = money(line.unit_cost for line in kept)
    empty = ("Promotion", "From", "Unit cost", "Discount of the order", "Tax", "Shipping")
    zero = exact(Decimal(0), Unit.MONEY, currency)
    return {name: cells for name, cells in columns.items() if name not in empty or set(cells) - {MISSING, zero}}


TEXTS = frozenset({"Product", "Kind", "Promotion", "From", "Credit note", "Paid", "Method"})
"""Columns of words; all others hold numbers."""


def csv_of_documents(documents: Iterable[Document]) -> Iterator[bytes]:
    """UTF-8 CSV (RFC 4180) with a byte order mark, every document, in pieces of some hundred rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(CSV_COLUMNS)
    mark = "\ufeff"
    for count, document in enumerate(documents, 1):
        writer.writerow(_cells(document))
        if count % 500 == 0:
            yield (mark + out.getvalue()).encode()
            mark = ""
            out.seek(0)
            out.truncate()
    yield (mark + out.getvalue()).encode()


def _cells(document: Document) -> tuple[str, ...]:
    named = (document.customer, document.territory, document.channel, document.salesperson or "")
    return (
        harmless(document.number),
        document.kind,
        document.at.isoformat(),
        document.business_date.isoformat(),
        *(harmless(name) for name in named),
        document.status,
        document.payment,
        str(document.lines),
        digits(document.units),
        document.currency,
        digits(document.total),
        "" if document.converted is None else digits(document.converted),
    )

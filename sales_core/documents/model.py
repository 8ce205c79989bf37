"""What a document is to a reader: a row of the list, and the whole of one. Amounts are as booked, in its currency."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sales_core.errors import AskError
from sales_core.query import Query

MOST_FOUND = 10_000
"""Matching documents are counted up to here; beyond it, that there are more is told."""

LARGEST_PAGE = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list, newest first: the document after which a page begins."""

    ordered_at: datetime
    order_id: int
    customer_id: int

    @property
    def text(self) -> str:
        """The form that `parse` reads; microseconds since 1970 and the two keys."""
        passed = (self.ordered_at - _EPOCH) // timedelta(microseconds=1)
        return f"{passed}.{self.order_id}.{self.customer_id}"

    @staticmethod
    def parse(text: str) -> "Place":
        """Read what `text` wrote."""
        found = re.fullmatch(r"(-?\d{1,17})\.(\d{1,18})\.(\d{1,9})", text, re.ASCII)
        if not found:
            raise AskError(f"cannot read the place {text!r} in the list of orders; begin with the first page")
        return Place(_instant(int(found[1])), int(found[2]), int(found[3]))


def _instant(microseconds: int) -> datetime:
    try:
        return _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        raise AskError("the place in the list of orders is outside the calendar; begin with the first page") from None


@dataclass(frozen=True, slots=True)
class Key:
    """What tells a document apart; both numbers are needed."""

    customer_id: int
    order_id: int

    @property
    def text(self) -> str:
        """The form that `parse` reads, and addresses hold."""
        return f"{self.customer_id}.{self.order_id}"

    @staticmethod
    def parse(text: str) -> "Key":
        """Read what `text` wrote."""
        found = re.fullmatch(r"(\d{1,9})\.(\d{1,18})", text, re.ASCII)
        if not found:
            raise AskError(f"cannot read the order {text!r}; open it from the list of orders")
        return Key(int(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents: those of the question's days, filters and statuses that begin with the text.

    `text` is matched with the number of the document or the name of the customer, upper or lower case alike; "" is
    any. `after` is where the page begins, None at the newest; `size` is in documents.
    """

    query: Query
    text: str = ""
    after: Place | None = None
    size: int = 50

    def __post_init__(self) -> None:
        if not 1 <= self.size <= LARGEST_PAGE:
            raise AskError(f"a page of orders has 1 to {LARGEST_PAGE} of them, not {self.size}")


@dataclass(frozen=True, slots=True)
class Document:
    """One row of the list. `total` has tax, shipping and duties in it and is negative for a credit note of goods;
    `converted` is the same in the company's currency, None without a rate; `at` is in the business time zone."""

    key: Key
    number: str
    kind: str
    at: datetime
    business_date: date
    customer: str
    territory: str
    channel: str
    salesperson: str | None
    status: str
    lines: int
    units: Decimal
    currency: str
    total: Decimal
    converted: Decimal | None
    paid: Decimal

    @property
    def payment(self) -> str:
        """How far it is paid: paid, part paid or unpaid; nothing to pay counts as paid."""
        if self.total <= 0 or self.paid >= self.total:
            return "paid"
        return "part paid" if self.paid > 0 else "unpaid"


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of documents, newest first; `after` begins the next page, None on the last."""

    documents: tuple[Document, ...]
    after: Place | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document, sold or returned; `unit_cost` only for those who may see costs, else None."""

    line_no: int
    kind: str
    product: str
    product_id: int
    promotion: str | None
    quantity: Decimal
    list_price: Decimal | None
    net_price: Decimal
    order_discount: Decimal
    tax: Decimal
    shipping: Decimal
    duties: Decimal
    amount: Decimal
    unit_cost: Decimal | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid, in the document's currency."""

    paid_at: datetime
    amount: Decimal
    method: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A document with all that belongs to it; `returned` are the lines of later credit notes that take its lines back,
    each beside the key and number of its note."""

    document: Document
    lines: tuple[Line, ...]
    returned: tuple[tuple[Key, str, Line], ...]
    payments: tuple[Payment, ...]

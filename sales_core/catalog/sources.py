"""The facts that can be asked, each with the rows that count and the scope on every table inside."""

from datetime import date

from sqlalchemy import ColumnElement, FromClause, Select, func, literal, select, union_all
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import distinct_on

from db.first_rows import GUEST
from db.schema.base import QUANTITY
from db.schema.facts import order_lines, orders, returns
from db.schema.parties import quotas
from db.schema.reference import calendar
from sales_core.catalog.model import Facts, Scoping, Source, SourceName

_PARTY_KEYS = frozenset({"territory_id", "channel_id", "person_id", "customer_id", "product_id"})
_DOCUMENT_KEYS = _PARTY_KEYS | {"kind", "quantity_sign", "price_sign"}


def _lines(scoping: Scoping, until: date) -> Facts:
    rows = order_lines.alias("f")
    return Facts(rows, dict(rows.c), (rows.c.status == "placed", scoping(rows)))


def _returns(scoping: Scoping, until: date) -> Facts:
    rows = returns.alias("f")
    return Facts(rows, dict(rows.c), (rows.c.status == "placed", scoping(rows)))


def _returns_of_sales(scoping: Scoping, until: date) -> Facts:
    """Returns on the day of the sale they take back; returns whose sale is not known are not among them."""
    facts = _returns(scoping, until)
    dated = {**facts.columns, "business_date": facts.columns["sale_date"]}
    return Facts(facts.origin, dated, (*facts.where, facts.columns["sale_date"].is_not(None)))


def first_orders(scoping: Scoping, until: date) -> Select[tuple[int, int]]:
    """Each known customer's first order with positive net sales before returns, within the scope and before `until`."""
    sold = order_lines.alias("sold")
    positive = (
        select(sold.c.customer_id, sold.c.order_id, func.min(sold.c.business_date).label("day"))
        .where(sold.c.status == "placed", sold.c.kind == "sale", scoping(sold))
        .where(sold.c.customer_id != GUEST, sold.c.business_date < until)
        .group_by(sold.c.customer_id, sold.c.order_id)
        .having(func.sum(sold.c.quantity * sold.c.net_price - sold.c.order_discount) > 0)
        .subquery("positive")
    )
    return (
        select(positive.c.customer_id, positive.c.order_id)
        .ext(distinct_on(positive.c.customer_id))
        .order_by(positive.c.customer_id, positive.c.day, positive.c.order_id)
    )


def _first_orders(scoping: Scoping, until: date) -> Facts:
    """The lines of customers' first orders."""
    lines = _lines(scoping, until)
    first = first_orders(scoping, until).subquery("first")
    rows = lines.columns
    joined = lines.origin.join(
        first, (rows["customer_id"] == first.c.customer_id) & (rows["order_id"] == first.c.order_id)
    )
    return Facts(joined, rows, (*lines.where, rows["kind"] == "sale"))


def _documents(scoping: Scoping, until: date) -> Facts:
    """Every line as it came: sales, fees, adjustments, bad debt, and returned goods with their sign."""
    shared = ("business_date", "territory_id", "channel_id", "person_id", "customer_id", "product_id", "order_id")
    tail = ("status", "rate")

    def part(
        table: FromClause, kind: ColumnElement[object], quantity: ColumnElement[object], discount: ColumnElement[object]
    ) -> Select[tuple[object, ...]]:
        return select(
            *(table.c[name] for name in (*shared, *tail)),
            kind.label("kind"),
            quantity.label("quantity"),
            table.c.net_price.label("price"),
            discount.label("order_discount"),
        ).where(scoping(table))

    sold, back = order_lines.alias("sold"), returns.alias("back")
    rows = union_all(
        part(sold, sold.c.kind, sold.c.quantity, sold.c.order_discount),
        part(back, literal("return"), sql_cast(-back.c.quantity, QUANTITY), literal(0)),
    ).subquery("f")
    signs = {"quantity_sign": func.sign(rows.c.quantity), "price_sign": func.sign(rows.c.price)}
    return Facts(rows, {**dict(rows.c), **signs}, ())


def _credit_notes(scoping: Scoping, until: date) -> Facts:
    """The lines of documents that cancel or take back."""
    lines = _documents(scoping, until)
    notes = orders.alias("note")
    same = (lines.columns["customer_id"] == notes.c.customer_id) & (lines.columns["order_id"] == notes.c.order_id)
    joined = lines.origin.join(notes, same)
    return Facts(joined, lines.columns, (notes.c.document_kind == "credit_note", scoping(notes)))


def _quota_days(scoping: Scoping, until: date) -> Facts:
    """Quotas spread over the days they are held, so that the parts of a quota sum to it exactly."""
    held = quotas.alias("f")
    columns = {
        "business_date": calendar.c.day,
        "territory_id": held.c.territory_id,
        "person_id": held.c.person_id,
        "amount": held.c.amount,
        "day_no": calendar.c.day - held.c.starts,
        "days": held.c.ends - held.c.starts,
    }
    joined = held.join(calendar, (calendar.c.day >= held.c.starts) & (calendar.c.day < held.c.ends))
    return Facts(joined, columns, (scoping(held),))


SOURCES: dict[SourceName, Source] = {
    source.name: source
    for source in (
        Source(SourceName.LINES, "sale lines", _lines, _PARTY_KEYS, within=SourceName.DOCUMENTS),
        Source(
            SourceName.RETURNS,
            "returned lines, on the day of the return",
            _returns,
            _PARTY_KEYS,
            within=SourceName.DOCUMENTS,
        ),
        Source(SourceName.RETURNS_OF_SALES, "returned lines, on the day of the sale", _returns_of_sales, _PARTY_KEYS),
        Source(
            SourceName.FIRST_ORDERS,
            "customers' first orders",
            _first_orders,
            _PARTY_KEYS,
            looks_back=True,
            within=SourceName.LINES,
        ),
        Source(SourceName.DOCUMENTS, "document lines as they came", _documents, _DOCUMENT_KEYS),
        Source(
            SourceName.CREDIT_NOTES, "lines of credit notes", _credit_notes, _DOCUMENT_KEYS, within=SourceName.DOCUMENTS
        ),
        Source(
            SourceName.QUOTA_DAYS,
            "quotas by day",
            _quota_days,
            frozenset({"territory_id", "person_id"}),
            frozenset({"quotas", "calendar"}),
        ),
    )
}

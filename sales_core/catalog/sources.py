"""The facts that can be asked, each with the rows that count and the scope on every table inside."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, literal, select, union_all
from sqlalchemy import cast as sql_cast

from db.schema.base import QUANTITY
from db.schema.facts import order_lines, orders, returns
from db.schema.parties import quotas
from db.schema.reference import calendar
from sales_core.catalog.model import Facts, Request, Source, SourceName
from sales_core.catalog.order_values import VALUES, first_orders, valued
from sales_core.catalog.reckoned import near, reckoned, weekday_of
from sales_core.reckoning import ReturnsBy

_TERRITORIAL = frozenset({"territory_id", "weekday"})
_PARTY_KEYS = _TERRITORIAL | {
    "channel_id", "person_id", "customer_id", "product_id", "promotion_id", "currency", "hour", "customer_status",
}  # fmt: skip
_ORDER_KEYS = _PARTY_KEYS | {"order_size", "payment_state"}
_DOCUMENT_KEYS = _PARTY_KEYS | {"kind", "quantity_sign", "price_sign"}


def _lines(asked: Request) -> Facts:
    rows = order_lines.alias("f")
    facts = reckoned(asked, rows, {**rows.c, "document_id": rows.c.order_id})
    where = (*facts.where, facts.columns["counted"], asked.scoping(rows))
    return valued(asked, Facts(facts.origin, facts.columns, where))


def _returned(asked: Request) -> Facts:
    rows = returns.alias("f")
    facts = reckoned(asked, rows, {**rows.c, "document_id": rows.c.sale_order_id})
    where = (*facts.where, facts.columns["counted"], asked.scoping(rows))
    return Facts(facts.origin, facts.columns, where)


def _sales_taken_back(asked: Request) -> Select[Any]:
    """Customers and orders that returns of the period name as their sale."""
    back = returns.alias("back_again")
    days = near(asked, asked.period, back.c.business_date)
    return select(back.c.customer_id, back.c.sale_order_id).where(*days, asked.scoping(back))


def _returns(asked: Request) -> Facts:
    return _returns_of_sales(asked) if asked.reckoning.returns_by is ReturnsBy.SALE_DATE else _by_own_day(asked)


def _by_own_day(asked: Request) -> Facts:
    """Returns on their own day however returns are reckoned, for what is named so."""
    return valued(asked, _returned(asked), _sales_taken_back(asked))


def _returns_of_sales(asked: Request) -> Facts:
    """Returns on the day of the sale they take back; returns whose sale is not known are not among them.

    By another clock the sale's moment decides, and a sale outside the scope is not known; nor is its hour.
    """
    rows = returns.alias("f")
    columns = {**rows.c, "document_id": rows.c.sale_order_id, "business_date": rows.c.sale_date}
    origin: FromClause = rows
    where: list[ColumnElement[bool]] = [rows.c.sale_date.is_not(None), asked.scoping(rows)]
    if asked.abroad or "hour" in asked.wants:
        sale = orders.alias("sale")
        same = and_(sale.c.customer_id == rows.c.customer_id, sale.c.order_id == rows.c.sale_order_id)
        origin = rows.join(sale, and_(same, asked.scoping(sale)), isouter=not asked.abroad)
        columns["ordered_at"] = sale.c.ordered_at
    facts = reckoned(asked, origin, columns)
    return valued(asked, Facts(facts.origin, facts.columns, (*facts.where, facts.columns["counted"], *where)))


def _returns_without_sale(asked: Request) -> Facts:
    """Returns of the period that no sale's day can hold: their sale is not known, or not to the viewer."""
    facts = _returned(asked)
    unknown = facts.columns["sale_date"].is_(None)
    if not asked.abroad:
        return valued(asked, Facts(facts.origin, facts.columns, (*facts.where, unknown)))
    sale, columns = orders.alias("sale"), facts.columns
    same = and_(sale.c.customer_id == columns["customer_id"], sale.c.order_id == columns["sale_order_id"])
    origin = facts.origin.outerjoin(sale, and_(same, asked.scoping(sale)))
    return valued(asked, Facts(origin, columns, (*facts.where, sale.c.order_id.is_(None))))


def _first_orders(asked: Request) -> Facts:
    """The lines of customers' first orders."""
    lines = _lines(asked)
    first = first_orders(asked, asked.period.end).subquery("first")
    rows = lines.columns
    joined = lines.origin.join(
        first, (rows["customer_id"] == first.c.customer_id) & (rows["order_id"] == first.c.order_id)
    )
    return Facts(joined, rows, (*lines.where, rows["kind"] == "sale"))


def _returning_lines(asked: Request) -> Facts:
    """The sale lines of customers whose first order lies before the period."""
    lines = _lines(asked)
    earlier = first_orders(asked, asked.period.start).subquery("earlier")
    joined = lines.origin.join(earlier, lines.columns["customer_id"] == earlier.c.customer_id)
    return Facts(joined, lines.columns, (*lines.where, lines.columns["kind"] == "sale"))


def _documents(asked: Request) -> Facts:
    """Every line as it came: sales, fees, adjustments, bad debt, and returned goods with their sign."""
    shared = ("business_date", "territory_id", "channel_id", "person_id", "customer_id", "product_id", "order_id")
    tail = ("status", "rate", "ordered_at", "currency", "promotion_id")

    def part(
        table: FromClause, kind: ColumnElement[object], quantity: ColumnElement[object], discount: ColumnElement[object]
    ) -> Select[tuple[object, ...]]:
        return select(
            *(table.c[name] for name in (*shared, *tail)),
            kind.label("kind"),
            quantity.label("quantity"),
            table.c.net_price.label("price"),
            discount.label("order_discount"),
        ).where(asked.scoping(table))

    sold, back = order_lines.alias("sold"), returns.alias("back")
    rows = union_all(
        part(sold, sold.c.kind, sold.c.quantity, sold.c.order_discount),
        part(back, literal("return"), sql_cast(-back.c.quantity, QUANTITY), literal(0)),
    ).subquery("f")
    signs = {"quantity_sign": func.sign(rows.c.quantity), "price_sign": func.sign(rows.c.price)}
    return valued(asked, reckoned(asked, rows, {**rows.c, **signs}))


def _credit_notes(asked: Request) -> Facts:
    """The lines of documents that cancel or take back."""
    lines = _documents(asked)
    notes = orders.alias("note")
    same = (lines.columns["customer_id"] == notes.c.customer_id) & (lines.columns["order_id"] == notes.c.order_id)
    joined = lines.origin.join(notes, same)
    where = (*lines.where, notes.c.document_kind == "credit_note", asked.scoping(notes))
    return Facts(joined, lines.columns, where)


def _net(asked: Request) -> Facts:
    """Sale lines and returned lines under each other, `amount` in the company's currency, returns negative."""
    names = sorted(_ORDER_KEYS - VALUES | asked.wants & VALUES | {"business_date"})
    sold, back = _lines(asked), _returns(asked)
    charged = sold.columns["quantity"] * sold.columns["net_price"] - sold.columns["order_discount"]
    credited = -(back.columns["quantity"] * back.columns["net_price"])
    parts = [
        select(*(facts.columns[name].label(name) for name in names), facts.columns["rate"].label("rate"))
        .add_columns((amount * facts.columns["rate"]).label("amount"))
        .select_from(facts.origin)
        .where(*facts.where, *conditions)
        for facts, amount, conditions in (
            (sold, charged, (sold.columns["kind"] == "sale",)),
            (back, credited, ()),
        )
    ]
    rows = union_all(*parts).subquery("net")
    return Facts(rows, dict(rows.c), ())


def _quota_days(asked: Request) -> Facts:
    """Quotas spread over the days they are held, so that the parts of a quota sum to it exactly."""
    held = quotas.alias("f")
    columns = {
        "business_date": calendar.c.day,
        "weekday": weekday_of(calendar.c.day),
        "territory_id": held.c.territory_id,
        "person_id": held.c.person_id,
        "amount": held.c.amount,
        "day_no": calendar.c.day - held.c.starts,
        "days": held.c.ends - held.c.starts,
    }
    joined = held.join(calendar, (calendar.c.day >= held.c.starts) & (calendar.c.day < held.c.ends))
    days = (calendar.c.day >= asked.period.start, calendar.c.day < asked.period.end)
    return Facts(joined, columns, (*days, asked.scoping(held)))


_S = SourceName
_NET = (_S.NET_BY_CUSTOMER, _S.NET_BY_PRODUCT)
_ROWS = (
    Source(_S.LINES, "sale lines", _lines, _ORDER_KEYS, within=(_S.DOCUMENTS, *_NET)),
    Source(
        _S.RETURNS,
        "returned lines, on the day of the return or of the sale as reckoned",
        _returns,
        _ORDER_KEYS,
        within=(_S.DOCUMENTS, *_NET),
    ),
    Source(
        _S.RETURNED,
        "returned lines, on the day of the return",
        _by_own_day,
        _ORDER_KEYS,
        within=(_S.RETURNS, _S.DOCUMENTS, *_NET),
    ),
    Source(_S.RETURNS_OF_SALES, "returned lines, on the day of the sale", _returns_of_sales, _ORDER_KEYS),
    Source(
        _S.RETURNS_WITHOUT_SALE,
        "returned lines without a known sale, on the day of the return",
        _returns_without_sale,
        _ORDER_KEYS,
        within=(_S.RETURNS, _S.DOCUMENTS),
    ),
    Source(_S.FIRST_ORDERS, "customers' first orders", _first_orders, _ORDER_KEYS, looks_back=True, within=(_S.LINES,)),
    Source(
        _S.RETURNING_LINES,
        "sale lines of customers who had ordered before",
        _returning_lines,
        _ORDER_KEYS,
        looks_back=True,
        within=(_S.LINES,),
    ),
    Source(_S.ORDERS_BY_CUSTOMER, "orders by customer", _lines, _ORDER_KEYS, within=(_S.LINES,), per="customer_id"),
    Source(
        _S.NET_BY_CUSTOMER,
        "sale lines and returned lines by customer",
        _net,
        _ORDER_KEYS,
        within=(_S.DOCUMENTS, _S.NET_BY_PRODUCT),
        per="customer_id",
    ),
    Source(
        _S.NET_BY_PRODUCT,
        "sale lines and returned lines by product",
        _net,
        _ORDER_KEYS,
        within=(_S.DOCUMENTS,),
        per="product_id",
    ),
    Source(_S.DOCUMENTS, "document lines as they came", _documents, _DOCUMENT_KEYS),
    Source(_S.CREDIT_NOTES, "lines of credit notes", _credit_notes, _DOCUMENT_KEYS, within=(_S.DOCUMENTS,)),
    Source(
        _S.QUOTA_DAYS,
        "quotas by day",
        _quota_days,
        _TERRITORIAL | {"person_id"},
        frozenset({"quotas", "calendar"}),
    ),
)

SOURCES: dict[SourceName, Source] = {source.name: source for source in _ROWS}

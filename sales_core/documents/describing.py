"""Documents with their names and amounts: each fact is summed by itself before they meet."""

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, select

from db.schema.facts import order_lines, orders, payments, returns
from db.schema.parties import customers, people
from db.schema.reference import channels, territories
from sales_core.compiler import scoping
from sales_core.documents.model import Document, Key, Place
from sales_core.viewer import Viewer
from sales_core.workspace import Workspace


def newest_first(table: FromClause) -> tuple[ColumnElement[Any], ...]:
    """The order that lists of documents stand in, ties broken by the key."""
    return table.c.ordered_at.desc(), table.c.order_id, table.c.customer_id


def described(page: FromClause, viewer: Viewer) -> Select[Any]:
    """The SELECT of the documents whose keys `page` has, newest first."""
    sold, back, paid = (_sums(table, page, viewer) for table in (order_lines, returns, payments))
    total = func.coalesce(sold.c.amount, 0) - func.coalesce(back.c.amount, 0)
    return (
        select(
            orders,
            customers.c.name.label("customer"),
            territories.c.name.label("territory"),
            channels.c.name.label("channel"),
            people.c.name.label("salesperson"),
            (func.coalesce(sold.c.lines, 0) + func.coalesce(back.c.lines, 0)).label("lines"),
            (func.coalesce(sold.c.units, 0) - func.coalesce(back.c.units, 0)).label("units"),
            total.label("total"),
            (total * orders.c.rate).label("converted"),
            func.coalesce(paid.c.amount, 0).label("paid"),
        )
        .select_from(page)
        .join(orders, _same(orders, page))
        .join(customers, customers.c.customer_id == orders.c.customer_id)
        .join(territories, territories.c.territory_id == orders.c.territory_id)
        .join(channels, channels.c.channel_id == orders.c.channel_id)
        .outerjoin(people, people.c.person_id == orders.c.person_id)
        .outerjoin(sold, _same(sold, page))
        .outerjoin(back, _same(back, page))
        .outerjoin(paid, _same(paid, page))
        .where(scoping(viewer.scope.setting)(orders))
        .order_by(*newest_first(orders))
    )


def _sums(table: FromClause, page: FromClause, viewer: Viewer) -> FromClause:
    """Lines, units and amount of a fact for each document of the page."""
    rows = table.alias(f"{table.name}_rows")  # type: ignore[attr-defined]
    amount: Any = rows.c.amount if table is payments else rows.c.quantity * rows.c.net_price
    if table is order_lines:
        amount = amount - rows.c.order_discount + rows.c.tax + rows.c.shipping + rows.c.duties
    units = [] if table is payments else [func.sum(rows.c.quantity).label("units")]
    return (
        select(
            rows.c.customer_id, rows.c.order_id, func.count().label("lines"), func.sum(amount).label("amount"), *units
        )
        .select_from(page.join(rows, _same(rows, page)))
        .where(scoping(viewer.scope.setting)(rows))
        .group_by(rows.c.customer_id, rows.c.order_id)
        .subquery(f"{table.name}_sums")  # type: ignore[attr-defined]
    )


def _same(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    return and_(one.c.customer_id == other.c.customer_id, one.c.order_id == other.c.order_id)


def document_of(row: Any, workspace: Workspace) -> tuple[Document, Place]:
    """The document of a row of `described`, and its place in `newest_first`."""
    document = Document(
        key=Key(row.customer_id, row.order_id),
        number=row.document_no,
        kind=row.document_kind,
        at=workspace.local(row.ordered_at),
        business_date=row.business_date,
        customer=row.customer,
        territory=row.territory,
        channel=row.channel,
        salesperson=row.salesperson,
        status=row.status,
        lines=row.lines,
        units=Decimal(row.units),
        currency=row.currency,
        total=Decimal(row.total),
        converted=row.converted,
        paid=Decimal(row.paid),
    )
    return document, Place(row.ordered_at, row.order_id, row.customer_id)

"""One document with its lines, what came back of it, what was paid, and where each line came from."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, literal, null, select

from db.schema.facts import order_lines, orders, payments, returns
from db.schema.parties import products
from db.schema.reference import promotions
from sales_core.compiler import scoping
from sales_core.documents.describing import described, document_of
from sales_core.documents.model import Key, Line, Payment, Whole
from sales_core.documents.reading import reader
from sales_core.errors import AskError
from sales_core.viewer import Permission, Viewer
from sales_core.workspace import Workspace


class NotFound(AskError):
    """No document of that key, or none that the viewer may see: the two are told in the same words."""


def whole(workspace: Workspace, key: Key, viewer: Viewer) -> Whole:
    """The document with all that belongs to it, of one moment. Raises NotFound, and SourceError's kinds."""
    costs = viewer.can(Permission.VIEW_COSTS)
    with reader(workspace, viewer, costs=costs) as connection:
        page = select(literal(key.customer_id).label("customer_id"), literal(key.order_id).label("order_id"))
        row = connection.execute(described(page.subquery("page"), viewer)).one_or_none()
        if row is None:
            raise NotFound(f"there is no order {key.text!r} among those that you may see")
        document, _ = document_of(row, workspace)
        sold = _lines(connection, _sold(costs), order_lines, key, viewer)
        back = _lines(connection, _returned(costs), returns, key, viewer)
        later = connection.execute(_taken_back(key, costs, viewer)).all()
        paid = connection.execute(_paid(key, viewer)).all()
    return Whole(
        document,
        lines=tuple(sorted((*sold, *back), key=lambda line: line.line_no)),
        returned=tuple((Key(r.customer_id, r.order_id), r.document_no, _line(r)) for r in later),
        payments=tuple(Payment(workspace.local(r.paid_at), r.amount, r.method) for r in paid),
    )


def _lines(connection: Connection, question: Select[Any], table: FromClause, key: Key, viewer: Viewer) -> list[Line]:
    mine = and_(table.c.customer_id == key.customer_id, table.c.order_id == key.order_id)
    rows: Sequence[Any] = connection.execute(question.where(mine, scoping(viewer.scope.setting)(table))).all()
    return [_line(row) for row in rows]


def _sold(costs: bool) -> Select[Any]:
    c = order_lines.c
    amount = c.quantity * c.net_price - c.order_discount + c.tax + c.shipping + c.duties
    more = (c.kind, c.list_price, c.order_discount, c.tax, c.shipping, c.duties, c.quantity)
    return _named(order_lines, costs, *more, amount.label("amount"))


def _returned(costs: bool) -> Select[Any]:
    """Returned lines, negative in quantity and amount."""
    nothing = (literal(Decimal(0)).label(name) for name in ("order_discount", "tax", "shipping", "duties"))
    back = (-returns.c.quantity).label("quantity"), (-returns.c.quantity * returns.c.net_price).label("amount")
    return _named(returns, costs, literal("return").label("kind"), null().label("list_price"), *nothing, *back)


def _named(table: FromClause, costs: bool, *more: ColumnElement[Any]) -> Select[Any]:
    shared = ("customer_id", "order_id", "line_no", "product_id", "net_price", "import_id", "source_line")
    return (
        select(
            *(table.c[name] for name in shared),
            products.c.name.label("product"),
            promotions.c.name.label("promotion"),
            (table.c.unit_cost if costs else null().label("unit_cost")),
            *more,
        )
        .join_from(table, products, products.c.product_id == table.c.product_id)
        .outerjoin(promotions, promotions.c.promotion_id == table.c.promotion_id)
    )


def _taken_back(key: Key, costs: bool, viewer: Viewer) -> Select[Any]:
    """Lines of later credit notes that take this document's lines back."""
    note = and_(orders.c.customer_id == returns.c.customer_id, orders.c.order_id == returns.c.order_id)
    within = scoping(viewer.scope.setting)
    return (
        _returned(costs)
        .add_columns(orders.c.document_no)
        .join(orders, note)
        .where(returns.c.customer_id == key.customer_id, returns.c.sale_order_id == key.order_id)
        .where(within(returns), within(orders))
        .order_by(orders.c.ordered_at, returns.c.order_id, returns.c.line_no)
    )


def _paid(key: Key, viewer: Viewer) -> Select[Any]:
    return (
        select(payments.c.paid_at, payments.c.amount, payments.c.method)
        .where(payments.c.customer_id == key.customer_id, payments.c.order_id == key.order_id)
        .where(scoping(viewer.scope.setting)(payments))
        .order_by(payments.c.paid_at, payments.c.payment_no)
    )


def _line(row: Any) -> Line:
    """A line of either table."""
    return Line(
        line_no=row.line_no,
        kind=row.kind,
        product=row.product,
        product_id=row.product_id,
        promotion=row.promotion,
        quantity=row.quantity,
        list_price=row.list_price,
        net_price=row.net_price,
        order_discount=row.order_discount,
        tax=row.tax,
        shipping=row.shipping,
        duties=row.duties,
        amount=row.amount,
        unit_cost=row.unit_cost,
        source=None if row.import_id is None else f"import {row.import_id}, line {row.source_line}",
    )

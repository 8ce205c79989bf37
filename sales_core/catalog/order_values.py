"""What an order's rows say together of it and of its customer: its size, how far it is paid, whether who bought is new.

Each is told by the whole order or customer within the scope, whatever a question's filters are.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, null, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on

from db.first_rows import GUEST
from db.schema.facts import order_lines, orders, payments
from sales_core.catalog.model import Facts, Request
from sales_core.catalog.reckoned import before, counted, day_of, near, rated
from sales_core.periods import FIRST_DAY, Period

SIZES = (50, 100, 250, 500, 1000, 5000)
"""The bounds between bands of an order's sales before returns, in the company's currency; a bound is in the upper."""

SIZE_WORDS = (
    ("1", f"under {SIZES[0]:,}"),
    *((str(n), f"{low:,}–{high:,}") for n, (low, high) in enumerate(pairwise(SIZES), 2)),
    (str(len(SIZES) + 1), f"{SIZES[-1]:,} and more"),
)
STATUS_WORDS = (("new", "new"), ("returning", "returning"))
PAYMENT_WORDS = (("unpaid", "unpaid"), ("part_paid", "part paid"), ("paid", "paid"))

VALUES = frozenset({"order_size", "payment_state", "customer_status"})
"""Columns that `valued` adds where they are wanted."""


@dataclass(frozen=True, slots=True)
class _Meant:
    """Which orders are looked at."""

    asked: Request
    sales_of: Select[Any] | None

    def only(self, rows: FromClause) -> tuple[ColumnElement[bool], ...]:
        """Conditions on rows that have a customer, an order and a booked day."""
        if self.sales_of is None:
            return near(self.asked, self.asked.period, rows.c.business_date)
        until = near(
            self.asked, Period(min(FIRST_DAY, self.asked.period.start), self.asked.period.end), rows.c.business_date
        )
        return (*until, tuple_(rows.c.customer_id, rows.c.order_id).in_(self.sales_of))


def valued(asked: Request, facts: Facts, sales_of: Select[Any] | None = None) -> Facts:
    """The facts with the wanted values of their order, by `document_id`, and of their customer.

    The orders are those of the period; with `sales_of`, which selects customers and orders, they are these, of any day
    before the period's end.
    """
    orders_meant = _Meant(asked, sales_of)
    if "customer_status" in asked.wants:
        facts = _with_status(asked, facts)
    if "order_size" in asked.wants:
        facts = _with_size(asked, facts, orders_meant)
    if "payment_state" in asked.wants:
        facts = _with_payments(asked, facts, orders_meant)
    return facts


def first_orders(asked: Request, end: date) -> Select[tuple[int, int, object]]:
    """Each known customer's first order with positive net sales before returns, within the scope, and its day.

    Only orders before the day `end` are looked at.
    """
    sold = order_lines.alias("sold")
    day = day_of(asked, sold.c.business_date, sold.c.ordered_at)
    positive = (
        select(sold.c.customer_id, sold.c.order_id, func.min(day).label("day"))
        .where(counted(asked, sold.c.status), sold.c.kind == "sale", asked.scoping(sold))
        .where(sold.c.customer_id != GUEST, *before(asked, end, sold.c.business_date, sold.c.ordered_at))
        .group_by(sold.c.customer_id, sold.c.order_id)
        .having(func.sum(sold.c.quantity * sold.c.net_price - sold.c.order_discount) > 0)
        .subquery("positive")
    )
    return (
        select(positive.c.customer_id, positive.c.order_id, positive.c.day)
        .ext(distinct_on(positive.c.customer_id))
        .order_by(positive.c.customer_id, positive.c.day, positive.c.order_id)
    )


def _with_status(asked: Request, facts: Facts) -> Facts:
    first = first_orders(asked, asked.period.end).subquery("first_of_customer")
    status = case((first.c.day >= asked.period.start, "new"), (first.c.day < asked.period.start, "returning"))
    origin = facts.origin.outerjoin(first, first.c.customer_id == facts.columns["customer_id"])
    return Facts(origin, {**facts.columns, "customer_status": status}, facts.where)


def _with_size(asked: Request, facts: Facts, meant: _Meant) -> Facts:
    part = order_lines.alias("part")
    origin, rate = rated(asked, part, dict(part.c))
    amount = func.sum((part.c.quantity * part.c.net_price - part.c.order_discount) * rate).label("amount")
    whole = (
        select(part.c.customer_id, part.c.order_id, amount)
        .select_from(origin)
        .where(counted(asked, part.c.status), part.c.kind == "sale", asked.scoping(part))
        .where(*meant.only(part))
        .group_by(part.c.customer_id, part.c.order_id)
        .subquery("whole_order")
    )
    bands = [(whole.c.amount < bound, n) for n, bound in enumerate(SIZES, 1)]
    size = case(*bands, (whole.c.amount.is_not(None), len(SIZES) + 1))
    return _joined(facts, whole, "order_size", size)


def _with_payments(asked: Request, facts: Facts, meant: _Meant) -> Facts:
    """Paid: at least what all lines of the order come to with tax, shipping and duties, in its own currency."""
    line, header, payment = order_lines.alias("owing"), orders.alias("paid_for"), payments.alias("payment")
    total = func.sum(
        line.c.quantity * line.c.net_price - line.c.order_discount + line.c.tax + line.c.shipping + line.c.duties
    ).label("total")
    owed = (
        select(line.c.customer_id, line.c.order_id, total)
        .where(asked.scoping(line), *meant.only(line))
        .group_by(line.c.customer_id, line.c.order_id)
        .subquery("owed")
    )
    same = and_(header.c.customer_id == payment.c.customer_id, header.c.order_id == payment.c.order_id)
    paid = (
        select(payment.c.customer_id, payment.c.order_id, func.sum(payment.c.amount).label("amount"))
        .select_from(payment.join(header, same))
        .where(asked.scoping(payment), asked.scoping(header), *meant.only(header))
        .group_by(payment.c.customer_id, payment.c.order_id)
        .subquery("paid")
    )
    facts = _joined(facts, owed, "owed", owed.c.total)
    amount = func.coalesce(paid.c.amount, 0)
    state = case(
        (owed.c.total.is_(None), null()), (amount >= owed.c.total, "paid"), (amount > 0, "part_paid"), else_="unpaid"
    )
    return _joined(facts, paid, "payment_state", state)


def _joined(facts: Facts, values: FromClause, name: str, value: ColumnElement[object]) -> Facts:
    same = and_(values.c.customer_id == facts.columns["customer_id"], values.c.order_id == facts.columns["document_id"])
    return Facts(facts.origin.outerjoin(values, same), {**facts.columns, name: value}, facts.where)

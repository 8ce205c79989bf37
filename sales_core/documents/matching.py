"""Filters on documents: by what their header says, or by a line of theirs that matches."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, literal, or_, select

from db.schema.facts import order_lines, orders, returns
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.compiler import Joins, matching, scoping
from sales_core.errors import AskError, UnknownName
from sales_core.filter_rules import check_filter
from sales_core.query import Filter, Operator
from sales_core.viewer import Viewer

_RANKED = (Operator.TOP, Operator.BOTTOM)


def matches(condition: Filter, viewer: Viewer) -> ColumnElement[bool]:
    """Whether a document of `orders` matches: its own header where that has the dimension, else any of its lines.

    Raises AskError for what no document can be told by.
    """
    dimension = DIMENSIONS.get(condition.dimension)
    if dimension is None:
        raise UnknownName("dimension", condition.dimension, DIMENSIONS)
    if dimension.grain or condition.operator in _RANKED:
        raise AskError(f"a list of orders can not be narrowed by {str(condition)!r}; choose values or days instead")
    check_filter(dimension, condition)
    within = scoping(viewer.scope.setting)
    if dimension.key in orders.c:
        return _some(condition, orders.alias("header"), within)
    found = [_some(condition, table.alias(name), within) for name, table in _LINES if dimension.key in table.c]
    if not found:
        raise AskError(f"orders are not told apart by {dimension.label.lower()}")
    return or_(*found)


_LINES = (("line", order_lines), ("back", returns))


def _some(condition: Filter, rows: Any, within: Any) -> ColumnElement[bool]:
    """Whether one of the table's rows of this document matches."""
    joins = Joins(rows, dict(rows.c))
    holds = matching(joins, condition)
    origin: FromClause = joins.origin
    same = and_(rows.c.customer_id == orders.c.customer_id, rows.c.order_id == orders.c.order_id)
    found = select(literal(1)).select_from(origin).where(same, within(rows), holds).correlate(orders)
    return found.exists()

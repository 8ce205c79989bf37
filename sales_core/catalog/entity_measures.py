"""Measures of two levels: a value an entity first, and then what becomes of the entities."""

from sqlalchemy import ColumnElement, and_

from db.first_rows import GUEST
from sales_core.catalog.model import Aggregate, Columns, Measure, Over, SourceName, Unit

_ALL_OVERS = {"total": Over.SUM, "total_squared": Over.SUM_SQUARED, "squares": Over.SQUARES, "largest": Over.LARGEST}


def _known(c: Columns) -> ColumnElement[bool]:
    return c["customer_id"] != GUEST


def _amount(c: Columns) -> ColumnElement[object]:
    return c["amount"]


ENTITIES: tuple[Measure, ...] = (
    Measure(
        "repeat_customers",
        SourceName.ORDERS_BY_CUSTOMER,
        Aggregate.COUNT_DISTINCT,
        lambda c: c["order_id"],
        lambda c: and_(c["kind"] == "sale", _known(c)),
        Unit.COUNT,
        over=Over.REPEATED,
    ),
    *(
        Measure(f"customers_{name}", SourceName.NET_BY_CUSTOMER, Aggregate.SUM, _amount, _known, over=over)
        for name, over in _ALL_OVERS.items()
    ),
    *(
        Measure(f"products_{name}", SourceName.NET_BY_PRODUCT, Aggregate.SUM, _amount, over=over)
        for name, over in _ALL_OVERS.items()
    ),
)

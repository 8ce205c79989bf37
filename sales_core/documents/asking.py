"""The questions of the page of orders, made from the one that its address holds."""

from dataclasses import replace

from sales_core.periods import PeriodSpec
from sales_core.query import Comparison, Query

METRIC = "orders"

DEFAULT = Query(metrics=(METRIC,), period=PeriodSpec.parse("last_90_days"))
"""What the page shows before anything is chosen."""


def normal(asked: Query) -> Query:
    """The question as the list can answer it: days, filters and the orders that count."""
    return Query((METRIC,), asked.period, filters=asked.filters, reckoning=asked.reckoning)


def totals(asked: Query) -> Query:
    """What the listed documents come to; no list is held against another one."""
    return replace(asked, metrics=("documents", "document_total"), by=(), comparison=Comparison.NONE)

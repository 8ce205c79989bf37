"""The questions of the team page: what is credited to salespeople, against what they are to reach."""

from dataclasses import replace

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.periods import Period, PeriodSpec
from sales_core.planner import dimensions_of
from sales_core.query import Calculation, CalculationKind, Comparison, Order, Query
from sales_core.questions import about, over_time

METRICS = ("credited_sales", "quota", "quota_attainment")
TILES = (*METRICS, "net_sales", "orders", "average_order_value")
"""What is credited and to be reached, and what all sold."""
LEVELS = ("salesperson", "team", "territory")

DEFAULT = Query(
    metrics=METRICS[:1],
    period=PeriodSpec.parse("year_to_date"),
    by=LEVELS[:1],
    comparison=Comparison.PREVIOUS_PERIOD,
)
"""`by` names whose attainment is shown."""


def normal(asked: Query) -> Query:
    """The question of one level, with filters that quotas know too; others are dropped."""
    level = next((name for name in asked.by if name in LEVELS), LEVELS[0])
    known = {dimension.name for dimension in dimensions_of("quota")}
    kept = tuple(f for f in asked.filters if f.dimension in known)
    return about(asked, metrics=METRICS[:1], by=(level,), filters=kept, comparison=asked.comparison)


def filterable() -> tuple[str, ...]:
    """The dimensions that both sales and quotas know, beside time."""
    return tuple(d.name for d in dimensions_of("quota") if not DIMENSIONS[d.name].grain)


def by_level(asked: Query) -> Query:
    """Credited sales, quota and attainment of each of the level, most credited first."""
    return about(asked, metrics=METRICS, by=asked.by, order=Order(METRICS[0]), comparison=Comparison.NONE)


def pacing(asked: Query, period: Period) -> Query:
    """Credited sales and quota by time, each added up from the first day."""
    added_up = tuple(Calculation(name, CalculationKind.CUMULATIVE) for name in METRICS[:2])
    return replace(over_time(asked, METRICS[:2], period), comparison=Comparison.NONE, calculations=added_up)

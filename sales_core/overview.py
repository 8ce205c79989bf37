"""The questions of the overview, each made from the one that its address holds."""

from dataclasses import replace
from typing import Any

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.periods import Grain, Period, PeriodSpec
from sales_core.planner import dimensions_of
from sales_core.query import Comparison, Order, Query
from sales_core.viewer import Permission, Viewer

METRIC = "net_sales"
"""What the figures are of."""

BREAKDOWNS = ("territory", "category", "salesperson")
CHANNEL, SEGMENT = "channel", "segment"
LISTS = ("product", "customer")
MOST_LISTED = 10

DEFAULT = Query(
    metrics=(METRIC,),
    period=PeriodSpec.parse("last_90_days"),
    by=(BREAKDOWNS[0], LISTS[0]),
    comparison=Comparison.PREVIOUS_PERIOD,
)
"""What the overview shows before anything is chosen. `by` names the breakdown and the list, not a cross of them."""


def tile_metrics(viewer: Viewer) -> tuple[str, ...]:
    """Six metrics; the margin only for those who may see costs, units for the others."""
    fourth = "gross_margin_share" if viewer.can(Permission.VIEW_COSTS) else "units"
    return (METRIC, "orders", "average_order_value", fourth, "new_customers", "return_rate_by_return_date")


def normal(asked: Query) -> Query:
    """The question with one breakdown and one list that the overview knows; anything else in `by` is dropped."""
    breakdown = next((name for name in asked.by if name in BREAKDOWNS), BREAKDOWNS[0])
    listed = next((name for name in asked.by if name in LISTS), LISTS[0])
    return replace(asked, metrics=(METRIC,), by=(breakdown, listed), order=None, limit=None)


def _about(asked: Query, **changes: Any) -> Query:
    """The question with changes; all days have nothing before them to be held against."""
    everything = asked.period.text == "all"
    return replace(asked, **({"comparison": Comparison.NONE} if everything else {}) | changes)


def totals(asked: Query, viewer: Viewer) -> Query:
    """The tiles' numbers."""
    return _about(asked, metrics=tile_metrics(viewer), by=())


def courses(asked: Query, viewer: Viewer, period: Period) -> Query:
    """The tiles' metrics by time, coarsely."""
    return _about(asked, metrics=tile_metrics(viewer), by=(course_grain(period).value,), comparison=Comparison.NONE)


def over_time(asked: Query, period: Period) -> Query:
    """The metric by time, against its comparison."""
    return _about(asked, metrics=(METRIC,), by=(grain_for(period).value,))


def quota(asked: Query) -> Query | None:
    """Quota and attainment of the same days and rows; None where a filter looks at what quotas do not know."""
    known = {dimension.name for dimension in dimensions_of("quota")}
    if any(condition.dimension not in known for condition in asked.filters):
        return None
    return _about(asked, metrics=("quota", "credited_sales", "quota_attainment"), by=(), comparison=Comparison.NONE)


def parts(asked: Query, dimension: str) -> Query:
    """The metric by a dimension, largest first."""
    return _about(asked, metrics=(METRIC,), by=(dimension,), order=Order(METRIC))


def ranking(asked: Query, dimension: str, *, best: bool, most: int | None = MOST_LISTED) -> Query:
    """The first or the last by the metric; without `most`, all of them.

    The last are those that sold least in the period itself: what sold only before it is no row of theirs.
    """
    asked = asked if best else replace(asked, comparison=Comparison.NONE)
    return _about(asked, metrics=(METRIC, "units"), by=(dimension,), order=Order(METRIC, best), limit=most)


def everything(asked: Query, viewer: Viewer, period: Period) -> tuple[Query, ...]:
    """What the overview draws, without its limits: for an export."""
    breakdown, listed = asked.by
    return (
        totals(asked, viewer),
        over_time(asked, period),
        *(parts(asked, name) for name in (breakdown, SEGMENT, CHANNEL)),
        ranking(asked, listed, best=True, most=None),
    )


def course_grain(period: Period) -> Grain:
    """Buckets for the small courses of tiles and lists: a dozen or two."""
    for most_days, grain in ((31, Grain.DAY), (200, Grain.WEEK)):
        if period.days <= most_days:
            return grain
    return Grain.MONTH


def grain_for(period: Period) -> Grain:
    """Buckets that make a readable line: about twelve to a hundred of them."""
    for most_days, grain in ((100, Grain.DAY), (400, Grain.WEEK), (6 * 366, Grain.MONTH)):
        if period.days <= most_days:
            return grain
    return Grain.MONTH if period.days > 40 * 366 else Grain.QUARTER


def by_label(dimension: str) -> str:
    """How a dimension is named in a title: "by territory"."""
    return f"by {DIMENSIONS[dimension].label.lower()}"

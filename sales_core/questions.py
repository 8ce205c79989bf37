"""Questions that several pages ask, each made from the one that the page's address holds."""

from dataclasses import replace
from typing import Any

from sales_core.catalog.metrics import METRICS
from sales_core.overview import course_grain, grain_for
from sales_core.periods import Period, PeriodSpec
from sales_core.query import Calculation, Comparison, Filter, Operator, Order, Query
from sales_core.viewer import Permission, Viewer

MOST_LISTED = 12
"""Rows that a list on a page shows."""


def about(asked: Query, **changes: Any) -> Query:
    """The question with changes; all days have nothing before them to be held against."""
    everything = asked.period.text == "all"
    plain = {"order": None, "limit": None, "fold": None, "totals": False, "calculations": ()}
    return replace(asked, **plain | ({"comparison": Comparison.NONE} if everything else {}) | changes)


def alone(asked: Query) -> Query:
    """The question of its own days, held against nothing: what sold only before is no row of it."""
    return replace(asked, comparison=Comparison.NONE)


def totals(asked: Query, metrics: tuple[str, ...]) -> Query:
    """The metrics over all rows."""
    return about(asked, metrics=metrics, by=())


def courses(asked: Query, metrics: tuple[str, ...], period: Period) -> Query:
    """The metrics by time, coarsely: a dozen or two buckets."""
    return about(asked, metrics=metrics, by=(course_grain(period).value,), comparison=Comparison.NONE)


def over_time(asked: Query, metrics: tuple[str, ...], period: Period) -> Query:
    """The metrics by time, against the comparison."""
    return about(asked, metrics=metrics, by=(grain_for(period).value,))


def parts(asked: Query, metric: str, dimension: str) -> Query:
    """The metric by a dimension, largest first."""
    return about(asked, metrics=(metric,), by=(dimension,), order=Order(metric))


def ranked(
    asked: Query,
    metrics: tuple[str, ...],
    dimension: str,
    *,
    best: bool = True,
    most: int | None = MOST_LISTED,
    calculations: tuple[Calculation, ...] = (),
) -> Query:
    """The first or the last by the first of the metrics; without `most`, all of them.

    The last are those with least in the period itself: what had something only before it is no row of theirs.
    """
    asked = asked if best else alone(asked)
    return about(
        asked,
        metrics=metrics,
        by=(dimension,),
        order=Order(metrics[0], best),
        limit=most,
        calculations=calculations,
    )


def without_limit(query: Query) -> Query:
    """All rows of a ranking, for a file."""
    return replace(query, limit=None)


def of_one(asked: Query, dimension: str, key: str) -> Query:
    """The question about one value, found by its key."""
    return replace(asked, filters=(*asked.filters, Filter(dimension, Operator.KEY, (key,))))


def named(dimension: str, key: str, beside: tuple[str, ...]) -> Query:
    """What a key is called, and what it is by other dimensions: over all documents there are."""
    period = PeriodSpec.parse("all")
    return Query(("document_lines",), period, (dimension, *beside), (Filter(dimension, Operator.KEY, (key,)),))


def key_in(asked: Query, dimension: str) -> str | None:
    """The key of the one value that a link's filters single out; None where they name none or several."""
    found = [f.values for f in asked.filters if f.dimension == dimension and f.operator is Operator.KEY]
    return found[0][0] if len(found) == 1 and len(found[0]) == 1 else None


def without_key(asked: Query, dimension: str) -> Query:
    """The question without the filter that singles one value out."""
    kept = tuple(f for f in asked.filters if not (f.dimension == dimension and f.operator is Operator.KEY))
    return replace(asked, filters=kept)


def seen(metrics: tuple[str, ...], viewer: Viewer) -> tuple[str, ...]:
    """Those of the metrics that the viewer's role may see, in order."""
    return tuple(name for name in metrics if viewer.can(METRICS[name].permission))


def margin_or(other: str, viewer: Viewer) -> str:
    """The margin for those who may see costs, another metric for the others."""
    return "gross_margin_share" if viewer.can(Permission.VIEW_COSTS) else other

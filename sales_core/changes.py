"""Small changes of a question, each giving another question: what a bar, a chip or a click does to it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sales_core.catalog.dimensions import DIMENSIONS, NAMESAKES, UNKNOWN
from sales_core.catalog.metrics import METRICS
from sales_core.periods import PeriodSpec
from sales_core.planner import dimensions_of
from sales_core.query import Comparison, Filter, Operator, Query

OPERATORS: dict[Operator, str] = {
    Operator.IS: "is one of",
    Operator.IS_NOT: "is none of",
    Operator.PREFIX: "starts with",
    Operator.RANGE: "is from … to …",
    Operator.TOP: "is among the first",
    Operator.BOTTOM: "is among the last",
    Operator.EMPTY: "is empty",
    Operator.NOT_EMPTY: "is not empty",
    Operator.KEY: "has the number",
    Operator.NOT_KEY: "has none of the numbers",
}
"""Every way to filter, as it is offered after the name of a dimension."""

COMPARISONS: dict[Comparison, str] = {
    Comparison.PREVIOUS_PERIOD: "Period before",
    Comparison.YEAR_BEFORE: "Year before",
    Comparison.WEEKS_BEFORE: "364 days before",
    Comparison.NONE: "Nothing",
}


def with_filter(query: Query, added: Filter) -> Query:
    """The question with one more filter; it takes the place of one on the same dimension in the same way."""
    same = next((f for f in query.filters if (f.dimension, f.operator) == (added.dimension, added.operator)), None)
    if same is None:
        return replace(query, filters=(*query.filters, added))
    return replace(query, filters=tuple(added if f is same else f for f in query.filters))


def keeping(dimension: str, key: str, label: str) -> Filter:
    """The filter that keeps one value of an answer; `key` is "" where it is missing.

    By its label, which is what people read, where no other value can bear it; else by its key.
    """
    if dimension not in NAMESAKES and label != UNKNOWN:
        return Filter(dimension, Operator.IS, (label,))
    return Filter(dimension, Operator.KEY, (key,)) if key else Filter(dimension, Operator.EMPTY)


def without_filter(query: Query, gone: Filter) -> Query:
    """The question without the filter; as it was where it has none such."""
    return replace(query, filters=tuple(f for f in query.filters if f != gone))


def with_reckoning(query: Query, **changes: Any) -> Query:
    """The question reckoned another way."""
    return replace(query, reckoning=replace(query.reckoning, **changes))


def operators_of(dimension: str) -> tuple[Operator, ...]:
    """The ways a dimension can be filtered: a closed list has no beginnings, ranges or numbers worth asking for."""
    if DIMENSIONS[dimension].words:
        return (Operator.IS, Operator.IS_NOT)
    return tuple(OPERATORS)


def filterable(metrics: tuple[str, ...], wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The dimensions that every one of the metrics can be filtered by, in the order wanted; else in the catalog's."""
    known = [{d.name for d in dimensions_of(metric)} for metric in metrics if metric in METRICS]
    names = [name for name, dimension in DIMENSIONS.items() if not dimension.grain and all(name in k for k in known)]
    return tuple(name for name in wanted if name in names) if wanted else tuple(names)


def following(default: Query, newest: date | None, today: date) -> Query:
    """The question a page opens with: where all sales are older than its days, as many days up to the newest."""
    days = default.period.resolve(today)
    if newest is None or newest >= days.start or default.period.text == "all":
        return default
    return replace(default, period=PeriodSpec.between(newest - timedelta(days=days.days - 1), newest))

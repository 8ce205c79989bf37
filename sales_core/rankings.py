"""The rows of a list of the best or the last, ready to be drawn: value, share as a bar, change, course."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from sales_core.buckets import is_partial, starts
from sales_core.catalog.metrics import METRICS
from sales_core.compiler import KEY
from sales_core.drill import settled
from sales_core.errors import AskError
from sales_core.periods import Grain, Period, bucket_end
from sales_core.query import Comparison, Filter, Operator, Query
from sales_core.result import BEFORE_SUFFIX, GROWTH_SUFFIX, Result
from sales_core.wording import change, column, number


@dataclass(frozen=True, slots=True)
class Listed:
    """One row. `reach` is its value against the largest of the list, 0 to 1; `course` its value by bucket."""

    label: str
    value: str
    reach: float
    change: str
    course: tuple[float, ...]


def course_question(ranking: Result, asked: Query) -> Query | None:
    """The question for the courses of a ranking's rows; None where there is no row.

    A ranking among the filters is what it came to over all rows. Where that can't be named, all rows are asked for.
    """
    (dimension,) = ranking.plan.by
    labels = tuple(dict.fromkeys(str(label) for label in ranking.frame[dimension]))
    if not labels:
        return None
    grain = Grain.WEEK if ranking.plan.period.days <= 200 else Grain.MONTH
    try:
        filters = (*settled(asked.filters, ranking, (dimension,)), Filter(dimension, Operator.IS, labels))
    except AskError:
        filters = asked.filters
    return replace(
        asked,
        metrics=ranking.plan.metrics[:1],
        by=(grain.value, dimension),
        filters=filters,
        comparison=Comparison.NONE,
        order=None,
        limit=None,
    )


def rows_of(ranking: Result, course: Result | None, currency: str, today: date) -> tuple[Listed, ...]:
    """The list's rows in the answer's order, by its first metric."""
    (dimension,), metric = ranking.plan.by, METRICS[ranking.plan.metrics[0]]
    frame = ranking.frame
    values = [number(v) for v in frame[metric.name]]
    texts = column(values, metric.unit, currency)
    largest = max((Decimal(v) for v in values if v is not None), default=Decimal(0))
    growths = (
        frame[metric.name + GROWTH_SUFFIX] if metric.name + BEFORE_SUFFIX in frame.columns else [None] * len(frame)
    )
    courses = _courses(course, today) if course else {}
    return tuple(
        Listed(
            label=str(label),
            value=text,
            reach=float(max(Decimal(0), Decimal(value or 0)) / largest) if largest > 0 else 0.0,
            change=change(number(growth), metric.unit) if ranking.plan.before else "",
            course=courses.get(str(key), ()),
        )
        for label, key, value, text, growth in zip(
            frame[dimension], frame[dimension + KEY], values, texts, growths, strict=True
        )
    )


def _courses(course: Result, today: date) -> dict[str, tuple[float, ...]]:
    """By the key of the row: its value in each whole bucket from the first to the last that has any."""
    grain, metric = course.plan.grain, course.plan.metrics[0]
    if grain is None or not len(course.frame):
        return {}
    dimension = next(name for name in course.plan.by if name != grain.value)
    found: dict[str, dict[date, float]] = {}
    columns = (course.frame[name] for name in (dimension + KEY, grain.value, metric))
    for key, start, value in zip(*columns, strict=True):
        found.setdefault(str(key), {})[start] = float(number(value) or 0)
    known = [start for row in found.values() for start in row]
    days = Period(min(known), max(known) + timedelta(days=1))
    plan, counted = course.plan, course.plan.reckoning
    shown = [
        start
        for start in starts(days, grain, counted)
        if not is_partial(start, grain, plan.period, plan.unfinished_from, counted)
        and bucket_end(start, grain, counted) <= today
    ]
    return {key: tuple(row.get(start, 0.0) for start in shown) for key, row in found.items()}

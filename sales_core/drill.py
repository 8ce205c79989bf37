"""From a cell of an answer to the question that it alone answers."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from sales_core.calendars import bucket_end
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.model import SourceName
from sales_core.compiler import KEY
from sales_core.conditions import RANKED
from sales_core.errors import AskError
from sales_core.natural import rest_of
from sales_core.periods import Period, PeriodSpec
from sales_core.plan import Plan
from sales_core.query import Comparison, Filter, Operator, Query, Top
from sales_core.reckoning import CurrencyView
from sales_core.result import LEVEL, Result

MOST_KEYS = 100
"""Keys that a question names for what a ranking kept; a link holds no more."""

STATUS = "customer_status"
"""The dimension whose values are told by the period."""


def one_number(query: Query) -> Query:
    """The question of the number over all rows: neither broken down, nor compared, ordered, cut or calculated with."""
    return replace(
        query,
        by=(),
        comparison=Comparison.NONE,
        order=None,
        limit=None,
        fold=None,
        totals=False,
        calculations=(),
    )


def narrowed(query: Query, result: Result, row: int) -> Query:
    """The question whose one row is the cell of the result's row `row`, counted from 0.

    Values become filters by key, missing ones "is empty", a bucket its days within the period, a ranking the keys it
    came to, Other what is none of those kept; what a row of a total leaves open stays open. Raises AskError where a
    ranking kept too many values to be named, and where what counts is told by all the days asked, not the bucket's.
    """
    grain = next((name for name in _named(result, row) if DIMENSIONS[name].grain), None)
    period = _days(result, result.frame[grain].iloc[row]) if grain else query.period
    return replace(one_number(query), period=period, filters=filters_of(query, result, row))


def filters_of(query: Query, result: Result, row: int) -> tuple[Filter, ...]:
    """The filters of `narrowed`, whatever the days."""
    filters = settled(query.filters, result, told(query, result, row))
    for name in _named(result, row):
        if not DIMENSIONS[name].grain:
            filters += of_value(query, result, row, name)
    return filters


def told(query: Query, result: Result, row: int) -> frozenset[str]:
    """The dimensions of which the row is one value, so that a ranking of theirs says nothing more."""
    return frozenset(name for name in _named(result, row) if not _is_rest(query, result, row, name))


def settled(filters: Sequence[Filter], result: Result, without: Collection[str] = ()) -> tuple[Filter, ...]:
    """The filters with each ranking as what it came to over the whole answer: over a part it would come to another.

    Rankings of the dimensions `without` are left out; one that the answer does not rest on stays. Raises AskError
    where a ranking kept too many values to be named, or one that has no key.
    """
    there = {ranking.condition for ranking in result.plan.rankings}
    kept = (f for f in filters if f.operator not in RANKED or f.dimension not in without)
    return tuple(_settled(result, f) if f in there else f for f in kept)


def _named(result: Result, row: int) -> tuple[str, ...]:
    """The breakdowns that are set in the row."""
    frame, by = result.frame, result.plan.by
    return by[: int(frame[LEVEL].iloc[row])] if LEVEL in frame.columns else by


def _settled(result: Result, condition: Filter) -> Filter:
    """The keys that a ranking came to."""
    keys = _came_to(result, condition)
    known = tuple(key for key in keys if key is not None)
    if not known or len(known) < len(keys) or len(known) > MOST_KEYS:
        raise AskError(f"{condition}: to look into a part of the answer, break it down by {condition.dimension!r} too")
    return Filter(condition.dimension, Operator.KEY, known)


def _came_to(result: Result, condition: Filter | Top) -> tuple[str | None, ...]:
    keys = result.plan.ranking(condition).keys
    if keys is None:
        raise ValueError(f"the result does not say what {condition} came to")
    return keys


def _days(result: Result, start: date) -> PeriodSpec:
    plan = result.plan
    assert plan.grain is not None  # noqa: S101  the row has a bucket
    end = min(bucket_end(start, plan.grain, plan.reckoning), plan.period.end)
    days = Period(max(start, plan.period.start), end)
    if days != plan.period and (what := _told_by_the_period(plan)):
        raise AskError(f"{what} by all the days asked, {plan.period}; to look into {days}, ask for those days alone")
    return PeriodSpec.between(days.start, days.end - timedelta(days=1))


def _told_by_the_period(plan: Plan) -> str | None:
    """What of the plan a part of its days would count otherwise."""
    named = (*plan.by, *(condition.dimension for condition in plan.filters))
    if STATUS in named or any(leg.source is SourceName.RETURNING_LINES for leg in plan.legs):
        return "who is new and who returns is told"
    if plan.reckoning.currency is CurrencyView.AVERAGE:
        return "rates are averaged"
    return None


def of_value(query: Query, result: Result, row: int, name: str) -> tuple[Filter, ...]:
    """What keeps the row's value of one dimension, by key."""
    key = result.frame[name + KEY].iloc[row]
    if query.fold and _is_rest(query, result, row, name):
        return _rest(name, _came_to(result, query.fold))
    return (Filter(name, Operator.EMPTY) if pd.isna(key) else Filter(name, Operator.KEY, (str(key),)),)


def _is_rest(query: Query, result: Result, row: int, name: str) -> bool:
    """Whether the row stands for the values of the dimension beyond those kept."""
    rest = rest_of(result.plan, name) if query.fold else None
    return rest is not None and bool(result.frame[name + KEY].iloc[row] == rest)


def _rest(name: str, kept: Sequence[str | None]) -> tuple[Filter, ...]:
    """What is none of the values kept by themselves, of which the missing one may be one."""
    keys = tuple(key for key in kept if key is not None)
    filled = (Filter(name, Operator.NOT_EMPTY),) if None in kept else ()
    return (*filled, Filter(name, Operator.NOT_KEY, keys)) if keys else filled

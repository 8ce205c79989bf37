"""From a cell of an answer to the question that it alone answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from sales_core.calendars import bucket_end
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.compiler import KEY, OTHER_KEY
from sales_core.conditions import RANKED
from sales_core.errors import AskError
from sales_core.periods import PeriodSpec
from sales_core.query import Comparison, Filter, Operator, Query, Top
from sales_core.result import LEVEL, Result


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

    Values become filters by key, missing ones "is empty", a bucket its days within the period; what a row of a total
    leaves open stays open. Raises AskError for a row that no filters tell: an Other of which not every other value is
    shown, or a value kept by a ranking that was made over more than the cell.
    """
    frame, by = result.frame, result.plan.by
    level = int(frame[LEVEL].iloc[row]) if LEVEL in frame.columns else len(by)
    named = by[:level]
    filters = _settled(query, named)
    period = query.period
    for name in named:
        if DIMENSIONS[name].grain:
            period = _days(result, frame[name].iloc[row])
        else:
            filters += (_condition(query, result, row, name),)
    return replace(one_number(query), period=period, filters=filters)


def _settled(query: Query, named: Sequence[str]) -> tuple[Filter, ...]:
    """The question's filters; a ranking is settled by the value itself, and can not be made over less than it was."""
    kept = tuple(f for f in query.filters if f.operator not in RANKED or f.dimension not in named)
    ranking = next((f for f in kept if f.operator in RANKED), None)
    if ranking and named:
        raise AskError(
            f"{ranking} over the whole answer; break down by {ranking.dimension!r} to look into a part of it"
        )
    return kept


def _days(result: Result, start: date) -> PeriodSpec:
    plan = result.plan
    assert plan.grain is not None  # noqa: S101  the row has a bucket
    end = min(bucket_end(start, plan.grain, plan.reckoning), plan.period.end)
    return PeriodSpec.between(max(start, plan.period.start), end - timedelta(days=1))


def _condition(query: Query, result: Result, row: int, name: str) -> Filter:
    key = result.frame[name + KEY].iloc[row]
    if query.fold and query.fold.dimension == name and key in (OTHER_KEY, f"__{OTHER_KEY}"):
        return _rest(query.fold, result, key)
    return Filter(name, Operator.EMPTY) if pd.isna(key) else Filter(name, Operator.KEY, (str(key),))


def _rest(fold: Top, result: Result, other: str) -> Filter:
    """What is none of the values that have rows of their own, by their labels."""
    name, frame = fold.dimension, result.frame
    cells = zip(frame[name], frame[name + KEY], strict=True)
    own = {(str(label), str(key)) for label, key in cells if not pd.isna(label) and str(key) != other}
    if result.receipt.total_rows > len(frame) and len(own) < fold.count:
        raise AskError(f"the rest of {name!r} is known where every other value is shown; take the limit away")
    return Filter(name, Operator.IS_NOT, tuple(sorted({label for label, _ in own})))

"""One cell of an answer, looked into: what it is called, what it is worth, and which questions lead on from it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from sales_core.calendars import bucket_end
from sales_core.catalog.dimensions import DIMENSIONS, NAMESAKES
from sales_core.catalog.metrics import METRICS
from sales_core.changes import filterable, with_filter
from sales_core.compiler import KEY
from sales_core.drill import narrowed, of_value, one_number, settled, told
from sales_core.errors import AskError
from sales_core.natural import rest_of
from sales_core.periods import PeriodSpec
from sales_core.plan import Plan
from sales_core.query import Filter, Operator, Query, Top
from sales_core.result import Result
from sales_core.wording import bucket, exact, number

FIRST = 12
"""Values that a cell broken down shows by themselves."""

_OPPOSITE = {
    Operator.IS: Operator.IS_NOT,
    Operator.KEY: Operator.NOT_KEY,
    Operator.EMPTY: Operator.NOT_EMPTY,
}
"""What leaves out the values that a filter keeps."""

PAGES = {"product": "product", "stock_code": "product", "customer": "customer"}
"""Dimensions whose values have a page of their own, opened by their key."""


@dataclass(frozen=True, slots=True)
class Look:
    """A row of the answer to a question, and the metric of it that is meant."""

    query: Query
    result: Result
    row: int
    metric: str

    @property
    def named(self) -> tuple[str, ...]:
        """The breakdowns that are set in the row: all of them, fewer in the row of a total."""
        return tuple(name for name in self.result.plan.by if not _missing(self._cell(name)))

    def _cell(self, column: str) -> object:
        value: object = self.result.frame[column].iloc[self.row]
        return value

    def label(self, dimension: str) -> str:
        """The value of a breakdown, as answers show it."""
        value, plan = self._cell(dimension), self.result.plan
        if isinstance(value, date) and plan.grain:
            return bucket(value, plan.grain, plan.reckoning)
        return str(value)

    def key(self, dimension: str) -> str:
        """The key of a breakdown's value; not for a time grain."""
        return str(self._cell(dimension + KEY))


def question_of(plan: Plan) -> Query:
    """The question that a plan answers, its days spelled out."""
    days = plan.period
    return Query(
        metrics=plan.metrics,
        period=PeriodSpec.between(days.start, days.end - timedelta(days=1)),
        by=plan.by,
        filters=plan.filters,
        comparison=plan.comparison,
        order=plan.order,
        limit=plan.limit,
        fold=plan.fold,
        totals=plan.totals,
        calculations=plan.calculations,
        reckoning=plan.reckoning,
    )


def every_look(result: Result, most: int = 500) -> tuple[Look, ...]:
    """A look for each cell of an answer, row by row; of its first `most` rows."""
    query = question_of(result.plan)
    rows = range(min(most, len(result.frame)))
    return tuple(Look(query, result, row, metric) for row in rows for metric in result.plan.metrics)


def title(look: Look) -> str:
    """What the cell is: "Net sales: Spain, Nov 2011"."""
    where = ", ".join(look.label(name) for name in look.named)
    return f"{METRICS[look.metric].label}: {where}" if where else METRICS[look.metric].label


def value(look: Look, currency: str) -> str:
    """The cell's value with every digit."""
    cell = number(look.result.frame[look.metric].iloc[look.row])
    return exact(cell, METRICS[look.metric].unit, currency)


def conditions(look: Look) -> tuple[Filter, ...]:
    """The filters that keep the row's values, of each breakdown that is no grain."""
    return tuple(f for name in look.named if DIMENSIONS[name].grain is None for f in _of_value(look, name))


def _of_value(look: Look, name: str) -> tuple[Filter, ...]:
    """By label; by key where values share it, or one that a ranking leaves out may; the rest is what is none of the
    values shown by themselves.
    """
    label = look.label(name)
    shared = len({key for other, key in _pairs(look, name) if other == label}) > 1 and not DIMENSIONS[name].by_label
    if _is_rest(look, name) or shared or (name in NAMESAKES and _is_cut(look, name)):
        return of_value(look.query, look.result, look.row, name)
    return (Filter(name, Operator.IS, (label,)),)


def _is_rest(look: Look, name: str) -> bool:
    """Whether the row stands for the values beyond the first."""
    return look.key(name) == rest_of(look.result.plan, name)


def _is_cut(look: Look, name: str) -> bool:
    """Whether the answer leaves out values of the dimension, or has them under Other."""
    ranked = any(f.ranked and f.dimension == name for f in look.query.filters)
    folded = look.query.fold is not None and look.query.fold.dimension == name
    return ranked or folded or look.query.limit is not None


def days(look: Look) -> PeriodSpec | None:
    """The days of the row's bucket that lie in the answer's period; None without a bucket."""
    plan = look.result.plan
    if plan.grain is None or plan.grain.value not in look.named:
        return None
    start = look.result.frame[plan.grain.value].iloc[look.row]
    end = min(bucket_end(start, plan.grain, plan.reckoning), plan.period.end)
    return PeriodSpec.between(max(start, plan.period.start), end - timedelta(days=1))


def kept_to(asked: Query, look: Look) -> Query:
    """The page's question, kept to the row's values and days; of a ranking, to what it came to over the answer.

    Raises AskError where a ranking kept too many values to be named.
    """
    asked = replace(asked, filters=settled(asked.filters, look.result, told(look.query, look.result, look.row)))
    for condition in conditions(look):
        if condition.operator in (Operator.NOT_KEY, Operator.NOT_EMPTY):
            asked = replace(asked, filters=tuple(dict.fromkeys((*asked.filters, condition))))
        else:
            asked = with_filter(asked, condition)
    return replace(asked, period=days(look) or asked.period)


def without(asked: Query, look: Look) -> Query:
    """The page's question without the row's last value, beside those of its dimension that were left out so before."""
    *_, last = conditions(look)
    if last.operator not in _OPPOSITE:
        raise AskError("only a value of its own can be left out, not the rest of them")
    opposite = _OPPOSITE[last.operator]
    there = next((f.values for f in asked.filters if (f.dimension, f.operator) == (last.dimension, opposite)), ())
    values = tuple(dict.fromkeys((*there, *last.values)))
    return with_filter(asked, Filter(last.dimension, opposite, values))


def can_be_left_out(look: Look) -> bool:
    """Whether `without` has something to leave out: a value told by its name or its key, or a missing one."""
    found = conditions(look)
    return bool(found) and found[-1].operator in _OPPOSITE


def ways_down(look: Look) -> tuple[str, ...]:
    """The dimensions that the cell can be broken down by next."""
    fixed = {f.dimension for f in conditions(look)}
    return tuple(name for name in filterable((look.metric,)) if name not in fixed)


def cell_of(look: Look) -> Query:
    """The question whose only answer is the cell. Raises AskError where no filters tell the row."""
    return replace(narrowed(look.query, look.result, look.row), metrics=(look.metric,))


def orders_of(look: Look) -> Query:
    """The page of orders' question, kept to the cell's values and days."""
    return replace(one_number(kept_to(look.query, look)), metrics=(look.metric,))


def broken_down(look: Look, dimension: str) -> Query:
    """The cell broken down by a dimension, the largest first."""
    fold = Top(dimension, FIRST, look.metric)
    return replace(orders_of(look), by=(dimension,), fold=fold)


def own_page(look: Look) -> tuple[str, str, str] | None:
    """The page of the row's value, with its label and its key; None where it has none."""
    for name in reversed(look.named):
        if name in PAGES and look.key(name) not in ("", "None") and not _is_rest(look, name):
            return PAGES[name], look.label(name), look.key(name)
    return None


def _pairs(look: Look, dimension: str) -> list[tuple[str, str]]:
    frame = look.result.frame
    cells = zip(frame[dimension], frame[dimension + KEY], strict=True)
    return [(str(label), str(key)) for label, key in cells if not _missing(label)]


def _missing(value: object) -> bool:
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]

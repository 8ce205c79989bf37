"""The order that values have by themselves: weekdays from the first of a week, hours from midnight, sizes from small.

Answers come by their labels as text; this is the order in which people look for them. The rest comes last, and behind
it what is not known.
"""

from collections.abc import Hashable

import pandas as pd

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.compiler import KEY, other_key
from sales_core.plan import Plan
from sales_core.query import Operator
from sales_core.result import LEVEL, Result

WEEKDAY = "weekday"
_WEEK = 7


def has_order(dimension: str) -> bool:
    """Whether the dimension's values are numbers of a closed list."""
    return DIMENSIONS[dimension].ordered


def rest_of(plan: Plan, dimension: str) -> str | None:
    """The key of the row that stands for all values beyond the first; None where the answer has no such row.

    A value that is called so is a value like another.
    """
    fold = plan.fold
    return other_key(plan.ranking(fold)) if fold and fold.dimension == dimension else None


def place(dimension: str, key: Hashable, week_start: int, rest: str | None = None) -> tuple[int, int]:
    """Where a value of an ordered dimension stands, `rest` last; weeks begin on the ISO weekday `week_start`."""
    text = str(key)
    if text == rest:
        return 1, 0
    if not text.isdigit():
        return 2, 0
    number = int(text)
    return 0, (number - week_start) % _WEEK if dimension == WEEKDAY else number


def whole_list(result: Result, dimension: str) -> dict[Hashable, str]:
    """Every value of an ordered dimension, key and label, that the answer could have; none where a filter picks some.

    None either where some are in Other, so that what has no row of its own is not empty, and where it has no value at
    all, as of facts without an hour.
    """
    keys = {str(key) for key in result.frame[dimension + KEY]}
    rest = rest_of(result.plan, dimension)
    filtered = any(f.dimension == dimension and f.operator is not Operator.NOT_EMPTY for f in result.plan.filters)
    if filtered or rest in keys or not any(map(str.isdigit, keys)):
        return {}
    first = result.plan.reckoning.week_start
    return dict(sorted(DIMENSIONS[dimension].words, key=lambda pair: place(dimension, pair[0], first)))


def rows_in_order(result: Result) -> list[int]:
    """The positions of the answer's rows as a table shows them.

    A ranking stands as it was asked; else ordered dimensions stand in their order, others as the answer has them, and
    a total behind what it is the total of.
    """
    plan, frame = result.plan, result.frame
    positions = list(range(len(frame)))
    if plan.order is not None or not (plan.fold or any(has_order(name) for name in plan.by)):
        return positions
    columns = [_places(result, name) for name in plan.by]
    levels = [int(level) for level in frame[LEVEL]] if LEVEL in frame.columns else [len(plan.by)] * len(frame)

    def standing(row: int) -> tuple[tuple[int, int, int], ...]:
        found = [(0, *column[row]) for column in columns[: levels[row]]]
        return (*found, (1, 0, 0)) if levels[row] < len(columns) else tuple(found)

    return sorted(positions, key=standing)


def _places(result: Result, name: str) -> list[tuple[int, int]]:
    """Where each row's value of a breakdown stands."""
    frame = result.frame
    if DIMENSIONS[name].grain:
        return _ranked([(str(start), "") for start in frame[name]], None)
    keys = [None if pd.isna(key) else str(key) for key in frame[name + KEY]]
    rest = rest_of(result.plan, name)
    if has_order(name):
        return [place(name, key, result.plan.reckoning.week_start, rest) for key in keys]
    return _ranked([(str(label), str(key)) for label, key in zip(frame[name], keys, strict=True)], rest)


def _ranked(values: list[tuple[str, str]], rest: str | None) -> list[tuple[int, int]]:
    """By label as code points, keys breaking ties, as answers are; the rest last."""
    ranks = {value: i for i, value in enumerate(sorted(set(values)))}
    return [(int(value[1] == rest), ranks[value]) for value in values]

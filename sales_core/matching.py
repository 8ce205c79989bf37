"""From a filter to a predicate on the columns of its dimension."""

from collections.abc import Sequence
from datetime import date
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Integer, and_, cast, false, func, literal, not_, or_, true
from sqlalchemy import Text as SqlText

from db.schema.base import FOLDED_LENGTH
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.model import Dimension
from sales_core.conditions import Filter, Operator
from sales_core.joins import Joins, Told

Keys = Sequence[str | None]
"""Keys as text, as an answer has them; None is a missing one."""


def matching(joins: Joins, condition: Filter, kept: Keys = ()) -> ColumnElement[bool]:
    """Whether a row's dimension matches. `kept` holds the keys that a ranking came to, for TOP and BOTTOM."""
    dimension = DIMENSIONS[condition.dimension]
    told, values = joins.follow(dimension), condition.values
    match condition.operator:
        case Operator.IS:
            return _labelled(dimension, told, values)
        case Operator.IS_NOT:
            return not_(_labelled(dimension, told, values))
        case Operator.KEY:
            return keyed(dimension, told, values)
        case Operator.NOT_KEY:
            return or_(told.key.is_(None), not_(keyed(dimension, told, values)))
        case Operator.TOP | Operator.BOTTOM:
            return keyed(dimension, told, kept)
        case Operator.EMPTY:
            return told.known.is_(None)
        case Operator.NOT_EMPTY:
            return told.known.is_not(None)
        case Operator.PREFIX:
            return _begins(told, values[0])
        case Operator.RANGE:
            return _between(dimension, told, *values)
        case operator:
            assert_never(operator)


def keyed(dimension: Dimension, told: Told, keys: Keys) -> ColumnElement[bool]:
    """Whether the row's key is one of these."""
    present = [typed(dimension, key) for key in keys if key is not None]
    among = _one_of(told.key, present) if present else false()
    return or_(among, told.key.is_(None)) if None in keys else among


def typed(dimension: Dimension, text: str) -> date | int | str:
    """The value that a key written as text stands for; it has been checked when the question was planned."""
    if dimension.grain:
        return date.fromisoformat(text)
    return int(text) if dimension.numbered else text


def number(dimension: Dimension, text: str) -> int:
    """The number of an ordered dimension's value, given by its label or as itself. Raises ValueError for neither."""
    return int({label: key for key, label in dimension.words}.get(text, text))


def _one_of(column: ColumnElement[Any], values: Sequence[object]) -> ColumnElement[bool]:
    return column == values[0] if len(values) == 1 else column.in_(values)


def _labelled(dimension: Dimension, told: Told, labels: tuple[str, ...]) -> ColumnElement[bool]:
    return _one_of(told.label, [typed(dimension, v) for v in labels] if dimension.grain else labels)


def _begins(told: Told, text: str) -> ColumnElement[bool]:
    """Upper and lower case alike; by the stored column where it is long enough, since an index answers that."""
    if told.folded is not None and len(text) <= FOLDED_LENGTH:
        return func.starts_with(told.folded, func.lower(text))
    return and_(told.known.is_not(None), func.starts_with(func.lower(cast(told.known, SqlText)), func.lower(text)))


def _between(dimension: Dimension, told: Told, low: str, high: str) -> ColumnElement[bool]:
    """Both ends included; what has no value is in no range. Labels are compared by code points."""
    column: ColumnElement[Any] = told.known.collate("C")
    ends: list[Any] = [low or None, high or None]
    if dimension.grain:
        column, ends = told.key, [end and date.fromisoformat(end) for end in ends]
    elif dimension.ordered:
        column, ends = cast(told.key, Integer), [end and literal(number(dimension, end), Integer) for end in ends]
    above = column >= ends[0] if ends[0] is not None else true()
    below = column <= ends[1] if ends[1] is not None else true()
    return and_(above, below, told.known.is_not(None))

"""What a filter may ask of its dimension: values of a closed list, keys of the right kind, ends that compare."""

import re

from sales_core.catalog.dimensions import UNKNOWN
from sales_core.catalog.model import Dimension
from sales_core.conditions import Filter, Operator
from sales_core.errors import AskError, UnknownName


def check_filter(dimension: Dimension, condition: Filter) -> None:
    """Raises AskError, naming the value that the dimension can't have and the nearest that it can."""
    if dimension.grain:
        raise AskError(f"{dimension.name!r} is a time grain; narrow the period instead of filtering by it")
    match condition.operator:
        case Operator.IS | Operator.IS_NOT:
            labels = [label for _, label in dimension.words]
            _of_list(dimension, condition.values, [*labels, UNKNOWN] if labels else [])
        case Operator.KEY | Operator.NOT_KEY:
            _check_keys(dimension, condition.values)
        case Operator.RANGE if dimension.ordered:
            ends = [value for value in condition.values if value]
            _of_list(dimension, ends, [text for pair in dimension.words for text in reversed(pair)])
        case _:
            pass


def _of_list(dimension: Dimension, values: tuple[str, ...] | list[str], known: list[str]) -> None:
    for value in values:
        if known and value not in known:
            raise UnknownName(dimension.name.replace("_", " "), value, known)


def _check_keys(dimension: Dimension, keys: tuple[str, ...]) -> None:
    _of_list(dimension, keys, [key for key, _ in dimension.words])
    for key in keys:
        if dimension.numbered and not re.fullmatch(r"-?\d{1,9}", key, re.ASCII):
            raise AskError(
                f"{key!r} is no key of {dimension.name!r}; its keys are whole numbers, "
                f"as the column {dimension.name}__key of an answer has them"
            )

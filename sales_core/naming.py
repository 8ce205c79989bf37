"""Filters by key, said by the names of what they keep or leave out: a key is for the machine."""

from collections.abc import Mapping

from sales_core.catalog.dimensions import DIMENSIONS, NAMESAKES
from sales_core.compiler import KEY
from sales_core.periods import PeriodSpec
from sales_core.planner import dimensions_of
from sales_core.query import Filter, Operator, Query
from sales_core.result import Result
from sales_core.workspace import OFFERING

_LIKE = {Operator.KEY: Operator.IS, Operator.NOT_KEY: Operator.IS_NOT}


def question_of_names(condition: Filter) -> Query | None:
    """What the keys of a filter are called, over all days; None for a filter that names no key."""
    if condition.operator not in _LIKE:
        return None
    name = condition.dimension
    metric = next((m for m in OFFERING if DIMENSIONS.get(name) in dimensions_of(m)), None)
    keys = Filter(name, Operator.KEY, condition.values)
    return Query((metric,), PeriodSpec.parse("all"), (name,), (keys,)) if metric else None


def names_of(result: Result) -> dict[str, str]:
    """Key and label of each row of the answer to `question_of_names`."""
    (name,) = result.plan.by
    frame = result.frame
    return {str(key): str(label) for key, label in zip(frame[name + KEY], frame[name], strict=True)}


def in_words(condition: Filter, names: Mapping[str, str]) -> str:
    """The filter's sentence with names for keys: "product is not Mug (17)".

    The key stands behind a name that another thing may bear; where one of the names is not known, or not the viewer's
    to see, the sentence is of keys alone.
    """
    if condition.operator not in _LIKE or not all(key in names for key in condition.values):
        return str(condition)
    with_key = condition.dimension in NAMESAKES
    said = tuple(f"{names[key]} ({key})" if with_key else names[key] for key in condition.values)
    return str(Filter(condition.dimension, _LIKE[condition.operator], tuple(dict.fromkeys(said))))

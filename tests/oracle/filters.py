"""Whether a question's filters let a fact through."""

from sales_core.query import Filter, Operator
from tests.oracle.facts import Asked
from tests.oracle.identities import DIMENSIONS, WEEKDAYS
from tests.oracle.orders import BANDS, LARGEST
from tests.oracle.parties import Record
from tests.oracle.rows import UNKNOWN

Kept = dict[Filter, frozenset[object]]
"""Of each ranking, what tells apart the values that it keeps."""


def passes(asked: Asked, filters: tuple[Filter, ...], fact: Record, kept: Kept) -> bool:
    """Whether every filter lets the fact through."""
    return all(_lets(asked, f, fact, kept) for f in filters)


def _lets(asked: Asked, condition: Filter, fact: Record, kept: Kept) -> bool:
    key, known = DIMENSIONS[condition.dimension](asked, fact)
    values = condition.values
    match condition.operator:
        case Operator.IS:
            return (known or UNKNOWN) in values
        case Operator.IS_NOT:
            return (known or UNKNOWN) not in values
        case Operator.RANGE:
            return known is not None and within(condition.dimension, key, known, *values)
        case Operator.PREFIX:
            return known is not None and known.lower().startswith(values[0].lower())
        case Operator.EMPTY:
            return known is None
        case Operator.NOT_EMPTY:
            return known is not None
        case Operator.KEY:
            return key is not None and str(key) in values
        case Operator.NOT_KEY:
            return key is None or str(key) not in values
        case Operator.TOP | Operator.BOTTOM:
            return key in kept[condition]


NUMBERED = {
    "weekday": {name: n for n, name in enumerate(WEEKDAYS, 1)},
    "hour": {f"{hour:02}": hour for hour in range(24)},
    "order_size": {label: int(key) for key, label in (*((k, w) for k, w, _ in BANDS), LARGEST)},
}
"""Dimensions whose values are numbers, by label."""


def within(dimension: str, key: object, label: str, low: str, high: str) -> bool:
    """Both ends included, an empty end open: by number where there are numbers, else in code order."""
    if numbers := NUMBERED.get(dimension):
        ends = [int(numbers.get(end, end)) if end else None for end in (low, high)]
        place = int(str(key))
        return (ends[0] is None or ends[0] <= place) and (ends[1] is None or place <= ends[1])
    return (not low or low <= label) and (not high or label <= high)

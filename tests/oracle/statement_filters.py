"""SQL written by hand for filters: which rows they let through."""

from calendar import day_name
from typing import Any

from sales_core.query import Filter, Operator
from sales_core.reckoning import Reckoning
from sales_core.viewer import Scope
from tests.oracle.statement_labels import SIZES, among, told


def conditions(
    filters: tuple[Filter, ...], scope: Scope, reckoning: Reckoning, kept: dict[Filter, frozenset[object]]
) -> tuple[str, dict[str, Any]]:
    """The filters as conditions, and what is bound to them."""
    said, bound = "", dict[str, Any]()
    for n, f in enumerate(filters):
        key, label = told(f.dimension, scope, reckoning)
        shown = f"coalesce({label}, 'Unknown')"
        match f.operator:
            case Operator.IS | Operator.IS_NOT:
                condition, bound[f"v{n}"] = f"{shown} = ANY(:v{n})", list(f.values)
                condition = condition if f.operator is Operator.IS else f"NOT ({condition})"
            case Operator.KEY:
                condition, bound[f"v{n}"] = f"coalesce(({key})::text = ANY(:v{n}), false)", list(f.values)
            case Operator.NOT_KEY:
                condition, bound[f"v{n}"] = f"coalesce(({key})::text <> ALL(:v{n}), true)", list(f.values)
            case Operator.EMPTY | Operator.NOT_EMPTY:
                condition = f"({label}) IS {'NOT ' if f.operator is Operator.NOT_EMPTY else ''}NULL"
            case Operator.PREFIX:
                condition, bound[f"v{n}"] = f"coalesce(starts_with(lower({label}), lower(:v{n})), false)", f.values[0]
            case Operator.RANGE:
                condition, ends = _within(n, f, key, label)
                bound |= ends
            case Operator.TOP | Operator.BOTTOM:
                condition = among(key, frozenset(None if k is None else str(k) for k in kept[f]))
        said += f" AND {condition}"
    return said, bound


def _within(n: int, f: Filter, key: str, label: str) -> tuple[str, dict[str, Any]]:
    """From a value to another, by number where the dimension's values are numbers."""
    column, ends = f'({label}) COLLATE "C"', dict[str, Any]()
    said = [f"({label}) IS NOT NULL"]
    for side, sign, value in zip("ab", (">=", "<="), f.values, strict=True):
        if value:
            number = _number(f.dimension, value)
            said.append(f"({key})::int {sign} {number}" if number is not None else f"{column} {sign} :v{n}{side}")
            ends |= {} if number is not None else {f"v{n}{side}": value}
    return " AND ".join(said), ends


def _number(dimension: str, value: str) -> int | None:
    """The number of a value of those dimensions that have numbers."""
    match dimension:
        case "hour":
            return int(value)
        case "weekday":
            return int(value) if value.isdigit() else list(day_name).index(value) + 1
        case "order_size":
            return int(value) if value.isdigit() else SIZES.index(value) + 1
    return None

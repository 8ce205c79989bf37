"""The columns of an answer that people read, each with what its cells are and what it is called."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Unit
from sales_core.compiler import KEY
from sales_core.plan import Plan
from sales_core.result import BEFORE_SUFFIX, CHANGE_SUFFIX, GROWTH_SUFFIX, LEVEL, PARTIAL, Result

TOTAL_OF = "total_of"
"""Column beside `level` that says which rows are totals, and of what; it is made for files alone."""


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    DAY = "day"
    FLAG = "flag"
    WHOLE = "whole"
    MONEY = "money"
    QUANTITY = "quantity"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the frame's, `heading` is for people."""

    name: str
    heading: str
    kind: Kind


_UNITS = {
    Unit.MONEY: Kind.MONEY,
    Unit.COUNT: Kind.WHOLE,
    Unit.QUANTITY: Kind.QUANTITY,
    Unit.SHARE: Kind.SHARE,
    Unit.NUMBER: Kind.QUANTITY,
}
_ENDINGS = {"": "", BEFORE_SUFFIX: " before", CHANGE_SUFFIX: " change", GROWTH_SUFFIX: " growth"}
_CALCULATED = {"share": Kind.SHARE, "rank": Kind.WHOLE, "pareto": Kind.TEXT}
"""Kinds of calculations that are not the metric's own."""


def columns_of(result: Result) -> tuple[Column, ...]:
    """In the frame's order; inner keys are not among them, and what a row is a total of stands beside its level."""
    plan = result.plan
    inner = {name + KEY for name in plan.by}
    found: list[Column] = []
    for name in map(str, result.frame.columns):
        if name not in inner:
            found.append(_column(name, plan))
        if name == LEVEL:
            found.append(Column(TOTAL_OF, "Total of", Kind.TEXT))
    return tuple(found)


def total_of(plan: Plan, level: int) -> str | None:
    """What the row of a level is a total of, None for a row that is none: "all", "territory", "territory, month"."""
    if level >= len(plan.by):
        return None
    return ", ".join(plan.by[:level]) or "all"


def _column(name: str, plan: Plan) -> Column:
    if name in plan.by:
        dimension = DIMENSIONS[name]
        return Column(name, dimension.label, Kind.DAY if dimension.grain else Kind.TEXT)
    if name == PARTIAL:
        return Column(name, "Only partly in the period", Kind.FLAG)
    if name == LEVEL:
        return Column(name, "Level", Kind.WHOLE)
    metric, _, ending = name.partition("__")
    unit = METRICS[metric].unit
    return Column(name, METRICS[metric].label + _ending(ending, unit), _kind(unit, ending))


def _ending(ending: str, unit: Unit) -> str:
    if f"__{ending}" == GROWTH_SUFFIX and unit is Unit.SHARE:
        return " growth, in points"
    calculated = f", {ending.replace('_', ' ')}"
    return _ENDINGS.get(f"__{ending}" if ending else "", calculated)


def _kind(unit: Unit, ending: str) -> Kind:
    if f"__{ending}" == GROWTH_SUFFIX:
        return Kind.SHARE
    return _CALCULATED.get(ending, _UNITS[unit])


def is_number(kind: Kind) -> bool:
    """Whether cells of the kind are reckoned with."""
    match kind:
        case Kind.WHOLE | Kind.MONEY | Kind.QUANTITY | Kind.SHARE:
            return True
        case Kind.TEXT | Kind.DAY | Kind.FLAG:
            return False
    assert_never(kind)

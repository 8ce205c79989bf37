"""The columns that are calculated from an answer's rows: cumulative, rolling, share, rank, Pareto class."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sales_core.arithmetic import Value, divided, evaluate
from sales_core.calculations import Calculation, CalculationKind
from sales_core.compiler import other_key
from sales_core.courses import along
from sales_core.formulas import measures_of
from sales_core.gathering import Gathered
from sales_core.plan import Plan
from sales_core.tally import Key

CLASSES = (("A", Fraction(80, 100)), ("B", Fraction(95, 100)), ("C", Fraction(1)))
"""Each class, and the cumulative share that what stands before its members stays below."""

NO_CLASS = "none"
"""The class of what is zero or negative."""

Keyed = tuple[Key, dict[str, Any]]


def calculated(plan: Plan, found: Gathered, rows: Sequence[Keyed]) -> Sequence[Keyed]:
    """The rows with a column more for each calculation; ranks and classes are of details alone, and never of Other."""
    details = [(key, row) for key, row in rows if len(key) == len(plan.by) and not _is_other(plan, key)]
    for calculation in plan.calculations:
        values = _values(plan, found, calculation, rows, details)
        for key, row in rows:
            row[calculation.column] = values.get(key)
    return rows


def _is_other(plan: Plan, key: Key) -> bool:
    """Whether the detail stands for many values, so that it is none to be ranked among those that are one."""
    if plan.fold is None:
        return False
    return bool(key[plan.by.index(plan.fold.dimension)] == other_key(plan.ranking(plan.fold)))


def _values(
    plan: Plan, found: Gathered, calculation: Calculation, rows: Sequence[Keyed], details: Sequence[Keyed]
) -> dict[Key, Any]:
    metric = calculation.metric
    match calculation.kind:
        case CalculationKind.CUMULATIVE | CalculationKind.ROLLING:
            return {**along(plan, found, calculation)}
        case CalculationKind.SHARE:
            cells = found.now.cells.get((), {})
            whole = evaluate(metric, {name: cells.get(name, 0) for name in measures_of(metric)})
            return {key: divided(row[metric], whole) for key, row in rows}
        case CalculationKind.RANK:
            return {**ranks({key: row[metric] for key, row in details})}
        case CalculationKind.PARETO:
            return {**classes({key: row[metric] for key, row in details})}


def ranks(values: dict[Key, Value]) -> dict[Key, int]:
    """1 for the largest; equal values share a rank and the next is counted past them; missing has none."""
    known = sorted((value for value in values.values() if value is not None), reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(known, start=1)))}
    return {key: first[value] for key, value in values.items() if value is not None}


def classes(values: dict[Key, Value]) -> dict[Key, str]:
    """The class by the share of what is larger in the sum of all that is positive, so that equals share a class."""
    positive = sorted((Fraction(v) for v in values.values() if v is not None and v > 0), reverse=True)
    larger, ahead = dict[Fraction, Fraction](), Fraction(0)
    for amount in positive:
        larger.setdefault(amount, ahead)
        ahead += amount
    found: dict[Key, str] = {}
    for key, value in values.items():
        if value is not None:
            before = larger[Fraction(value)] / ahead if value > 0 else None
            found[key] = NO_CLASS if before is None else next(name for name, bound in CLASSES if before < bound)
    return found

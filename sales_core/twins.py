"""The table beside a figure: the same answer, every digit, in words that a browser shows as they are."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from sales_core.calculations import CalculationKind
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Unit
from sales_core.natural import rows_in_order
from sales_core.plan import Plan
from sales_core.result import BEFORE_SUFFIX, GROWTH_SUFFIX, LEVEL, PARTIAL, Result
from sales_core.wording import MISSING, bucket, change, exact, number

MOST_ROWS = 400
"""Rows that a table on a page shows; its CSV has all."""


@dataclass(frozen=True, slots=True)
class Twin:
    """Headings and rows of text; `left_out` rows of the answer are not among them.

    The first `words` columns hold names. `totals` are the positions of the rows that are totals of others.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int
    totals: frozenset[int] = frozenset()
    words: int = 1

    @property
    def columns(self) -> dict[str, list[str]]:
        """The rows by heading."""
        return {heading: [row[i] for row in self.rows] for i, heading in enumerate(self.headings)}


def twin_of(result: Result, currency: str) -> Twin:
    """The answer as text: labels, then each metric with what it was before and its change; ordered as people look."""
    shown = replace(result, frame=result.frame.iloc[rows_in_order(result)[:MOST_ROWS]])
    plan, frame = result.plan, shown.frame
    columns: dict[str, list[str]] = {}
    for name in plan.by:
        columns[DIMENSIONS[name].label] = [_label(value, plan) for value in frame[name]]
    levels = [int(level) for level in frame[LEVEL]] if LEVEL in frame.columns and plan.by else []
    _name_totals(columns, [DIMENSIONS[name].label for name in plan.by], levels)
    if plan.grain:
        marks = ["only partly in the period" if cut else "" for cut in frame[PARTIAL]]
        columns |= {"Whole": marks} if any(marks) else {}
    for name in plan.metrics:
        columns |= _metric_columns(shown, name, currency)
    columns |= _calculated(shown, currency)
    rows = tuple(zip(*columns.values(), strict=True))
    totals = frozenset(row for row, level in enumerate(levels) if level < len(plan.by))
    return Twin(tuple(columns), rows, len(result.frame) - len(frame), totals, max(1, len(plan.by)))


def twin_of_totals(result: Result, currency: str) -> Twin:
    """An answer of one row, a line a metric."""
    columns = [_metric_columns(result, name, currency) for name in result.plan.metrics]
    compared = result.plan.before is not None
    headings = ("Metric", "Value", *(("Before", "Change") if compared else ()))
    rows = tuple(
        (METRICS[name].label, *(cell[0] for cell in found.values()))
        for name, found in zip(result.plan.metrics, columns, strict=True)
    )
    return Twin(headings, rows, 0)


def _metric_columns(result: Result, name: str, currency: str) -> dict[str, list[str]]:
    metric, frame = METRICS[name], result.frame
    found = {metric.label: [_exact(value, metric.unit, currency) for value in frame[name]]}
    if result.plan.before:
        before = frame[name + BEFORE_SUFFIX]
        found[f"{metric.label} before"] = [_exact(value, metric.unit, currency) for value in before]
        found[f"{metric.label} change"] = [change(number(value), metric.unit) for value in frame[name + GROWTH_SUFFIX]]
    return found


def _exact(value: object, unit: Unit, currency: str) -> str:
    return exact(number(value), unit, currency)


def _label(value: object, plan: Plan) -> str:
    if isinstance(value, date) and plan.grain:
        return bucket(value, plan.grain, plan.reckoning)
    return MISSING if value is None or value is pd.NA or value is pd.NaT else str(value)


def _name_totals(columns: dict[str, list[str]], headings: list[str], levels: list[int]) -> None:
    """A row of a total says what of, in the last column that it sets, and leaves open what it is over."""
    for row, level in enumerate(levels):
        for heading in headings[level:]:
            columns[heading][row] = ""
        if level == 0:
            columns[headings[0]][row] = "Total"
        elif level < len(headings):
            last = columns[headings[level - 1]]
            last[row] = f"Total of {last[row]}"


def _calculated(result: Result, currency: str) -> dict[str, list[str]]:
    """The columns of calculations, under the metric's name and their own."""
    found = {}
    for calculation in result.plan.calculations:
        metric, cells = METRICS[calculation.metric], result.frame[calculation.column]
        name = f"{metric.label} {calculation.name.replace('_', ' ')}"
        match calculation.kind:
            case CalculationKind.PARETO:
                found[name] = [MISSING if cell is None or cell is pd.NA else str(cell) for cell in cells]
            case CalculationKind.SHARE:
                found[name] = [_exact(cell, Unit.SHARE, currency) for cell in cells]
            case CalculationKind.RANK:
                found[name] = [_exact(cell, Unit.COUNT, currency) for cell in cells]
            case CalculationKind.CUMULATIVE | CalculationKind.ROLLING:
                found[name] = [_exact(cell, metric.unit, currency) for cell in cells]
    return found

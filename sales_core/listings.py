"""What a ranking's table shows beside its first metric, in words; and which row is which value."""

import pandas as pd

from sales_core.catalog.metrics import METRICS
from sales_core.compiler import KEY
from sales_core.query import CalculationKind
from sales_core.result import Result
from sales_core.wording import column, number, short

CLASS = "Class"


def columns_beside(result: Result, currency: str) -> dict[str, list[str]]:
    """The further metrics and the Pareto class of an answer by one dimension, by heading, in the answer's order."""
    columns = {
        METRICS[name].label: column([number(cell) for cell in result.frame[name]], METRICS[name].unit, currency)
        for name in result.plan.metrics[1:]
    }
    pareto = next((c for c in result.plan.calculations if c.kind is CalculationKind.PARETO), None)
    if pareto:
        columns[CLASS] = ["" if pd.isna(cell) else str(cell) for cell in result.frame[pareto.column]]
    return columns


def totals_in_words(result: Result, currency: str) -> tuple[tuple[str, str], ...]:
    """Label and value, in short, of each metric of an answer of one row."""
    return tuple(
        (METRICS[name].label, short(number(result.frame[name].iloc[0]), METRICS[name].unit, currency))
        for name in result.plan.metrics
    )


def keys_of(result: Result) -> tuple[tuple[str, str], ...]:
    """The key and the label of each row of an answer by one dimension."""
    (dimension,) = result.plan.by
    pairs = zip(result.frame[dimension + KEY], result.frame[dimension], strict=True)
    return tuple(("" if pd.isna(key) else str(key), str(label)) for key, label in pairs)

"""The cells of an answer's columns, as values that every kind of file can write."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pandas as pd

from sales_core.export.columns import TOTAL_OF, Column, Kind, columns_of, is_number, total_of
from sales_core.result import LEVEL, Result
from sales_core.wording import number

Cell = str | date | bool | int | float | Decimal | None
_AT_ONCE = 2_000
"""Rows that are unpacked together: few enough to hold, many enough not to notice."""


def rows(result: Result) -> Iterator[tuple[Cell, ...]]:
    """Every row of the answer, a cell a column of `columns_of`; missing is None."""
    columns = columns_of(result)
    for start in range(0, len(result.frame), _AT_ONCE):
        part = result.frame.iloc[start : start + _AT_ONCE]
        yield from zip(*(_cells(part, column, result) for column in columns), strict=True)


def _cells(part: pd.DataFrame, column: Column, result: Result) -> list[Cell]:
    if column.name == TOTAL_OF:
        return [total_of(result.plan, int(level)) for level in part[LEVEL]]
    return [_cell(value, column.kind) for value in part[column.name]]


def _cell(value: object, kind: Kind) -> Cell:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if is_number(kind):
        return number(value)
    match kind:
        case Kind.FLAG:
            return bool(value)
        case Kind.DAY if isinstance(value, date):
            return value
        case _:
            return str(value)

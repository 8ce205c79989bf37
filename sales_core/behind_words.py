"""The facts behind a number as text for a table on a page."""

from datetime import date

import pandas as pd

from sales_core.behind import Behind
from sales_core.catalog.model import Unit
from sales_core.export.columns import Column, Kind
from sales_core.wording import MISSING, day, exact, number

_UNITS = {Kind.MONEY: Unit.MONEY, Kind.QUANTITY: Unit.QUANTITY, Kind.WHOLE: Unit.COUNT, Kind.SHARE: Unit.SHARE}


def cells_of(behind: Behind, currency: str) -> dict[str, list[str]]:
    """A column of text for each of the page's columns that has any value, by heading."""
    found = {
        column.heading: [_cell(value, column, currency) for value in behind.frame[column.name]]
        for column in behind.columns
    }
    return {heading: cells for heading, cells in found.items() if any(cell != MISSING for cell in cells)}


def is_amount(column: Column) -> bool:
    """Whether the column's cells stand on the right."""
    return column.kind in _UNITS


def _cell(value: object, column: Column, currency: str) -> str:
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return MISSING
    if isinstance(value, date):
        return day(value)
    unit = _UNITS.get(column.kind)
    if unit is None:
        return str(value)
    # Stored prices are in the document's currency: their figure is told without a sign of ours.
    plain = unit is Unit.MONEY and column.name in ("list_price", "net_price", "price", "unit_cost", "rate")
    return exact(number(value), Unit.QUANTITY if plain else unit, currency)

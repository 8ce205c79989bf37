"""The viewer's scope as a predicate, written into every WHERE as a literal."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, literal_column

from sales_core.catalog.model import Scoping


def scoping(setting: str) -> Scoping:
    """The predicate maker of a scope setting: true for 'everything', false for ''."""

    def within(table: FromClause) -> ColumnElement[bool]:
        if setting == "everything":
            return literal_column("true")
        if not setting:
            return literal_column("false")
        ids = ", ".join(str(int(part)) for part in setting.split(","))
        territories: ColumnElement[Any] = literal_column(f"ARRAY[{ids}]")
        return table.c.territory_id == func.any(territories)

    return within

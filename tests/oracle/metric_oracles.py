"""The oracle that a metric's row carries, run: one value a metric, of some days and territories."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from sales_core.catalog.model import Metric, Quotient, Ratio
from sales_core.catalog.oracles import TABLES
from tests.oracle.periods import Days

ALL_DAYS: Days = (date(1970, 1, 1), date(2080, 1, 1))
CLOSE = Decimal("1e-9")
"""How near quotients are, which PostgreSQL divides at about twenty digits."""


def told(
    connection: Connection, metrics: Iterable[Metric], territories: list[int], days: Days = ALL_DAYS
) -> dict[str, Decimal | None]:
    """What the oracles say, all in one statement."""
    asked = {metric.name: metric.oracle for metric in metrics}
    sql = TABLES + "SELECT " + ", ".join(f"({oracle}) AS {name}" for name, oracle in asked.items())
    bound = {"first": days[0], "after": days[1], "territories": territories}
    row = connection.execute(text(sql), bound).mappings().one()
    return {name: None if row[name] is None else Decimal(row[name]) for name in asked}


def agree(metric: Metric, engine: Any, oracle: Decimal | None) -> bool:
    """Whether the engine's value is the oracle's; a sum of nothing is zero, a quotient over nothing is missing."""
    if isinstance(metric.formula, Ratio | Quotient):
        if engine is None or oracle is None:
            return engine is None and oracle is None
        return abs(Decimal(engine) - oracle) <= CLOSE * max(Decimal(1), abs(oracle))
    return Decimal(engine or 0) == (oracle or 0)

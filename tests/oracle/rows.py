"""The raw rows as they stand in the tables, read as the superuser, with what each row's labels are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine, text

from tests.oracle.parties import Record

UNKNOWN = "Unknown"
_KEYS = {
    "territories": "territory_id",
    "channels": "channel_id",
    "segments": "segment_id",
    "categories": "category_id",
    "teams": "team_id",
    "people": "person_id",
    "customers": "customer_id",
    "products": "product_id",
}
_KIND_LABELS = {"bad_debt": "bad debt"}
GRAINS = ("day", "week", "month", "quarter", "year")
Identity = tuple[Any, str]
"""What tells a value apart, and its label."""


@dataclass(slots=True)
class Rows:
    """Facts as lists of records; reference data by key."""

    orders: list[Record]
    order_lines: list[Record]
    returns: list[Record]
    quotas: list[Record]
    named: dict[str, dict[int, Record]]

    def find(self, table: str, key: int | None) -> Record:
        """The named row, or an empty one."""
        return self.named[table].get(key, {}) if key is not None else {}


def read(engine: Engine) -> Rows:
    """Everything, in one snapshot; `engine` is a superuser's, above row security."""
    with engine.connect() as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))

        def all_of(table: str) -> list[Record]:
            cursor = connection.execute(text(f"SELECT * FROM sales.{table}")).cursor
            assert cursor is not None
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        return Rows(
            all_of("orders"),
            all_of("order_lines"),
            all_of("returns"),
            all_of("quotas"),
            {table: {row[key]: row for row in all_of(table)} for table, key in _KEYS.items()},
        )


def bucket(day: date, grain: str) -> date:
    """First day of the bucket that a day is in; weeks begin on Monday."""
    if grain == "week":
        return day - timedelta(days=day.isoweekday() - 1)
    month = {"month": day.month, "quarter": (day.month + 2) // 3 * 3 - 2, "year": 1}.get(grain)
    return day if month is None else date(day.year, month, 1)


def _sign(number: Any) -> Identity:
    return ("positive", "positive") if number > 0 else ("negative", "negative") if number < 0 else ("zero", "zero")


def _through(table: str, key: str, label: str = "name") -> Callable[[Rows, Record], Identity]:
    def identity(rows: Rows, fact: Record) -> Identity:
        return fact[key], rows.find(table, fact[key]).get(label) or UNKNOWN

    return identity


def _second(first: str, key: str, table: str, second: str) -> Callable[[Rows, Record], Identity]:
    def identity(rows: Rows, fact: Record) -> Identity:
        found = rows.find(first, fact[key]).get(second)
        return found, rows.find(table, found).get("name") or UNKNOWN

    return identity


def _by_label(label: str) -> Callable[[Rows, Record], Identity]:
    def identity(rows: Rows, fact: Record) -> Identity:
        found = str(rows.find("territories", fact["territory_id"]).get(label) or UNKNOWN)
        return found, found

    return identity


def _kind(rows: Rows, fact: Record) -> Identity:
    label = _KIND_LABELS.get(fact["kind"], str(fact["kind"]))
    return label, label


DIMENSIONS: dict[str, Callable[[Rows, Record], Identity]] = {
    "territory": _through("territories", "territory_id"),
    "region": _by_label("region"),
    "country": _by_label("country"),
    "channel": _through("channels", "channel_id"),
    "segment": _second("customers", "customer_id", "segments", "segment_id"),
    "customer": _through("customers", "customer_id"),
    "category": _second("products", "product_id", "categories", "category_id"),
    "product": _through("products", "product_id"),
    "stock_code": _through("products", "product_id", "source_key"),
    "salesperson": _through("people", "person_id"),
    "team": _second("people", "person_id", "teams", "team_id"),
    "kind": _kind,
    "quantity_sign": lambda rows, fact: _sign(fact["quantity"]),
    "price_sign": lambda rows, fact: _sign(fact["net_price"]),
}

"""The raw rows as they stand in the tables, read as the superuser, and every fact by source, prepared once.

A fact is a row with the moment it counts at under "when", and documents' facts with their sign.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Engine, text

from tests.oracle.parties import Record

UNKNOWN = "Unknown"
_KEYS = {
    "territories": "territory_id",
    "channels": "channel_id",
    "segments": "segment_id",
    "categories": "category_id",
    "subcategories": "subcategory_id",
    "promotions": "promotion_id",
    "teams": "team_id",
    "people": "person_id",
    "customers": "customer_id",
    "products": "product_id",
}
Order = tuple[int, int]
"""Customer and number: the number alone is another document's too."""


@dataclass
class Rows:
    """Facts as lists of records; reference data by key; `currency` is the company's."""

    orders: list[Record]
    order_lines: list[Record]
    returns: list[Record]
    payments: list[Record]
    quotas: list[Record]
    rates: list[Record]
    currency: str
    named: dict[str, dict[int, Record]] = field(default_factory=dict)

    def find(self, table: str, key: int | None) -> Record:
        """The named row, or an empty one."""
        return self.named[table].get(key, {}) if key is not None else {}

    @cached_property
    def headers(self) -> dict[Order, Record]:
        """Orders by their identity."""
        return {order_of(row): row for row in self.orders}

    @cached_property
    def facts(self) -> dict[str, "Dated"]:
        """Every source's facts."""
        lines = [{**r, "when": r["ordered_at"]} for r in self.order_lines]
        back = [{**r, "when": r["ordered_at"], "kind": "return"} for r in self.returns]
        as_they_came = [*lines, *(_negative(r) for r in back)]
        notes = [f for f in as_they_came if self.headers.get(order_of(f), {}).get("document_kind") == "credit_note"]
        made = {
            "lines": lines,
            "goods": [line for line in lines if line["kind"] == "sale"],
            "returned": back,
            "cohort": [self._at_sale(r) for r in back if r["sale_date"]],
            "documents": as_they_came,
            "notes": notes,
            "quota": list(quota_days(self.quotas)),
        }
        return {source: Dated(sorted(facts, key=lambda f: f["business_date"])) for source, facts in made.items()}

    def _at_sale(self, back: Record) -> Record:
        sale = self.headers.get((back["customer_id"], back["sale_order_id"]), {})
        dated = {"business_date": back["sale_date"], "when": sale.get("ordered_at")}
        return {**back, **dated, "sale_territory_id": sale.get("territory_id")}

    @cached_property
    def lines_of(self) -> dict[Order, list[Record]]:
        """Every order's lines, of whatever kind."""
        found: dict[Order, list[Record]] = {}
        for line in self.order_lines:
            found.setdefault(order_of(line), []).append(line)
        return found

    @cached_property
    def paid(self) -> dict[Order, Decimal]:
        """What was paid on each order that is there, all in all."""
        found: dict[Order, Decimal] = {}
        for payment in (p for p in self.payments if order_of(p) in self.headers):
            found[order_of(payment)] = found.get(order_of(payment), Decimal(0)) + payment["amount"]
        return found


class Dated:
    """Facts in the order of their booked days."""

    def __init__(self, facts: list[Record]) -> None:
        self.all = facts
        self._days = [f["business_date"] for f in facts]

    def around(self, first: date, after: date) -> list[Record]:
        """Those that any clock may put into the days from the first up to but not including the last."""
        spare = timedelta(days=2)
        return self.all[bisect_left(self._days, first - spare) : bisect_left(self._days, after + spare)]


def _negative(back: Record) -> Record:
    """A returned line as a line of its own document."""
    kept = {name: value for name, value in back.items() if name != "sale_order_id"}
    return {**kept, "quantity": -back["quantity"]}


def order_of(row: Record) -> Order:
    """The identity of a row's document."""
    return row["customer_id"], row["order_id"]


def quota_days(quotas: list[Record]) -> Iterator[Record]:
    """Each quota's even share of each day that it is held, to six decimals, so that the shares sum to it."""
    step = Decimal("0.000001")
    for held in quotas:
        length, due = (held["ends"] - held["starts"]).days, Decimal(0)
        for day in range(length):
            until = (held["amount"] * (day + 1) / length).quantize(step, ROUND_HALF_UP)
            yield {**held, "business_date": held["starts"] + timedelta(days=day), "share": Fraction(until - due)}
            due = until


def read(engine: Engine) -> Rows:
    """Everything, in one snapshot; `engine` is a superuser's, above row security."""
    with engine.connect() as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        named = {t: {row[key]: row for row in _all(connection, f"sales.{t}")} for t, key in _KEYS.items()}
        tables = ("orders", "order_lines", "returns", "payments", "quotas", "rates")
        settings = {row["name"]: row["value"] for row in _all(connection, "app.settings")}
        orders, lines, returns, payments, quotas, rates = (_all(connection, f"sales.{table}") for table in tables)
        return Rows(orders, lines, returns, payments, quotas, rates, settings["company_currency"], named)


def _all(connection: Connection, table: str) -> list[Record]:
    cursor = connection.execute(text(f"SELECT * FROM {table}")).cursor
    assert cursor is not None
    names: list[Any] = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

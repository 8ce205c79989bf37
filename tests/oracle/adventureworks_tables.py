"""AdventureWorks by hand: figures from the raw tables with nothing but csv, Decimal and dates."""

import csv
import gzip
import io
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from tests.conftest import SHARED_DATA

FOLDER = SHARED_DATA / "adventureworks"
_MILLIONTH = Decimal("0.000001")


@cache
def table(name: str) -> list[dict[str, str]]:
    """The rows of a table as they stand in its file."""
    with gzip.open(FOLDER / f"{name}.csv.gz") as packed:
        return list(csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8", newline="")))


def published(measure: str) -> list[str]:
    """The published values of a measure, as `known_answers.csv` has them."""
    with (SHARED_DATA / "known_answers.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["dataset"] == "adventureworks" and row["measure"] == measure:
                return [part.strip() for part in row["value"].split("/")]
    raise AssertionError(f"{measure!r} is not among the published figures")


@cache
def orders() -> dict[str, dict[str, str]]:
    return {row["SalesOrderID"]: row for row in table("SalesOrderHeader")}


def amount(line: dict[str, str]) -> Decimal:
    return Decimal(line["OrderQty"]) * Decimal(line["UnitPrice"]) * (1 - Decimal(line["UnitPriceDiscount"]))


def sales_by_territory_and_year() -> dict[tuple[str, int], Decimal]:
    """Net amounts of the lines by the territory of their order and the year of its date."""
    named = {row["TerritoryID"]: row["Name"] for row in table("SalesTerritory")}
    sums: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for line in table("SalesOrderDetail"):
        order = orders()[line["SalesOrderID"]]
        sums[named[order["TerritoryID"]], int(order["OrderDate"][:4])] += amount(line)
    return dict(sums)


@cache
def sellers() -> dict[str, str]:
    """First and last name of each salesperson by id."""
    ids = {row["BusinessEntityID"] for row in table("SalesPerson")}
    return {
        row["BusinessEntityID"]: f"{row['FirstName']} {row['LastName']}"
        for row in table("Person")
        if row["BusinessEntityID"] in ids
    }


def sold_by_person(first: date, end: date) -> dict[str, Decimal]:
    """Net amounts of the lines of orders with a salesperson, from a day until before another."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in table("SalesOrderDetail"):
        order = orders()[line["SalesOrderID"]]
        person = order["SalesPersonID"].split(".")[0]
        if person and first <= date.fromisoformat(order["OrderDate"]) < end:
            sums[sellers()[person]] += amount(line)
    return dict(sums)


def quota_by_person(first: date, end: date) -> dict[str, Decimal]:
    """Each quota lasts to the person's next, the last one 92 days; a day has an equal part of it.

    Of the days before a day, its parts come to the quota's share of them, rounded to six decimals.
    """
    dated: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for row in table("SalesPersonQuotaHistory"):
        dated[row["BusinessEntityID"]].append((date.fromisoformat(row["QuotaDate"]), Decimal(row["SalesQuota"])))
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for person, quotas in dated.items():
        quotas.sort()
        starts = [day for day, _ in quotas]
        for (start, quota), stop in zip(quotas, [*starts[1:], starts[-1] + timedelta(days=92)], strict=True):
            days = (stop - start).days
            due = [
                (quota * min(max((day - start).days, 0), days) / days).quantize(_MILLIONTH, ROUND_HALF_UP)
                for day in (first, end)
            ]
            sums[sellers()[person]] += due[1] - due[0]
    return dict(sums)

"""What the tables beside the orders say of customers, products, territories and people, by their ids."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sales_core.intake.tables import Table

STORE, INDIVIDUAL = "Store", "Individual"

Tables = Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Territory:
    """A sales territory: its name, its group, its country."""

    name: str
    group: str
    country: str


@dataclass(frozen=True, slots=True)
class Person:
    """A salesperson: the name, the group of the own territory as team (empty: none), the own territory's id."""

    name: str
    team: str
    territory_id: str


@dataclass(frozen=True, slots=True)
class Product:
    """A product: number, name, category and subcategory (empty: none), and its costs."""

    number: str
    name: str
    category: str
    subcategory: str
    costs: tuple[tuple[str, str, str], ...]
    """First day, last day (inclusive, empty: until further notice) and the standard cost between, by the first day."""

    def cost_on(self, day: str) -> str:
        """The cost in force on a day, ISO; empty where none is."""
        place = bisect_right(self.costs, (day, "9999", ""))
        if not place:
            return ""
        _, last, cost = self.costs[place - 1]
        return cost if not last or day <= last else ""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer: the store's name or the person's, and which of the two it is."""

    name: str
    segment: str


def territories(tables: Tables) -> dict[str, Territory]:
    """By TerritoryID."""
    countries = {
        row["CountryRegionCode"]: row["Name"] for row in tables["CountryRegion"].rows(("CountryRegionCode", "Name"))
    }
    columns = ("TerritoryID", "Name", "CountryRegionCode", "Group")
    return {
        row.id("TerritoryID"): Territory(row["Name"], row["Group"], countries.get(row["CountryRegionCode"], ""))
        for row in tables["SalesTerritory"].rows(columns)
    }


def names(tables: Tables) -> dict[str, str]:
    """First and last name by BusinessEntityID."""
    columns = ("BusinessEntityID", "FirstName", "LastName")
    return {
        row.id("BusinessEntityID"): " ".join(part for part in (row["FirstName"], row["LastName"]) if part)
        for row in tables["Person"].rows(columns)
    }


def people(tables: Tables, names: Mapping[str, str], places: Mapping[str, Territory]) -> dict[str, Person]:
    """Salespeople by BusinessEntityID. Of two with one name each has the id behind it."""
    rows = list(tables["SalesPerson"].rows(("BusinessEntityID", "TerritoryID")))
    ids = [row.id("BusinessEntityID") for row in rows]
    times = Counter(names.get(one, "") for one in ids)
    found = {}
    for one, row in zip(ids, rows, strict=True):
        name = names.get(one) or "Salesperson"
        place = places.get(row.id("TerritoryID"))
        called = name if times[name] == 1 else f"{name} ({one})"
        found[one] = Person(called, place.group if place else "", row.id("TerritoryID"))
    return found


def customers(tables: Tables, names: Mapping[str, str]) -> dict[str, Customer]:
    """By CustomerID. A person who buys for a store is the store."""
    stores = {row.id("BusinessEntityID"): row["Name"] for row in tables["Store"].rows(("BusinessEntityID", "Name"))}
    found = {}
    for row in tables["Customer"].rows(("CustomerID", "PersonID", "StoreID")):
        store = row.id("StoreID")
        name = stores.get(store, "") if store else names.get(row.id("PersonID"), "")
        found[row.id("CustomerID")] = Customer(name, STORE if store else INDIVIDUAL)
    return found


def products(tables: Tables) -> dict[str, Product]:
    """By ProductID."""
    kinds = {
        row.id("ProductCategoryID"): row["Name"]
        for row in tables["ProductCategory"].rows(("ProductCategoryID", "Name"))
    }
    finer = {
        row.id("ProductSubcategoryID"): (kinds.get(row.id("ProductCategoryID"), ""), row["Name"])
        for row in tables["ProductSubcategory"].rows(("ProductSubcategoryID", "ProductCategoryID", "Name"))
    }
    costs: dict[str, list[tuple[str, str, str]]] = {}
    for row in tables["ProductCostHistory"].rows(("ProductID", "StartDate", "EndDate", "StandardCost")):
        span = (row.day("StartDate").isoformat(), row.day("EndDate").isoformat() if row["EndDate"] else "")
        costs.setdefault(row.id("ProductID"), []).append((*span, row["StandardCost"]))
    found = {}
    for row in tables["Product"].rows(("ProductID", "ProductNumber", "Name", "ProductSubcategoryID")):
        one = row.id("ProductID")
        category, subcategory = finer.get(row.id("ProductSubcategoryID"), ("", ""))
        found[one] = Product(
            row["ProductNumber"], row["Name"], category, subcategory, tuple(sorted(costs.get(one, ())))
        )
    return found

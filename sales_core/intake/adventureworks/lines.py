"""Each line of SalesOrderDetail with what its order, product, customer and offer say of it, in the preset's order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sales_core.intake.adventureworks.lookups import Customer, Person, Product, Tables, Territory
from sales_core.intake.progress import Course
from sales_core.intake.records import Record
from sales_core.intake.tables import Row

ONLINE, RESELLER = "Online", "Reseller"
_TRUE = ("true", "1")

_ORDER = (
    "SalesOrderID", "SalesOrderNumber", "OrderDate", "Status", "OnlineOrderFlag", "CustomerID", "SalesPersonID",
    "TerritoryID", "TaxAmt", "Freight",
)  # fmt: skip
_LINE = ("SalesOrderID", "OrderQty", "ProductID", "SpecialOfferID", "UnitPrice", "UnitPriceDiscount")


Found = TypeVar("Found")


class Unknown(Exception):
    """An id that its table doesn't have; the message is the reason of the rejected line."""


@dataclass(frozen=True, slots=True)
class Lookups:
    """All that lines name, by its id."""

    products: Mapping[str, Product]
    customers: Mapping[str, Customer]
    territories: Mapping[str, Territory]
    people: Mapping[str, Person]
    offers: Mapping[str, str]
    """The name of each special offer; empty of the one that is none."""


@dataclass(slots=True)
class Lines:
    """The lines of the folder. `orders` and `met` are the orders there are and those whose lines came by."""

    lookups: Lookups
    orders: dict[str, Row] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    without_cost: int = 0

    def read_orders(self, tables: Tables) -> None:
        """Read SalesOrderHeader."""
        self.orders = {row.id("SalesOrderID"): row for row in tables["SalesOrderHeader"].rows(_ORDER)}

    def records(self, tables: Tables, course: Course) -> Iterator[Record]:
        """Each line; one that is broken, or names what its table doesn't have, with its fault."""
        for record, row in tables["SalesOrderDetail"].records(_LINE, course):
            if record.fault is not None:
                yield record
                continue
            try:
                yield Record(record.number, None, record.raw, self._fields(row))
            except Unknown as fault:
                yield Record(record.number, str(fault), record.raw, ())

    def _fields(self, row: Row) -> tuple[str, ...]:
        order = _known(self.orders, row, "SalesOrderID", "SalesOrderHeader")
        product = _known(self.lookups.products, row, "ProductID", "Product")
        offer = _known(self.lookups.offers, row, "SpecialOfferID", "SpecialOffer")
        customer = _known(self.lookups.customers, order, "CustomerID", "Customer")
        self.met.add(row.id("SalesOrderID"))
        cost = product.cost_on(order["OrderDate"][:10])
        self.without_cost += not cost
        return (
            order["SalesOrderNumber"], product.number, product.name, row["OrderQty"], order["OrderDate"],
            row["UnitPrice"], row["UnitPriceDiscount"], cost, offer, order.id("CustomerID"), customer.name,
            customer.segment, *self._place(order), *self._seller(order), order.id("Status"), product.category,
            product.subcategory, order["TaxAmt"], order["Freight"],
        )  # fmt: skip

    def _place(self, order: Row) -> tuple[str, str, str]:
        if not order.id("TerritoryID"):
            return ("", "", "")
        place = _known(self.lookups.territories, order, "TerritoryID", "SalesTerritory")
        return (place.name, place.group, place.country)

    def _seller(self, order: Row) -> tuple[str, str, str]:
        channel = ONLINE if order["OnlineOrderFlag"].casefold() in _TRUE else RESELLER
        if not order.id("SalesPersonID"):
            return (channel, "", "")
        person = _known(self.lookups.people, order, "SalesPersonID", "SalesPerson")
        return (channel, person.name, person.team)


def _known(there: Mapping[str, Found], row: Row, column: str, table: str) -> Found:
    found = there.get(row.id(column))
    if found is None:
        raise Unknown(f"{column} {row.id(column)[:60]!r} is not in {table}")
    return found

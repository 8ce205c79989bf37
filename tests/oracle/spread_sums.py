"""Metrics of customers and products, and of how sales spread over them, from their definitions."""

from collections.abc import Iterable
from fractions import Fraction

from tests.oracle.parties import Record
from tests.oracle.sums import (
    Facts,
    Number,
    amount,
    cost,
    counted,
    customers,
    discounts,
    document,
    gross_sales,
    metric,
    number,
    orders,
    over,
    priced,
    sales,
    sales_before_returns,
    units,
)  # fmt: skip


@metric("later")
def returning_customers(f: Facts) -> Number:
    return number(r["customer_id"] for r in f["later"])


def known_sales(f: Facts) -> list[Record]:
    """Lines of goods sold to somebody."""
    return [r for r in sales(f) if r["customer_id"]]


@metric("lines")
def repeat_customers(f: Facts) -> Number:
    orders_of: dict[int, set[object]] = {}
    for r in known_sales(f):
        orders_of.setdefault(r["customer_id"], set()).add(r["order_id"])
    return number(customer for customer, found in orders_of.items() if len(found) >= 2)


@metric("lines")
def repeat_rate(f: Facts) -> Number:
    return over(repeat_customers(f), customers(f))


@metric("lines")
def orders_of_customers(f: Facts) -> Number:
    return number(document(r) for r in known_sales(f))


@metric("lines")
def orders_per_customer(f: Facts) -> Number:
    return over(orders_of_customers(f), customers(f))


def parts(f: Facts, key: str) -> list[Fraction]:
    """Net sales of each that has any, of lines with a rate; nobody's are left out."""
    found: dict[int, Fraction] = {}
    for facts, sign in ((f["goods"], 1), (f["returns"], -1)):
        for identity, of_one in grouped(facts, key).items():
            if identity:
                found[identity] = found.get(identity, Fraction(0)) + sign * (amount(of_one, priced) or 0)
    return [value for value in found.values() if value > 0]


def grouped(facts: Iterable[Record], key: str) -> dict[int, list[Record]]:
    """Facts by a key."""
    found: dict[int, list[Record]] = {}
    for fact in facts:
        found.setdefault(fact[key], []).append(fact)
    return found


def concentration(values: list[Fraction]) -> Number:
    """Each one's share in percent, squared, all together."""
    whole = sum(values, Fraction(0))
    return sum(((100 * value / whole) ** 2 for value in values), Fraction(0)) if values else None


def effective(values: list[Fraction]) -> Number:
    return over(Fraction(10_000), concentration(values))


def largest(values: list[Fraction]) -> Number:
    return over(max(values), sum(values, Fraction(0))) if values else None


@metric("goods", "returns")
def customer_concentration(f: Facts) -> Number:
    return concentration(parts(f, "customer_id"))


@metric("goods", "returns")
def effective_customers(f: Facts) -> Number:
    return effective(parts(f, "customer_id"))


@metric("goods", "returns")
def largest_customer_share(f: Facts) -> Number:
    return largest(parts(f, "customer_id"))


@metric("goods", "returns")
def product_concentration(f: Facts) -> Number:
    return concentration(parts(f, "product_id"))


@metric("goods", "returns")
def effective_products(f: Facts) -> Number:
    return effective(parts(f, "product_id"))


@metric("goods", "returns")
def largest_product_share(f: Facts) -> Number:
    return largest(parts(f, "product_id"))


@metric("lines")
def products_sold(f: Facts) -> Number:
    return number(r["product_id"] for r in sales(f))


@metric("lines")
def price_realisation(f: Facts) -> Number:
    return over(sales_before_returns(f), gross_sales(f))


@metric("lines")
def discount_rate(f: Facts) -> Number:
    return over(discounts(f), gross_sales(f))


@metric("lines")
def units_with_rate(f: Facts) -> Number:
    return counted(r for r in sales(f) if r["rate"] is not None)


@metric("lines")
def average_selling_price(f: Facts) -> Number:
    return over(sales_before_returns(f), units_with_rate(f))


@metric("lines")
def units_per_order(f: Facts) -> Number:
    return over(units(f), orders(f))


@metric("returns")
def returned_lines(f: Facts) -> Number:
    return Fraction(len(f["returns"]))


@metric("returned")
def units_by_return_date(f: Facts) -> Number:
    return counted(f["returned"])


@metric("returned", "lines")
def unit_return_rate(f: Facts) -> Number:
    return over(units_by_return_date(f), units(f))


@metric("returns")
def returned_cost(f: Facts) -> Number:
    return amount(f["returns"], cost)

"""Each metric as arithmetic over lists of raw rows, from its definition. Fractions throughout; None is missing."""

from collections.abc import Callable, Iterable
from decimal import Decimal, localcontext
from fractions import Fraction

from tests.oracle.exact import EXACT
from tests.oracle.parties import Record

Number = Fraction | None
Facts = dict[str, list[Record]]
"""Rows by source: lines, returns, returned (by their own day), cohort (by the day of sale) and firsts of orders that
count; documents and notes of every status; quota."""

SOURCES: dict[str, tuple[str, ...]] = {}
METRICS: dict[str, Callable[[Facts], Number]] = {}
SHARES = (
    "return_rate", "return_rate_by_return_date", "gross_margin_share", "cost_coverage", "quota_attainment",
    "repeat_rate", "largest_customer_share", "price_realisation", "discount_rate", "unit_return_rate",
    "largest_product_share",
)  # fmt: skip
"""Quotients that are told in percent, and change in points."""

RATIOS = (
    *SHARES, "average_order_value", "orders_per_customer", "customer_concentration", "effective_customers",
    "average_selling_price", "units_per_order", "product_concentration", "effective_products",
)  # fmt: skip

DISTINCT = (
    "orders", "orders_with_rate", "customers", "documents", "document_customers", "stock_codes", "new_customers",
    "returning_customers", "repeat_customers", "orders_of_customers", "products_sold",
)  # fmt: skip
"""Numbers of different things, which do not sum."""

Metric = Callable[[Facts], Number]


def metric(*sources: str) -> Callable[[Metric], Metric]:
    """Declares a function as the metric of its name, over the named sources."""

    def declare(function: Metric) -> Metric:
        METRICS[function.__name__], SOURCES[function.__name__] = function, sources
        return function

    return declare


def amount(facts: Iterable[Record], value: Callable[[Record], Decimal | None]) -> Number:
    """In the company's currency: zero of no row; missing where there are rows and none can be valued."""
    some, valued, total = False, False, Decimal(0)
    with localcontext(EXACT):
        for fact in facts:
            some, worth = True, value(fact)
            if worth is not None and fact["rate"] is not None:
                valued, total = True, total + worth * fact["rate"]
    return None if some and not valued else Fraction(total)


def plus(*parts: Number) -> Number:
    """The sum, missing where any part is."""
    return None if any(p is None for p in parts) else sum((p for p in parts if p is not None), Fraction(0))


def minus(first: Number, *rest: Number) -> Number:
    """What is left, missing where any part is."""
    return plus(first, *(None if r is None else -r for r in rest))


def over(numerator: Number, denominator: Number) -> Number:
    """The quotient, missing where the divisor is missing or zero."""
    return None if numerator is None or not denominator else numerator / denominator


def sales(facts: Facts) -> list[Record]:
    """Lines of goods."""
    return [f for f in facts["lines"] if f["kind"] == "sale"]


def priced(fact: Record) -> Decimal:
    """What a line is charged at, less its part of the order's discount."""
    return Decimal(fact["quantity"] * fact["net_price"] - fact.get("order_discount", Decimal(0)))


def counted(facts: Iterable[Record]) -> Number:
    """Units."""
    return Fraction(sum((r["quantity"] for r in facts), Decimal(0)))


def number(things: Iterable[object]) -> Fraction:
    """How many different things."""
    return Fraction(len(set(things)))


def document(fact: Record) -> tuple[int, int]:
    """A document's identity: its id alone is another's too."""
    return fact["customer_id"], fact["order_id"]


@metric("lines")
def gross_sales(f: Facts) -> Number:
    return amount(sales(f), lambda r: r["list_price"] * r["quantity"])


@metric("lines")
def discounts(f: Facts) -> Number:
    return amount(sales(f), lambda r: (r["list_price"] - r["net_price"]) * r["quantity"] + r["order_discount"])


@metric("returns")
def returns(f: Facts) -> Number:
    return amount(f["returns"], priced)


@metric("lines", "returns")
def net_sales(f: Facts) -> Number:
    return minus(gross_sales(f), discounts(f), returns(f))


@metric("lines", "returns")
def total_sales(f: Facts) -> Number:
    return plus(net_sales(f), tax(f), shipping(f), duties(f))


@metric("lines")
def tax(f: Facts) -> Number:
    return amount(sales(f), lambda r: r["tax"])


@metric("lines")
def shipping(f: Facts) -> Number:
    return amount(sales(f), lambda r: r["shipping"])


@metric("lines")
def duties(f: Facts) -> Number:
    return amount(sales(f), lambda r: r["duties"])


@metric("lines")
def orders(f: Facts) -> Number:
    return number(document(r) for r in sales(f))


@metric("lines")
def units(f: Facts) -> Number:
    return counted(sales(f))


@metric("returns")
def returned_units(f: Facts) -> Number:
    return counted(f["returns"])


@metric("lines")
def sales_before_returns(f: Facts) -> Number:
    return amount(sales(f), priced)


@metric("lines")
def average_order_value(f: Facts) -> Number:
    return over(sales_before_returns(f), orders_with_rate(f))


@metric("lines")
def orders_with_rate(f: Facts) -> Number:
    return number(document(r) for r in sales(f) if r["rate"] is not None)


def credited(facts: Iterable[Record]) -> list[Record]:
    """Rows that a salesperson is credited with."""
    return [r for r in facts if r["person_id"] is not None]


@metric("lines")
def credited_sold(f: Facts) -> Number:
    return amount(credited(sales(f)), priced)


@metric("returns")
def credited_returned(f: Facts) -> Number:
    return amount(credited(f["returns"]), priced)


@metric("lines", "returns")
def credited_sales(f: Facts) -> Number:
    return minus(credited_sold(f), credited_returned(f))


@metric("lines", "returns", "quota")
def quota_attainment(f: Facts) -> Number:
    return over(credited_sales(f), quota(f))


@metric("lines")
def customers(f: Facts) -> Number:
    return number(r["customer_id"] for r in sales(f) if r["customer_id"])


@metric("firsts")
def new_customers(f: Facts) -> Number:
    return number(r["customer_id"] for r in f["firsts"])


@metric("cohort")
def returns_of_sales(f: Facts) -> Number:
    return amount(f["cohort"], priced)


@metric("cohort", "lines")
def return_rate(f: Facts) -> Number:
    return over(returns_of_sales(f), sales_before_returns(f))


@metric("returned")
def returns_by_return_date(f: Facts) -> Number:
    return amount(f["returned"], priced)


@metric("returned", "lines")
def return_rate_by_return_date(f: Facts) -> Number:
    return over(returns_by_return_date(f), sales_before_returns(f))


def cost(fact: Record) -> Decimal | None:
    """What the goods of a line cost; missing where nobody knows."""
    return None if fact["unit_cost"] is None else fact["unit_cost"] * fact["quantity"]


def known(facts: Iterable[Record]) -> list[Record]:
    """Rows whose cost is known."""
    return [r for r in facts if r["unit_cost"] is not None]


@metric("lines")
def cost_of_sales(f: Facts) -> Number:
    return amount(sales(f), cost)


@metric("returns")
def cost_of_restocked(f: Facts) -> Number:
    return amount([r for r in known(f["returns"]) if r["restocked"]], cost)


@metric("lines", "returns")
def cost_of_goods_sold(f: Facts) -> Number:
    return minus(cost_of_sales(f), cost_of_restocked(f))


@metric("lines")
def sold_with_cost(f: Facts) -> Number:
    return amount(known(sales(f)), priced)


@metric("returns")
def returned_with_cost(f: Facts) -> Number:
    return amount(known(f["returns"]), priced)


@metric("lines", "returns")
def net_sales_with_cost(f: Facts) -> Number:
    return minus(sold_with_cost(f), returned_with_cost(f))


@metric("lines", "returns")
def gross_margin(f: Facts) -> Number:
    return minus(net_sales_with_cost(f), cost_of_goods_sold(f))


@metric("lines", "returns")
def gross_margin_share(f: Facts) -> Number:
    return over(gross_margin(f), net_sales_with_cost(f))


@metric("lines")
def cost_coverage(f: Facts) -> Number:
    return over(sold_with_cost(f), sales_before_returns(f))


@metric("quota")
def quota(f: Facts) -> Number:
    return sum((r["share"] for r in f["quota"]), Fraction(0))

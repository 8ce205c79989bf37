"""Hand-written SQL for every metric, run as the superuser with the scope in the WHERE: the second oracle."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """How a value spreads over things: `each` is told of every thing first, then numerator and denominator of `x`."""

    thing: str
    each: tuple["Part", ...]
    numerator: str
    denominator: str
    having: str = "true"


@dataclass(frozen=True, slots=True)
class Part:
    """One aggregate over one source; an amount none of whose rows has a value is missing."""

    source: str
    where: str
    aggregate: str
    missing: str = "false"
    sign: int = 1


def amount(source: str, where: str, value: str, sign: int = 1) -> Part:
    """A sum in the company's currency."""
    worth = f"({value}) * f.rate"
    return Part(source, where, f"coalesce(sum({worth}), 0)", f"count(*) > 0 AND count({worth}) = 0", sign)


_ALL = "true"
_SALE = "f.kind = 'sale'"
_NET = "f.quantity * f.net_price - f.order_discount"
_GROSS = amount("lines", _SALE, "f.list_price * f.quantity")
_BEFORE_RETURNS = amount("lines", _SALE, _NET)
_RETURNED = amount("returns", _ALL, "f.quantity * f.net_price")
_BY_OWN_DAY = amount("returned", _ALL, "f.quantity * f.net_price")
_RATED = Part("lines", f"{_SALE} AND f.rate IS NOT NULL", "count(DISTINCT (f.customer_id, f.order_id))")
_ORDERS = Part("lines", _SALE, "count(DISTINCT (f.customer_id, f.order_id))")
_COST = amount("lines", _SALE, "f.unit_cost * f.quantity")
_BY_PERSON = "f.person_id IS NOT NULL"
_RESTOCKED = amount("returns", "f.restocked AND f.unit_cost IS NOT NULL", "f.unit_cost * f.quantity")
_CREDITED = amount("lines", f"{_SALE} AND {_BY_PERSON}", _NET)
_CREDITED_BACK = amount("returns", _BY_PERSON, "f.quantity * f.net_price")
_QUOTA = Part("quota", _ALL, "coalesce(sum(f.share), 0)")
_SOLD_KNOWN = amount("lines", f"{_SALE} AND f.unit_cost IS NOT NULL", _NET)
_BACK_KNOWN = amount("returns", "f.unit_cost IS NOT NULL", "f.quantity * f.net_price")
_KNOWN_CUSTOMERS = "count(DISTINCT f.customer_id) FILTER (WHERE f.customer_id <> 0)"
_UNITS_BY_OWN_DAY = Part("returned", _ALL, "coalesce(sum(f.quantity), 0)")
_BUYERS = Part("lines", _SALE, _KNOWN_CUSTOMERS)
_UNITS = Part("lines", _SALE, "coalesce(sum(f.quantity), 0)")
_UNITS_RATED = Part("lines", f"{_SALE} AND f.rate IS NOT NULL", "coalesce(sum(f.quantity), 0)")
_ORDERS_OF_KNOWN = Part("lines", f"{_SALE} AND f.customer_id <> 0", "count(DISTINCT (f.customer_id, f.order_id))")
_OF_SALES = amount("cohort", _ALL, "f.quantity * f.net_price")
_TAX, _SHIPPING, _DUTIES = (amount("lines", _SALE, f"f.{name}") for name in ("tax", "shipping", "duties"))
_DISCOUNTS = amount("lines", _SALE, "f.quantity * (f.list_price - f.net_price) + f.order_discount")


def less(part: Part) -> Part:
    """The part with its sign turned."""
    return Part(part.source, part.where, part.aggregate, part.missing, -part.sign)


Parts = tuple[Part, ...]
_NET_SALES: Parts = (_GROSS, less(_DISCOUNTS), less(_RETURNED))
_CREDITED_SALES: Parts = (_CREDITED, less(_CREDITED_BACK))
_NET_KNOWN: Parts = (_SOLD_KNOWN, less(_BACK_KNOWN))
_MARGIN: Parts = (*_NET_KNOWN, less(_COST), _RESTOCKED)

STATEMENTS: dict[str, tuple[Parts, Parts]] = {
    "gross_sales": ((_GROSS,), ()),
    "discounts": ((_DISCOUNTS,), ()),
    "returns": ((_RETURNED,), ()),
    "net_sales": (_NET_SALES, ()),
    "total_sales": ((*_NET_SALES, _TAX, _SHIPPING, _DUTIES), ()),
    "tax": ((_TAX,), ()),
    "shipping": ((_SHIPPING,), ()),
    "duties": ((_DUTIES,), ()),
    "orders": ((_ORDERS,), ()),
    "units": ((_UNITS,), ()),
    "returned_units": ((Part("returns", _ALL, "coalesce(sum(f.quantity), 0)"),), ()),
    "sales_before_returns": ((_BEFORE_RETURNS,), ()),
    "average_order_value": ((_BEFORE_RETURNS,), (_RATED,)),
    "orders_with_rate": ((_RATED,), ()),
    "credited_sold": ((_CREDITED,), ()),
    "credited_returned": ((_CREDITED_BACK,), ()),
    "credited_sales": (_CREDITED_SALES, ()),
    "quota_attainment": (_CREDITED_SALES, (_QUOTA,)),
    "returning_customers": ((Part("later", _ALL, "count(DISTINCT f.customer_id)"),), ()),
    "orders_of_customers": ((_ORDERS_OF_KNOWN,), ()),
    "orders_per_customer": ((_ORDERS_OF_KNOWN,), (_BUYERS,)),
    "products_sold": ((Part("lines", _SALE, "count(DISTINCT f.product_id)"),), ()),
    "price_realisation": ((_BEFORE_RETURNS,), (_GROSS,)),
    "discount_rate": ((_DISCOUNTS,), (_GROSS,)),
    "units_with_rate": ((_UNITS_RATED,), ()),
    "average_selling_price": ((_BEFORE_RETURNS,), (_UNITS_RATED,)),
    "units_per_order": ((_UNITS,), (_ORDERS,)),
    "returns_by_return_date": ((_BY_OWN_DAY,), ()),
    "units_by_return_date": ((_UNITS_BY_OWN_DAY,), ()),
    "returned_lines": ((Part("returns", _ALL, "count(*)"),), ()),
    "unit_return_rate": ((_UNITS_BY_OWN_DAY,), (_UNITS,)),
    "returned_cost": ((amount("returns", _ALL, "f.unit_cost * f.quantity"),), ()),
    "customers": ((_BUYERS,), ()),
    "new_customers": ((Part("firsts", _ALL, "count(DISTINCT f.customer_id)"),), ()),
    "return_rate": ((_OF_SALES,), (_BEFORE_RETURNS,)),
    "return_rate_by_return_date": ((_BY_OWN_DAY,), (_BEFORE_RETURNS,)),
    "cost_of_goods_sold": ((_COST, less(_RESTOCKED)), ()),
    "gross_margin": (_MARGIN, ()),
    "gross_margin_share": (_MARGIN, _NET_KNOWN),
    "cost_coverage": ((_SOLD_KNOWN,), (_BEFORE_RETURNS,)),
    "quota": ((_QUOTA,), ()),
    "document_total": ((amount("documents", _ALL, _NET),), ()),
    "document_lines": ((Part("documents", _ALL, "count(*)"),), ()),
    "documents": ((Part("documents", _ALL, "count(DISTINCT (f.customer_id, f.order_id))"),), ()),
    "document_customers": ((Part("documents", _ALL, _KNOWN_CUSTOMERS),), ()),
    "stock_codes": ((Part("documents", _ALL, "count(DISTINCT f.product_id)"),), ()),
    "cancelled_lines": ((Part("notes", _ALL, "count(*)"),), ()),
    "fees": ((amount("lines", "f.kind = 'fee'", _NET),), ()),
    "adjustments": ((amount("lines", "f.kind = 'adjustment'", _NET),), ()),
    "bad_debt": ((amount("lines", "f.kind = 'bad_debt'", _NET),), ()),
    "not_counted": ((amount("documents", "NOT f.counts", _NET),), ()),
    "returns_of_sales": ((_OF_SALES,), ()),
    "cost_of_sales": ((_COST,), ()),
    "cost_of_restocked": ((_RESTOCKED,), ()),
    "sold_with_cost": ((_SOLD_KNOWN,), ()),
    "returned_with_cost": ((_BACK_KNOWN,), ()),
    "net_sales_with_cost": (_NET_KNOWN, ()),
}
"""Numerator and denominator, each a sum of parts."""

_SQUARES, _SQUARED = "sum(x * x)", "sum(x) * sum(x)"
_CONCENTRATION = (f"10000 * {_SQUARES}", _SQUARED)
_EFFECTIVE = (_SQUARED, _SQUARES)
_LARGEST = ("max(x)", "sum(x)")
_NET_OF_EACH: Parts = (
    Part("lines", _SALE, f"coalesce(sum(({_NET}) * f.rate), 0)"),
    Part("returns", _ALL, "coalesce(sum(f.quantity * f.net_price * f.rate), 0)", sign=-1),
)
_ORDERS_OF_EACH: Parts = (Part("lines", _SALE, "count(DISTINCT f.order_id)"),)

SPREADS: dict[str, Spread] = {
    "customer_concentration": Spread("customer_id", _NET_OF_EACH, *_CONCENTRATION, "sum(v) > 0"),
    "effective_customers": Spread("customer_id", _NET_OF_EACH, *_EFFECTIVE, "sum(v) > 0"),
    "largest_customer_share": Spread("customer_id", _NET_OF_EACH, *_LARGEST, "sum(v) > 0"),
    "product_concentration": Spread("product_id", _NET_OF_EACH, *_CONCENTRATION, "sum(v) > 0"),
    "effective_products": Spread("product_id", _NET_OF_EACH, *_EFFECTIVE, "sum(v) > 0"),
    "largest_product_share": Spread("product_id", _NET_OF_EACH, *_LARGEST, "sum(v) > 0"),
    "repeat_customers": Spread("customer_id", _ORDERS_OF_EACH, "count(*) FILTER (WHERE x >= 2)", ""),
    "repeat_rate": Spread("customer_id", _ORDERS_OF_EACH, "count(*) FILTER (WHERE x >= 2)", "count(*)"),
}
"""Metrics of two levels; nobody (customer 0) is no thing."""

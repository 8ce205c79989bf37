"""Hand-written SQL for every metric, run as the superuser with the scope in the WHERE: the second oracle."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, text

from sales_core.query import Operator, Query
from sales_core.viewer import Scope
from tests.oracle.periods import Days
from tests.oracle.rows import GRAINS

_LINE = """customer_id, order_id, territory_id, channel_id, person_id, product_id, business_date, status, kind,
    quantity, list_price, net_price, order_discount, tax, shipping, duties, unit_cost, rate, false AS restocked"""
_BACK = """customer_id, order_id, territory_id, channel_id, person_id, product_id, {day} AS business_date, status,
    'return' AS kind, {sign}quantity AS quantity, NULL::numeric AS list_price, net_price, 0::numeric AS order_discount,
    0::numeric AS tax, 0::numeric AS shipping, 0::numeric AS duties, unit_cost, rate, restocked"""
_DOCUMENTS = (
    f"SELECT {_LINE} FROM sales.order_lines UNION ALL "
    f"SELECT {_BACK.format(day='business_date', sign='-')} FROM sales.returns"
)

SOURCES = {
    "lines": f"SELECT {_LINE} FROM sales.order_lines",
    "returns": f"SELECT {_BACK.format(day='business_date', sign='')} FROM sales.returns",
    "cohort": f"SELECT {_BACK.format(day='sale_date', sign='')} FROM sales.returns WHERE sale_date IS NOT NULL",
    "documents": _DOCUMENTS,
    "notes": f"""SELECT d.* FROM ({_DOCUMENTS}) AS d JOIN sales.orders AS o
        ON o.customer_id = d.customer_id AND o.order_id = d.order_id AND o.document_kind = 'credit_note'""",
    "firsts": f"""SELECT {_LINE} FROM sales.order_lines AS l WHERE status = 'placed' AND kind = 'sale'
        AND (customer_id, order_id) IN (
            SELECT customer_id, order_id FROM (
                SELECT customer_id, order_id,
                       row_number() OVER (PARTITION BY customer_id ORDER BY min(business_date), order_id) AS place
                FROM sales.order_lines AS s
                WHERE status = 'placed' AND kind = 'sale' AND customer_id <> 0 AND {{scope}}
                GROUP BY customer_id, order_id
                HAVING sum(net_price * quantity - order_discount) > 0) AS ranked
            WHERE place = 1)""",
    "quota": """SELECT NULL::int AS customer_id, NULL::bigint AS order_id, territory_id, NULL::int AS channel_id,
        person_id, NULL::int AS product_id, day::date AS business_date, 'quota' AS kind, 'placed' AS status,
        round(amount * n / length, 6) - round(amount * (n - 1) / length, 6) AS share,
        0 AS quantity, 0 AS net_price
        FROM (SELECT *, (ends - starts)::numeric AS length FROM sales.quotas) AS q,
             generate_series(starts, ends - 1, interval '1 day') WITH ORDINALITY AS days (day, n)""",
}

_JOINS = """
    LEFT JOIN sales.territories AS t ON t.territory_id = f.territory_id
    LEFT JOIN sales.channels AS ch ON ch.channel_id = f.channel_id
    LEFT JOIN sales.customers AS c ON c.customer_id = f.customer_id
    LEFT JOIN sales.segments AS sg ON sg.segment_id = c.segment_id
    LEFT JOIN sales.products AS p ON p.product_id = f.product_id
    LEFT JOIN sales.categories AS cat ON cat.category_id = p.category_id
    LEFT JOIN sales.people AS pe ON pe.person_id = f.person_id
    LEFT JOIN sales.teams AS tm ON tm.team_id = pe.team_id"""

_SIGN = "CASE WHEN {0} > 0 THEN 'positive' WHEN {0} < 0 THEN 'negative' ELSE 'zero' END"

DIMENSIONS: dict[str, tuple[str, str]] = {
    "territory": ("f.territory_id", "t.name"),
    "region": ("coalesce(t.region, 'Unknown')", "t.region"),
    "country": ("coalesce(t.country, 'Unknown')", "t.country"),
    "channel": ("f.channel_id", "ch.name"),
    "segment": ("c.segment_id", "sg.name"),
    "customer": ("f.customer_id", "c.name"),
    "category": ("p.category_id", "cat.name"),
    "product": ("f.product_id", "p.name"),
    "stock_code": ("f.product_id", "p.source_key"),
    "salesperson": ("f.person_id", "pe.name"),
    "team": ("pe.team_id", "tm.name"),
    "kind": ("replace(f.kind, '_', ' ')", "replace(f.kind, '_', ' ')"),
    "quantity_sign": (_SIGN.format("f.quantity"), _SIGN.format("f.quantity")),
    "price_sign": (_SIGN.format("f.net_price"), _SIGN.format("f.net_price")),
}
"""What tells values apart, and their label, where NULL is Unknown."""


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


_PLACED = "f.status = 'placed'"
_SALE = f"{_PLACED} AND f.kind = 'sale'"
_NET = "f.quantity * f.net_price - f.order_discount"
_GROSS = amount("lines", _SALE, "f.list_price * f.quantity")
_BEFORE_RETURNS = amount("lines", _SALE, _NET)
_RETURNED = amount("returns", _PLACED, "f.quantity * f.net_price")
_RATED = Part("lines", f"{_SALE} AND f.rate IS NOT NULL", "count(DISTINCT (f.customer_id, f.order_id))")
_ORDERS = Part("lines", _SALE, "count(DISTINCT (f.customer_id, f.order_id))")
_COST = amount("lines", _SALE, "f.unit_cost * f.quantity")
_BY_PERSON = "f.person_id IS NOT NULL"
_RESTOCKED = amount("returns", f"{_PLACED} AND f.restocked AND f.unit_cost IS NOT NULL", "f.unit_cost * f.quantity")
_CREDITED = amount("lines", f"{_SALE} AND {_BY_PERSON}", _NET)
_CREDITED_BACK = amount("returns", f"{_PLACED} AND {_BY_PERSON}", "f.quantity * f.net_price")
_QUOTA = Part("quota", "true", "coalesce(sum(f.share), 0)")
_SOLD_KNOWN = amount("lines", f"{_SALE} AND f.unit_cost IS NOT NULL", _NET)
_BACK_KNOWN = amount("returns", f"{_PLACED} AND f.unit_cost IS NOT NULL", "f.quantity * f.net_price")
_KNOWN_CUSTOMERS = "count(DISTINCT f.customer_id) FILTER (WHERE f.customer_id <> 0)"
_OF_SALES = amount("cohort", _PLACED, "f.quantity * f.net_price")
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
    "units": ((Part("lines", _SALE, "coalesce(sum(f.quantity), 0)"),), ()),
    "returned_units": ((Part("returns", _PLACED, "coalesce(sum(f.quantity), 0)"),), ()),
    "sales_before_returns": ((_BEFORE_RETURNS,), ()),
    "average_order_value": ((_BEFORE_RETURNS,), (_RATED,)),
    "orders_with_rate": ((_RATED,), ()),
    "credited_sold": ((_CREDITED,), ()),
    "credited_returned": ((_CREDITED_BACK,), ()),
    "credited_sales": (_CREDITED_SALES, ()),
    "quota_attainment": (_CREDITED_SALES, (_QUOTA,)),
    "customers": ((Part("lines", _SALE, _KNOWN_CUSTOMERS),), ()),
    "new_customers": ((Part("firsts", "true", "count(DISTINCT f.customer_id)"),), ()),
    "return_rate": ((_OF_SALES,), (_BEFORE_RETURNS,)),
    "return_rate_by_return_date": ((_RETURNED,), (_BEFORE_RETURNS,)),
    "cost_of_goods_sold": ((_COST, less(_RESTOCKED)), ()),
    "gross_margin": (_MARGIN, ()),
    "gross_margin_share": (_MARGIN, _NET_KNOWN),
    "cost_coverage": ((_SOLD_KNOWN,), (_BEFORE_RETURNS,)),
    "quota": ((_QUOTA,), ()),
    "document_total": ((amount("documents", "true", _NET),), ()),
    "document_lines": ((Part("documents", "true", "count(*)"),), ()),
    "documents": ((Part("documents", "true", "count(DISTINCT (f.customer_id, f.order_id))"),), ()),
    "document_customers": ((Part("documents", "true", _KNOWN_CUSTOMERS),), ()),
    "stock_codes": ((Part("documents", "true", "count(DISTINCT f.product_id)"),), ()),
    "cancelled_lines": ((Part("notes", "true", "count(*)"),), ()),
    "fees": ((amount("lines", f"{_PLACED} AND f.kind = 'fee'", _NET),), ()),
    "adjustments": ((amount("lines", f"{_PLACED} AND f.kind = 'adjustment'", _NET),), ()),
    "bad_debt": ((amount("lines", f"{_PLACED} AND f.kind = 'bad_debt'", _NET),), ()),
    "not_counted": ((amount("documents", f"NOT ({_PLACED})", _NET),), ()),
    "returns_of_sales": ((_OF_SALES,), ()),
    "cost_of_sales": ((_COST,), ()),
    "cost_of_restocked": ((_RESTOCKED,), ()),
    "sold_with_cost": ((_SOLD_KNOWN,), ()),
    "returned_with_cost": ((_BACK_KNOWN,), ()),
    "net_sales_with_cost": (_NET_KNOWN, ()),
}
"""Numerator and denominator, each a sum of parts."""


def statement(metric: str, query: Query, scope: Scope) -> tuple[str, dict[str, Any]]:
    """The SQL of a metric, its parts one under the other, and what is bound to it besides the days."""
    numerator, denominator = STATEMENTS[metric]
    parts = [(role, part) for role, side in (("n", numerator), ("d", denominator)) for part in side]
    unions = " UNION ALL ".join(_part(role, part, query, scope) for role, part in parts)
    count = sum(1 if name in GRAINS else 2 for name in query.by)
    keys = ", ".join(f"k{n}" for n in range(count))
    bound = {f"v{n}": list(f.values) for n, f in enumerate(query.filters)}
    return (
        f"SELECT {keys}{',' if keys else ''} sum(v) FILTER (WHERE role = 'n'), sum(v) FILTER (WHERE role = 'd'), "
        f"bool_or(missing) FROM ({unions}) AS parts" + (f" GROUP BY {keys}" if keys else ""),
        bound,
    )


def _part(role: str, part: Part, query: Query, scope: Scope) -> str:
    keys = list(_keys(query))
    inside = scoped(scope, "s")
    source = SOURCES[part.source].replace("{scope}", inside)
    selected = "".join(f"{key} AS k{n}, " for n, key in enumerate(keys))
    grouped = f" GROUP BY {', '.join(str(n + 1) for n in range(len(keys)))}" if keys else ""
    filters = "".join(f" AND {_condition(n, f.dimension, f.operator)}" for n, f in enumerate(query.filters))
    return (
        f"SELECT {selected}'{role}' AS role, {part.sign} * ({part.aggregate})::numeric AS v, {part.missing} AS missing "
        f"FROM ({source}) AS f{_JOINS} WHERE f.business_date >= :first AND f.business_date < :after "
        f"AND {scoped(scope, 'f')} AND {part.where}{filters}{grouped}"
    )


def _keys(query: Query) -> Iterator[str]:
    for name in query.by:
        if name in GRAINS:
            yield f"date_trunc('{name}', f.business_date::timestamp)::date"
        else:
            key, label = DIMENSIONS[name]
            yield key
            yield f"coalesce({label}, 'Unknown')"


def _condition(n: int, dimension: str, operator: Operator) -> str:
    match = f"coalesce({DIMENSIONS[dimension][1]}, 'Unknown') = ANY(:v{n})"
    return match if operator is Operator.IS else f"NOT ({match})"


def scoped(scope: Scope, alias: str) -> str:
    """The viewer's rows, as a condition."""
    if scope.everything:
        return "true"
    ids = ", ".join(str(t) for t in sorted(scope.territories))
    return f"{alias}.territory_id IN ({ids})" if ids else "false"


def values(
    connection: Connection, metric: str, query: Query, scope: Scope, days: Days
) -> dict[tuple[Any, ...], Fraction | None]:
    """The metric by key, each dimension's part of it being (key, label); what is divided is divided exactly."""
    sql, bound = statement(metric, query, scope)
    found: dict[tuple[Any, ...], Fraction | None] = {}
    for row in connection.execute(text(sql), {**bound, "first": days[0], "after": days[1]}):
        *flat, numerator, denominator, missing = row
        parts = iter(flat)
        key = tuple(next(parts) if name in GRAINS else (next(parts), next(parts)) for name in query.by)
        found[key] = _value(metric, numerator, denominator, bool(missing))
    return found


def _value(metric: str, numerator: Any, denominator: Any, missing: bool) -> Fraction | None:
    if missing:
        return None
    if not STATEMENTS[metric][1]:
        return Fraction(numerator or 0)
    return Fraction(numerator or 0) / Fraction(denominator) if denominator else None

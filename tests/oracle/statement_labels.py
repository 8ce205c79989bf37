"""SQL written by hand for what rows are broken down by: keys and labels of dimensions, starts of buckets, filters."""

from collections.abc import Iterator
from dataclasses import dataclass

from sales_core.reckoning import Reckoning
from sales_core.viewer import Scope
from tests.oracle.calendars import GRAINS
from tests.oracle.statement_sources import rate, scoped, statuses

_JOINS = {
    "t": "LEFT JOIN sales.territories AS t ON t.territory_id = f.territory_id",
    "ch": "LEFT JOIN sales.channels AS ch ON ch.channel_id = f.channel_id",
    "c": "LEFT JOIN sales.customers AS c ON c.customer_id = f.customer_id",
    "sg": "LEFT JOIN sales.segments AS sg ON sg.segment_id = c.segment_id",
    "p": "LEFT JOIN sales.products AS p ON p.product_id = f.product_id",
    "cat": "LEFT JOIN sales.categories AS cat ON cat.category_id = p.category_id",
    "sub": "LEFT JOIN sales.subcategories AS sub ON sub.subcategory_id = p.subcategory_id",
    "pr": "LEFT JOIN sales.promotions AS pr ON pr.promotion_id = f.promotion_id",
    "pe": "LEFT JOIN sales.people AS pe ON pe.person_id = f.person_id",
    "tm": "LEFT JOIN sales.teams AS tm ON tm.team_id = pe.team_id",
}
"""In an order in which each finds what it is joined to."""

_SIGN = "CASE WHEN {0} > 0 THEN 'positive' WHEN {0} < 0 THEN 'negative' ELSE 'zero' END"
_KIND, _QUANTITY, _PRICE = "replace(f.kind, '_', ' ')", _SIGN.format("f.quantity"), _SIGN.format("f.net_price")

DIMENSIONS: dict[str, tuple[str, str, str]] = {
    "territory": ("t", "f.territory_id", "t.name"),
    "region": ("t", "coalesce(t.region, 'Unknown')", "t.region"),
    "country": ("t", "coalesce(t.country, 'Unknown')", "t.country"),
    "channel": ("ch", "f.channel_id", "ch.name"),
    "segment": ("c sg", "c.segment_id", "sg.name"),
    "customer": ("c", "f.customer_id", "c.name"),
    "category": ("p cat", "p.category_id", "cat.name"),
    "product": ("p", "f.product_id", "p.name"),
    "stock_code": ("p", "f.product_id", "p.source_key"),
    "salesperson": ("pe", "f.person_id", "pe.name"),
    "team": ("pe tm", "pe.team_id", "tm.name"),
    "brand": ("p", "coalesce(p.brand, 'Unknown')", "p.brand"),
    "subcategory": ("p sub", "p.subcategory_id", "sub.name"),
    "promotion": ("pr", "f.promotion_id", "pr.name"),
    "currency": ("", "coalesce(f.currency::text, 'Unknown')", "f.currency::text"),
    "weekday": ("", "to_char(f.day, 'ID')", "to_char(f.day, 'FMDay')"),
    "kind": ("", "f.kind", _KIND),
    "quantity_sign": ("", "sign(f.quantity)::int::text", _QUANTITY),
    "price_sign": ("", "sign(f.net_price)::int::text", _PRICE),
}
"""What has to be joined, what tells values apart, and their label, where NULL is Unknown."""


def joins(names: set[str]) -> str:
    """The joins that the dimensions need."""
    needed = {alias for name in names if name in DIMENSIONS for alias in DIMENSIONS[name][0].split()}
    return " ".join(join for alias, join in _JOINS.items() if alias in needed)


def told(name: str, scope: Scope, reckoning: Reckoning) -> tuple[str, str]:
    """What tells a dimension's values apart, and their label, where NULL is Unknown."""
    match name:
        case "hour":
            seen = f"CASE WHEN {scoped(scope, 'f', 'moment_territory')} THEN f.moment END"
            clock = f"({seen} AT TIME ZONE '{reckoning.zone or 'UTC'}')"
            return f"to_char({clock}, 'FMHH24')", f"to_char({clock}, 'HH24')"
        case "customer_status":
            first = "(SELECT first_day FROM first_orders AS o WHERE o.customer_id = f.customer_id)"
            status = f"CASE WHEN {first} >= :after THEN NULL WHEN {first} >= :first THEN 'new' "
            status += f"WHEN {first} < :first THEN 'returning' END"
            return status, status
        case "payment_state":
            return _PAID.format(
                scope=scoped(scope, "l")
            ), f"replace({_PAID.format(scope=scoped(scope, 'l'))}, '_', ' ')"
        case "order_size":
            size = _SIZE.format(
                scope=scoped(scope, "l"), statuses=statuses(reckoning), rate=rate(reckoning, "l", "rate")
            )
            return f"{size}::text", f"(ARRAY[{', '.join(repr(word) for word in SIZES)}])[{size}]"
    _, key, label = DIMENSIONS[name]
    return key, label


_OF_ORDER = "l.customer_id = f.customer_id AND l.order_id = f.meant AND {scope}"
SIZES = ("under 50", "50–100", "100–250", "250–500", "500–1,000", "1,000–5,000", "5,000 and more")
_SIZE = f"""(SELECT 1 + width_bucket(sum((l.quantity * l.net_price - l.order_discount) * {{rate}}),
    ARRAY[50, 100, 250, 500, 1000, 5000]::numeric[]) FROM sales.order_lines AS l
    WHERE {_OF_ORDER} AND l.kind = 'sale' AND l.status IN ({{statuses}}))"""
_PAID = f"""(SELECT CASE WHEN count(*) = 0 THEN NULL WHEN coalesce(max(paid), 0) >= sum(due) THEN 'paid'
    WHEN max(paid) > 0 THEN 'part_paid' ELSE 'unpaid' END
    FROM (SELECT quantity * net_price - order_discount + tax + shipping + duties AS due, (SELECT sum(y.amount)
        FROM sales.payments AS y JOIN sales.orders USING (customer_id, order_id)
        WHERE y.customer_id = l.customer_id AND y.order_id = l.order_id) AS paid
        FROM sales.order_lines AS l WHERE {_OF_ORDER}) AS lines_of_order)"""


@dataclass(frozen=True, slots=True)
class Folding:
    """What is shown as Other: all of a dimension but the keys that are kept, by their text; None for a missing one."""

    dimension: str = ""
    kept: frozenset[str | None] = frozenset()

    def __call__(self, name: str, key: str, label: str) -> tuple[str, str]:
        """Key and label as they are shown."""
        if name != self.dimension:
            return f"({key})", f"coalesce({label}, 'Unknown')"
        inside = among(key, self.kept)
        other = "__other" if "other" in self.kept else "other"
        return (
            f"CASE WHEN {inside} THEN ({key})::text ELSE '{other}' END",
            f"CASE WHEN {inside} THEN coalesce({label}, 'Unknown') ELSE 'Other' END",
        )


def among(key: str, kept: frozenset[str | None]) -> str:
    """Whether a key is one of these."""
    texts = ", ".join("'" + text.replace("'", "''") + "'" for text in sorted(k for k in kept if k is not None))
    listed = f"coalesce(({key})::text IN ({texts}), false)" if texts else "false"
    return f"({listed} OR ({key}) IS NULL)" if None in kept else listed


def keys(by: tuple[str, ...], scope: Scope, reckoning: Reckoning, folding: Folding) -> Iterator[str]:
    """A column a bucket, two a dimension: key and label."""
    for name in by:
        if name in GRAINS:
            yield bucket(name, reckoning)
        else:
            yield from folding(name, *told(name, scope, reckoning))


def bucket(grain: str, reckoning: Reckoning) -> str:
    """The first day of a day's bucket."""
    months, days = f"make_interval(months => {reckoning.fiscal_start - 1})", reckoning.week_start - 1
    match grain:
        case "day":
            return "f.day"
        case "iso_week":
            return "date_trunc('week', f.day::timestamp)::date"
        case "week" | "retail_week":
            return f"(date_trunc('week', (f.day - {days})::timestamp)::date + {days})"
        case "month" | "quarter" | "year":
            return f"date_trunc('{grain}', f.day::timestamp)::date"
        case "retail_year" | "retail_period":
            return f"(SELECT max(begins) FROM {grain}s WHERE begins <= f.day)"
    size = grain.removeprefix("fiscal_")
    return f"(date_trunc('{size}', date_trunc('month', f.day::timestamp) - {months}) + {months})::date"


def retail_calendar(reckoning: Reckoning) -> str:
    """The tables `retail_years` and `retail_periods` of a WITH."""
    days = reckoning.week_start - 1
    a, b, _ = reckoning.retail.value.split("-")
    return f"""retail_years AS (SELECT (date_trunc('week', make_date(y, {reckoning.fiscal_start}, 1)::timestamp
            - interval '{days} days')::date + {days}) AS begins FROM generate_series(1968, 2016) AS y),
        retail_periods AS (SELECT begins + 7 * (13 * q + w) AS begins
            FROM retail_years, generate_series(0, 3) AS q, unnest(ARRAY[0, {a}, {a} + {b}]) AS w)"""

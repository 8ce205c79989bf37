"""SQL written by hand for what can be counted: each source's rows, the day they count on, and how they are named."""

from sales_core.reckoning import CurrencyView, Reckoning, ReturnsBy
from sales_core.viewer import Scope
from tests.oracle.calendars import abroad

_LINE = """f.customer_id, f.order_id, f.territory_id, f.channel_id, f.person_id, f.product_id, f.promotion_id,
    f.currency, f.status, f.kind, f.quantity, f.list_price, f.net_price, f.order_discount, f.tax, f.shipping, f.duties,
    f.unit_cost, f.rate AS booked, false AS restocked, o.document_kind, f.ordered_at AS moment,
    f.territory_id AS moment_territory, f.order_id AS meant, f.business_date AS booked_day"""
_BACK = """f.customer_id, f.order_id, f.territory_id, f.channel_id, f.person_id, f.product_id, f.promotion_id,
    f.currency, f.status, 'return' AS kind, {sign}f.quantity AS quantity, NULL::numeric AS list_price, f.net_price,
    0::numeric AS order_discount, 0::numeric AS tax, 0::numeric AS shipping, 0::numeric AS duties, f.unit_cost,
    f.rate AS booked, f.restocked, o.document_kind, {of}.ordered_at AS moment, {of}.territory_id AS moment_territory,
    f.sale_order_id AS meant, {day} AS booked_day"""
_SOLD = f"SELECT {_LINE} FROM sales.order_lines AS f LEFT JOIN sales.orders AS o USING (customer_id, order_id)"
_RETURNED = (
    "SELECT "
    + _BACK.format(sign="{sign}", of="f", day="f.business_date")
    + " FROM sales.returns AS f LEFT JOIN sales.orders AS o USING (customer_id, order_id)"
)
_DOCUMENTS = f"{_SOLD} UNION ALL {_RETURNED.format(sign='-')}"

SOURCES = {
    "lines": _SOLD,
    "returned": _RETURNED.format(sign=""),
    "cohort": "SELECT "
    + _BACK.format(sign="", of="o", day="f.sale_date")
    + """ FROM sales.returns AS f LEFT JOIN sales.orders AS o
        ON o.customer_id = f.customer_id AND o.order_id = f.sale_order_id WHERE f.sale_date IS NOT NULL""",
    "documents": _DOCUMENTS,
    "notes": f"SELECT * FROM ({_DOCUMENTS}) AS d WHERE document_kind = 'credit_note'",
    "quota": """SELECT NULL::int AS customer_id, NULL::bigint AS order_id, territory_id, NULL::int AS channel_id,
        person_id, NULL::int AS product_id, NULL::int AS promotion_id, NULL::text AS currency, 'placed' AS status,
        'quota' AS kind, NULL::numeric AS booked, 0 AS quantity, 0 AS net_price, NULL::timestamptz AS moment,
        NULL::int AS moment_territory, NULL::bigint AS meant,
        round(amount * n / length, 6) - round(amount * (n - 1) / length, 6) AS share, day::date AS booked_day
        FROM (SELECT *, (ends - starts)::numeric AS length FROM sales.quotas) AS q,
             generate_series(starts, ends - 1, interval '1 day') WITH ORDINALITY AS days (day, n)""",
}


def day(reckoning: Reckoning) -> str:
    """The day that a fact counts on."""
    if not abroad(reckoning):
        return "booked_day"
    return f"coalesce((moment AT TIME ZONE '{reckoning.zone}')::date, booked_day)"


_HOME = "(SELECT value FROM app.settings WHERE name = 'company_currency')"


def rates_told(reckoning: Reckoning) -> str:
    """The table `told` of a WITH: one rate a currency, in a statement with :first and :after bound."""
    home = f"SELECT {_HOME} AS currency, 1::numeric AS rate"
    there = f"FROM sales.rates WHERE to_currency = {_HOME} AND currency <> {_HOME}"
    match reckoning.currency:
        case CurrencyView.BOOKED:
            return f"told AS ({home})"
        case CurrencyView.AVERAGE:
            days = "day >= :first AND day < :after"
            return f"told AS ({home} UNION ALL SELECT currency, round(avg(rate), 8) {there} AND {days} GROUP BY 1)"
        case CurrencyView.CONSTANT:
            newest = f"SELECT currency, max(day) AS day {there} AND day <= DATE '{reckoning.constant_day}' GROUP BY 1"
            return (
                f"told AS ({home} UNION ALL SELECT r.currency, r.rate FROM ({newest}) AS newest "
                f"JOIN sales.rates AS r USING (currency, day) WHERE r.to_currency = {_HOME})"
            )


def rate(reckoning: Reckoning, alias: str, booked: str) -> str:
    """The rate that a row's amounts are told by, beside the table `told`."""
    if reckoning.currency is CurrencyView.BOOKED:
        return f"{alias}.{booked}"
    return f"(SELECT told.rate FROM told WHERE told.currency = {alias}.currency)"


def statuses(reckoning: Reckoning) -> str:
    """The states of orders that count, as a list."""
    return ", ".join(f"'{status}'" for status in reckoning.statuses)


def scoped(scope: Scope, alias: str, column: str = "territory_id") -> str:
    """The viewer's rows, as a condition."""
    if scope.everything:
        return "true"
    ids = ", ".join(str(t) for t in sorted(scope.territories))
    return f"{alias}.{column} IN ({ids})" if ids else "false"


def first_orders(scope: Scope, reckoning: Reckoning) -> str:
    """The table `first_orders` of a WITH: each known customer's first order worth more than nothing."""
    return f"""first_orders AS (SELECT DISTINCT ON (customer_id) customer_id, order_id, first_day FROM (
        SELECT customer_id, order_id, min({day(reckoning)}) AS first_day FROM ({_SOLD}) AS s
        WHERE status IN ({statuses(reckoning)}) AND kind = 'sale' AND customer_id <> 0 AND {scoped(scope, "s")}
        GROUP BY customer_id, order_id HAVING sum(net_price * quantity - order_discount) > 0) AS worth
        ORDER BY customer_id, first_day, order_id)"""


def rows(source: str, scope: Scope, reckoning: Reckoning) -> str:
    """A source's rows within the scope that count, whatever their day, each with `day` and `rate`."""
    if source == "returns":
        source = "cohort" if reckoning.returns_by is ReturnsBy.SALE_DATE else "returned"
    also = ""
    if source in ("firsts", "later"):
        whose = "(customer_id, order_id) IN (SELECT customer_id, order_id FROM first_orders)"
        if source == "later":
            whose = "customer_id IN (SELECT customer_id FROM first_orders WHERE first_day < :first)"
        source, also = "lines", f"AND kind = 'sale' AND {whose}"
    if source == "cohort" and abroad(reckoning):
        also = f"AND moment_territory IS NOT NULL AND {scoped(scope, 'f', 'moment_territory')}"
    counting = "" if source in ("documents", "notes", "quota") else f"AND f.status IN ({statuses(reckoning)})"
    return (
        f"SELECT f.*, {day(reckoning)} AS day, {rate(reckoning, 'f', 'booked')} AS rate "
        f"FROM ({SOURCES[source]}) AS f WHERE {scoped(scope, 'f')} {counting} {also}"
    )

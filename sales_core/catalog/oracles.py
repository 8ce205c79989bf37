"""Each metric's oracle: SQL that gives its number another way, read from the tables named in `TABLES`.

A metric's SELECT gives one value; which days and territories it is of is said once, in the tables.
"""

TABLES = """WITH lines AS (
    SELECT * FROM sales.order_lines WHERE status = 'placed' AND business_date >= :first AND business_date < :after
    AND territory_id = ANY(:territories)
), sold AS (
    SELECT *, quantity * net_price - order_discount AS charged FROM lines WHERE kind = 'sale'
), back AS (
    SELECT *, quantity * net_price AS credited FROM sales.returns
    WHERE status = 'placed' AND business_date >= :first AND business_date < :after AND territory_id = ANY(:territories)
), back_of_sales AS (
    SELECT *, quantity * net_price AS credited FROM sales.returns
    WHERE status = 'placed' AND sale_date >= :first AND sale_date < :after AND territory_id = ANY(:territories)
), documents AS (
    SELECT customer_id, order_id, product_id, status, rate, quantity * net_price - order_discount AS charged
    FROM sales.order_lines
    WHERE business_date >= :first AND business_date < :after AND territory_id = ANY(:territories)
    UNION ALL SELECT customer_id, order_id, product_id, status, rate, -quantity * net_price FROM sales.returns
    WHERE business_date >= :first AND business_date < :after AND territory_id = ANY(:territories)
), first_orders AS (
    SELECT DISTINCT ON (customer_id) customer_id, order_id, day FROM (
        SELECT customer_id, order_id, min(business_date) AS day FROM sales.order_lines
        WHERE status = 'placed' AND kind = 'sale' AND customer_id <> 0 AND territory_id = ANY(:territories)
        GROUP BY customer_id, order_id HAVING sum(quantity * net_price - order_discount) > 0) AS worth
    ORDER BY customer_id, day, order_id
), quota_days AS (
    SELECT round(amount * (day - starts + 1) / (ends - starts), 6) - round(amount * (day - starts) / (ends - starts), 6)
        AS share FROM sales.quotas JOIN sales.calendar ON day >= starts AND day < ends
    WHERE day >= :first AND day < :after AND territory_id = ANY(:territories)
), net AS (
    SELECT customer_id, product_id, charged * rate AS amount FROM sold
    UNION ALL SELECT customer_id, product_id, -credited * rate FROM back
), by_customer AS (
    SELECT sum(amount) AS x FROM net WHERE customer_id <> 0 GROUP BY customer_id HAVING sum(amount) > 0
), by_product AS (
    SELECT sum(amount) AS x FROM net GROUP BY product_id HAVING sum(amount) > 0
), repeated AS (
    SELECT customer_id FROM sold WHERE customer_id <> 0 GROUP BY customer_id HAVING count(DISTINCT order_id) > 1
)
"""
"""What the SELECTs read; 0 is nobody's customer, and a sum over no row is zero."""

_GROSS = "(SELECT sum(list_price * quantity * rate) FROM sold)"
_CHARGED = "(SELECT sum(charged * rate) FROM sold)"
_CREDITED = "(SELECT sum(credited * rate) FROM back)"
_ORDERS = "(SELECT count(DISTINCT (customer_id, order_id)) FROM sold)"
_BUYERS = "(SELECT count(DISTINCT customer_id) FROM sold WHERE customer_id <> 0)"
_UNITS = "(SELECT sum(quantity) FROM sold)"
_COST = "(SELECT sum(unit_cost * quantity * rate) FROM sold)"
_RESTOCKED = "(SELECT sum(unit_cost * quantity * rate) FROM back WHERE restocked)"
_KNOWN = "(SELECT sum(charged * rate) FROM sold WHERE unit_cost IS NOT NULL)"
_KNOWN_BACK = "(SELECT sum(credited * rate) FROM back WHERE unit_cost IS NOT NULL)"
_CREDITED_SALES = (
    "coalesce((SELECT sum(charged * rate) FROM sold WHERE person_id IS NOT NULL), 0) - "
    "coalesce((SELECT sum(credited * rate) FROM back WHERE person_id IS NOT NULL), 0)"
)
_QUOTA = "(SELECT sum(share) FROM quota_days)"
_EXTRAS = "SELECT sum({} * rate) FROM sold"


def _less(*parts: str) -> str:
    return "SELECT " + " - ".join(f"coalesce({part}, 0)" for part in parts)


def _over(numerator: str, denominator: str) -> str:
    return f"SELECT coalesce({numerator}, 0)::numeric / nullif({denominator}, 0)"


ORACLES: dict[str, str] = {
    "gross_sales": f"SELECT {_GROSS}",
    "discounts": "SELECT sum(((list_price - net_price) * quantity + order_discount) * rate) FROM sold",
    "returns": f"SELECT {_CREDITED}",
    "net_sales": _less(_CHARGED, _CREDITED),
    "total_sales": _less("(SELECT sum((charged + tax + shipping + duties) * rate) FROM sold)", _CREDITED),
    "tax": _EXTRAS.format("tax"),
    "shipping": _EXTRAS.format("shipping"),
    "duties": _EXTRAS.format("duties"),
    "orders": f"SELECT {_ORDERS}",
    "units": f"SELECT {_UNITS}",
    "returned_units": "SELECT sum(quantity) FROM back",
    "sales_before_returns": f"SELECT {_CHARGED}",
    "average_order_value": _over(
        _CHARGED, "(SELECT count(DISTINCT (customer_id, order_id)) FROM sold WHERE rate IS NOT NULL)"
    ),
    "customers": f"SELECT {_BUYERS}",
    "new_customers": "SELECT count(*) FROM first_orders WHERE day >= :first AND day < :after",
    "return_rate": _over("(SELECT sum(credited * rate) FROM back_of_sales)", _CHARGED),
    "return_rate_by_return_date": _over(_CREDITED, _CHARGED),
    "quota": f"SELECT {_QUOTA}",
    "credited_sales": f"SELECT {_CREDITED_SALES}",
    "quota_attainment": f"SELECT ({_CREDITED_SALES}) / nullif({_QUOTA}, 0)",
    "returns_of_sales": "SELECT sum(credited * rate) FROM back_of_sales",
    "returns_by_return_date": f"SELECT {_CREDITED}",
    "orders_with_rate": "SELECT count(DISTINCT (customer_id, order_id)) FROM sold WHERE rate IS NOT NULL",
    "credited_sold": "SELECT sum(charged * rate) FROM sold WHERE person_id IS NOT NULL",
    "credited_returned": "SELECT sum(credited * rate) FROM back WHERE person_id IS NOT NULL",
    "returning_customers": "SELECT count(DISTINCT customer_id) FROM sold JOIN first_orders USING (customer_id) "
    "WHERE day < :first",
    "repeat_customers": "SELECT count(*) FROM repeated",
    "repeat_rate": _over("(SELECT count(*) FROM repeated)", _BUYERS),
    "orders_per_customer": _over(
        "(SELECT count(DISTINCT (customer_id, order_id)) FROM sold WHERE customer_id <> 0)", _BUYERS
    ),
    "orders_of_customers": "SELECT count(DISTINCT (customer_id, order_id)) FROM sold WHERE customer_id <> 0",
    "customer_concentration": "SELECT 10000 * sum(x * x) / nullif(sum(x) ^ 2, 0) FROM by_customer",
    "effective_customers": "SELECT sum(x) ^ 2 / nullif(sum(x * x), 0) FROM by_customer",
    "largest_customer_share": "SELECT max(x) / nullif(sum(x), 0) FROM by_customer",
    "products_sold": "SELECT count(DISTINCT product_id) FROM sold",
    "price_realisation": _over(_CHARGED, _GROSS),
    "discount_rate": f"SELECT 1 - coalesce({_CHARGED}, 0) / nullif({_GROSS}, 0)",
    "average_selling_price": _over(_CHARGED, "(SELECT sum(quantity) FROM sold WHERE rate IS NOT NULL)"),
    "units_per_order": _over(_UNITS, _ORDERS),
    "units_with_rate": "SELECT sum(quantity) FROM sold WHERE rate IS NOT NULL",
    "returned_lines": "SELECT count(*) FROM back",
    "unit_return_rate": _over("(SELECT sum(quantity) FROM back)", _UNITS),
    "units_by_return_date": "SELECT sum(quantity) FROM back",
    "returned_cost": "SELECT sum(unit_cost * quantity * rate) FROM back",
    "product_concentration": "SELECT 10000 * sum(x * x) / nullif(sum(x) ^ 2, 0) FROM by_product",
    "effective_products": "SELECT sum(x) ^ 2 / nullif(sum(x * x), 0) FROM by_product",
    "largest_product_share": "SELECT max(x) / nullif(sum(x), 0) FROM by_product",
    "cost_of_goods_sold": _less(_COST, _RESTOCKED),
    "gross_margin": _less(_KNOWN, _KNOWN_BACK, _COST) + f" + coalesce({_RESTOCKED}, 0)",
    "gross_margin_share": f"SELECT 1 - (coalesce({_COST}, 0) - coalesce({_RESTOCKED}, 0)) / "
    f"nullif(coalesce({_KNOWN}, 0) - coalesce({_KNOWN_BACK}, 0), 0)",
    "cost_coverage": _over(_KNOWN, _CHARGED),
    "cost_of_sales": f"SELECT {_COST}",
    "cost_of_restocked": f"SELECT {_RESTOCKED}",
    "sold_with_cost": f"SELECT {_KNOWN}",
    "returned_with_cost": f"SELECT {_KNOWN_BACK}",
    "net_sales_with_cost": _less(_KNOWN, _KNOWN_BACK),
    "document_total": "SELECT sum(charged * rate) FROM documents",
    "document_lines": "SELECT count(*) FROM documents",
    "documents": "SELECT count(DISTINCT (customer_id, order_id)) FROM documents",
    "document_customers": "SELECT count(DISTINCT customer_id) FROM documents WHERE customer_id <> 0",
    "stock_codes": "SELECT count(DISTINCT product_id) FROM documents",
    "cancelled_lines": "SELECT count(*) FROM documents JOIN sales.orders AS o USING (customer_id, order_id) "
    "WHERE o.document_kind = 'credit_note'",
    "fees": "SELECT sum((quantity * net_price - order_discount) * rate) FROM lines WHERE kind = 'fee'",
    "adjustments": "SELECT sum((quantity * net_price - order_discount) * rate) FROM lines WHERE kind = 'adjustment'",
    "bad_debt": "SELECT sum((quantity * net_price - order_discount) * rate) FROM lines WHERE kind = 'bad_debt'",
    "not_counted": "SELECT sum(charged * rate) FROM documents WHERE status <> 'placed'",
}

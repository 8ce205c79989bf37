"""Statements that hold what is stored beside the facts against the facts.

Who runs them acts as a reader whose scope is everything. Each gives the number of rows that say otherwise.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, text

_CARRIED = "ordered_at, business_date, territory_id, channel_id, person_id, status, currency, rate"


def _differs(fact: str) -> str:
    columns = _CARRIED.split(", ")
    of_fact, of_order = (", ".join(f"{one}.{column}" for column in columns) for one in ("f", "o"))
    return (
        f"SELECT count(*) FROM sales.{fact} AS f JOIN sales.orders AS o USING (customer_id, order_id) "
        f"WHERE ({of_fact}) IS DISTINCT FROM ({of_order})"
    )


ODD_ROWS: dict[str, str] = {
    "lines_repeat": _differs("order_lines"),
    "returns_repeat": _differs("returns"),
    "payments_repeat": "SELECT count(*) FROM sales.payments AS f JOIN sales.orders AS o USING (customer_id, order_id) "
    "WHERE f.territory_id <> o.territory_id",
    "sale_dates": "SELECT count(*) FROM sales.returns AS f JOIN sales.orders AS o "
    "ON o.customer_id = f.customer_id AND o.order_id = f.sale_order_id WHERE f.sale_date <> o.business_date",
    "customer_territories": "SELECT count(*) FROM sales.customers AS c LEFT JOIN ("
    "SELECT customer_id, array_agg(DISTINCT territory_id ORDER BY territory_id) AS ids FROM sales.orders "
    "GROUP BY customer_id) AS o USING (customer_id) WHERE c.territory_ids <> coalesce(o.ids, '{}')",
}


def odd_rows(connection: Connection, name: str) -> int:
    """How many rows break the identity."""
    return int(connection.execute(text(ODD_ROWS[name])).scalar_one())


def by_sql(connection: Connection, sql: str, first: date, after: date) -> Decimal | None:
    """One value of a SELECT that reads `:first`, `:after` and `:territories`: of days from first to before after."""
    territories = list(connection.execute(text("SELECT territory_id FROM sales.territories")).scalars())
    value = connection.execute(text(sql), {"first": first, "after": after, "territories": territories}).scalar_one()
    return None if value is None else Decimal(value)

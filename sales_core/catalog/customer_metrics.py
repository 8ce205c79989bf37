"""Metrics of customers and of how sales spread over them."""

from sales_core.catalog.model import CUSTOMER_SUCCESS, Count, Direction, Metric, Quotient, Ratio, Unit

COUNT, SHARE, NUMBER, MONEY = Unit.COUNT, Unit.SHARE, Unit.NUMBER, Unit.MONEY
UP, DOWN, NEUTRAL = Direction.UP, Direction.DOWN, Direction.NEUTRAL

_LEFT_OUT = "Customers without positive net sales, Guest and lines without a rate are left out."

CUSTOMERS: tuple[Metric, ...] = (
    Metric(
        "returning_customers",
        "Returning customers",
        Count("returning_customers"),
        COUNT,
        UP,
        "Known customers with a sale line in the period whose first ever order with positive sales lies before it, "
        "among the rows the viewer may see.",
        owner=CUSTOMER_SUCCESS,
    ),
    Metric(
        "repeat_customers",
        "Customers with repeat orders",
        Count("repeat_customers"),
        COUNT,
        UP,
        "Known customers with two or more distinct orders in the row's days; earlier orders do not count.",
        owner=CUSTOMER_SUCCESS,
    ),
    Metric(
        "repeat_rate",
        "Repeat rate",
        Ratio("repeat_customers", "customers"),
        SHARE,
        UP,
        "Customers with two or more orders in the period ÷ customers with one or more; not the share of returning "
        "customers.",
        owner=CUSTOMER_SUCCESS,
        also=("repeat", "loyalty"),
    ),
    Metric(
        "orders_per_customer",
        "Orders per customer",
        Ratio("orders_of_customers", "customers"),
        NUMBER,
        UP,
        "Distinct orders of known customers ÷ distinct known customers.",
        owner=CUSTOMER_SUCCESS,
        also=("frequency",),
    ),
    Metric(
        "orders_of_customers",
        "Orders of known customers",
        Count("orders_of_customers"),
        COUNT,
        UP,
        "Distinct orders of customers other than Guest.",
        hidden=True,
        owner=CUSTOMER_SUCCESS,
    ),
    Metric(
        "customer_concentration",
        "Customer concentration (HHI)",
        Quotient("customers_squares", "customers_total_squared", 10_000),
        NUMBER,
        DOWN,
        f"Sum of the squares of customers' shares of net sales in percent: 10,000 is one customer alone. {_LEFT_OUT}",
        owner=CUSTOMER_SUCCESS,
        also=("hhi", "concentration", "herfindahl"),
    ),
    Metric(
        "effective_customers",
        "Effective number of customers",
        Quotient("customers_total_squared", "customers_squares"),
        NUMBER,
        UP,
        f"10,000 ÷ customer concentration: so many customers of one size would be as concentrated. {_LEFT_OUT}",
        owner=CUSTOMER_SUCCESS,
    ),
    Metric(
        "largest_customer_share",
        "Largest customer's share",
        Quotient("customers_largest", "customers_total"),
        SHARE,
        DOWN,
        f"Net sales of the largest customer ÷ net sales of all customers. {_LEFT_OUT}",
        owner=CUSTOMER_SUCCESS,
    ),
)

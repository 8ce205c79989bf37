"""The questions of the customers page and of the page of one customer."""

from dataclasses import replace

from sales_core.catalog.dimensions import UNKNOWN
from sales_core.periods import Period, PeriodSpec
from sales_core.query import Calculation, CalculationKind, Comparison, Filter, Operator, Query
from sales_core.questions import about, alone, courses, margin_or, ranked, totals
from sales_core.viewer import Viewer

METRIC = "net_sales"
TILES = ("customers", "new_customers", "returning_customers", "repeat_rate", "orders_per_customer", METRIC)
STATUS = "customer_status"
GUEST_KEY = "0"
"""The key of those who bought without being known; they are told apart and in no list of the best."""
STATUS_NAMES = {"returning": "Returning", "new": "New", UNKNOWN: "Guest or not known"}
PARETO = Calculation(METRIC, CalculationKind.PARETO)
_KNOWN = Filter("customer", Operator.IS_NOT, ("Guest",))
_ALL_DAYS = PeriodSpec.parse("all")

DEFAULT = Query(metrics=(METRIC,), period=PeriodSpec.parse("last_90_days"), comparison=Comparison.PREVIOUS_PERIOD)
DEFAULT_OF_ONE = replace(DEFAULT, period=PeriodSpec.parse("year_to_date"))
"""What the page of one customer shows before anything is chosen."""


def normal(asked: Query) -> Query:
    """The question with days and filters alone: the page breaks it down itself."""
    return about(asked, metrics=(METRIC,), by=(), comparison=asked.comparison)


def tile_metrics_of_one(viewer: Viewer) -> tuple[str, ...]:
    """Six metrics of one customer."""
    margin = margin_or("units_per_order", viewer)
    return (METRIC, "orders", "average_order_value", "units", margin, "return_rate_by_return_date")


def by_status(asked: Query, period: Period) -> Query:
    """Sales to new and to returning customers by time; those of nobody known are in neither."""
    by_time = courses(asked, (METRIC,), period)
    return replace(by_time, by=(*by_time.by, STATUS))


def known(asked: Query) -> Query:
    """The question about customers that are known."""
    return replace(asked, filters=(*asked.filters, _KNOWN))


def best(asked: Query) -> Query:
    """The known customers that bought most, with their class."""
    return ranked(known(asked), (METRIC, "orders"), "customer", calculations=(PARETO,))


def curve(asked: Query) -> Query:
    """Every known customer with the class, the largest first."""
    return ranked(alone(known(asked)), (METRIC,), "customer", most=None, calculations=(PARETO,))


def guests(asked: Query) -> Query:
    """What was sold to nobody known."""
    guest = Filter("customer", Operator.KEY, (GUEST_KEY,))
    return about(asked, metrics=(METRIC, "orders"), by=(), filters=(*asked.filters, guest), comparison=Comparison.NONE)


def concentration(asked: Query) -> Query:
    """How sales spread over customers."""
    return totals(asked, ("customer_concentration", "effective_customers", "largest_customer_share"))


def order_days(asked: Query) -> Query:
    """The days on which one customer ever ordered, by no other filter than the customer's key in `asked`."""
    own = tuple(f for f in asked.filters if (f.dimension, f.operator) == ("customer", Operator.KEY))
    return about(asked, metrics=("orders",), by=("day",), filters=own, period=_ALL_DAYS, comparison=Comparison.NONE)


def bought(asked: Query) -> Query:
    """What one customer buys."""
    return ranked(asked, (METRIC, "units"), "product")


def payments(asked: Query) -> Query:
    """How far the orders of the days are paid."""
    return about(asked, metrics=("orders", "total_sales"), by=("payment_state",), comparison=Comparison.NONE)

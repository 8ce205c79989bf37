"""Where what was found is shown: the page's name and the parameters of its address."""

from sales_core.errors import AskError
from sales_core.finding import Found, Kind
from sales_core.links import to_parameters
from sales_core.periods import PeriodSpec
from sales_core.planner import dimensions_of
from sales_core.query import Filter, Operator, Query

Way = tuple[str, dict[str, list[str]]]

ALL_DAYS = PeriodSpec("all")
_BY = ("month", "territory")


def way_to(found: Found) -> Way:
    """The page's file name without its ending, and its parameters."""
    match found.kind:
        case Kind.CUSTOMER:
            return "customer", _narrowed(Filter("customer", Operator.KEY, (found.key,)))
        case Kind.PRODUCT:
            return "product", _narrowed(Filter("product", Operator.KEY, (found.key,)))
        case Kind.ORDER:
            return "order", {"id": [found.key]}
        case Kind.TERRITORY:
            return "territories", _narrowed(Filter("territory", Operator.KEY, (found.key,)))
        case Kind.PERSON:
            return "team", _narrowed(Filter("salesperson", Operator.KEY, (found.key,)))
        case Kind.METRIC:
            return "sales", _of_metric(found.key)


def _narrowed(condition: Filter) -> dict[str, list[str]]:
    """All days of one value; pages put their own metrics in."""
    return to_parameters(Query(("net_sales",), ALL_DAYS, filters=(condition,)))


def _of_metric(metric: str) -> dict[str, list[str]]:
    """The metric of all days, by the first of the usual breakdowns that it knows."""
    known = {dimension.name for dimension in dimensions_of(metric)}
    by = next((name for name in _BY if name in known), None)
    if by is None:
        raise AskError(f"the metric {metric!r} is not broken down by anything usual")
    return to_parameters(Query((metric,), ALL_DAYS, by=(by,)))

"""The questions of the products page and of the page of one product."""

from dataclasses import replace

from sales_core.catalog.dimensions import UNKNOWN
from sales_core.changes import keeping
from sales_core.periods import Period, PeriodSpec
from sales_core.query import Calculation, CalculationKind, Comparison, Filter, Operator, Query
from sales_core.questions import about, alone, margin_or, over_time, ranked, totals
from sales_core.viewer import Permission, Viewer

METRIC = "net_sales"
LADDER = ("category", "subcategory", "product")
"""From kinds of product to products: pressing a value of one leads to the next."""
_RETURNED = "return_rate_by_return_date"
PARETO = Calculation(METRIC, CalculationKind.PARETO)
_PRICE = ("gross_sales", "discounts", "sales_before_returns", "returns", "net_sales")
_MARGIN = ("net_sales_with_cost", "cost_of_goods_sold", "gross_margin")

DEFAULT = Query(
    metrics=(METRIC,),
    period=PeriodSpec.parse("last_90_days"),
    by=LADDER[:1],
    comparison=Comparison.PREVIOUS_PERIOD,
)
"""`by` names the step of the ladder."""
DEFAULT_OF_ONE = replace(DEFAULT, by=(), period=PeriodSpec.parse("year_to_date"))
"""What the page of one product shows before anything is chosen."""


def normal(asked: Query) -> Query:
    """The question on a step of the ladder."""
    step = next((name for name in asked.by if name in LADDER), LADDER[0])
    return about(asked, metrics=(METRIC,), by=(step,), comparison=asked.comparison)


def normal_of_one(asked: Query) -> Query:
    """The question of one product: of days and places, broken down by nothing."""
    return about(asked, metrics=(METRIC,), by=(), comparison=asked.comparison)


def tile_metrics(viewer: Viewer) -> tuple[str, ...]:
    """Six metrics of products."""
    return (METRIC, "units", "products_sold", "price_realisation", margin_or("orders", viewer), _RETURNED)


def tile_metrics_of_one(viewer: Viewer) -> tuple[str, ...]:
    """Six metrics of one product."""
    return (METRIC, "units", "average_selling_price", "price_realisation", margin_or("orders", viewer), _RETURNED)


def down(asked: Query, key: str, label: str) -> Query:
    """The question one step down the ladder, within the value that was pressed; products are the last step."""
    step = LADDER.index(asked.by[0])
    within = keeping(LADDER[step], key, label)
    if LADDER[step] == "subcategory" and label != UNKNOWN and _in_one_category(asked):
        within = Filter("subcategory", Operator.IS, (label,))
    kept = tuple(f for f in asked.filters if f.dimension != within.dimension or f.operator not in _OF_ONE)
    return replace(asked, by=(LADDER[min(step + 1, len(LADDER) - 1)],), filters=(*kept, within))


_OF_ONE = (Operator.IS, Operator.KEY, Operator.EMPTY)


def _in_one_category(asked: Query) -> bool:
    """Whether the question is of one category, where no two subcategories have one name."""
    return any(f.dimension == "category" and f.operator in (Operator.IS, Operator.KEY) and len(f.values) == 1
               for f in asked.filters)  # fmt: skip


def best(asked: Query) -> Query:
    """The products that sold most, with their class."""
    return ranked(asked, (METRIC, "units"), "product", calculations=(PARETO,))


def last(asked: Query) -> Query:
    """The products that sold least in the days themselves, with their class."""
    return ranked(asked, (METRIC, "units"), "product", best=False, calculations=(PARETO,))


def curve(asked: Query) -> Query:
    """Every product with its class, the largest first."""
    return ranked(alone(asked), (METRIC,), "product", most=None, calculations=(PARETO,))


def returned(asked: Query) -> Query:
    """The products of which most was taken back."""
    return ranked(asked, ("returns", "returned_units", _RETURNED), "product")


def realisation(asked: Query, viewer: Viewer) -> Query:
    """From list price to net sales, and on to the margin for those who may see costs."""
    costs = _MARGIN if viewer.can(Permission.VIEW_COSTS) else ()
    return about(asked, metrics=(*_PRICE, *costs), by=(), comparison=Comparison.NONE)


def concentration(asked: Query) -> Query:
    """How sales spread over products."""
    names = ("product_concentration", "effective_products", "largest_product_share")
    return totals(asked, names)


def prices(asked: Query, period: Period) -> Query:
    """What was charged of the list price, by time."""
    return over_time(asked, ("price_realisation",), period)


def selling_prices(asked: Query, period: Period) -> Query:
    """What a unit brought, by time."""
    return over_time(asked, ("average_selling_price",), period)


def backs(asked: Query, period: Period) -> Query:
    """What was taken back, by time."""
    return over_time(asked, ("returns",), period)


def at(asked: Query, step: str) -> Query:
    """The question on another step of the ladder."""
    return replace(asked, by=(step,))

"""Metrics of cost and margin, for those who may see them. Parts of others are hidden."""

from sales_core.catalog.model import Direction, Linear, Metric, Ratio, Sum, Unit
from sales_core.viewer import Permission

MONEY, COUNT, QUANTITY, SHARE = Unit.MONEY, Unit.COUNT, Unit.QUANTITY, Unit.SHARE
UP, DOWN, NEUTRAL = Direction.UP, Direction.DOWN, Direction.NEUTRAL
SEES_COSTS = Permission.VIEW_COSTS

COSTS: tuple[Metric, ...] = (
    Metric(
        "cost_of_goods_sold",
        "Cost of goods sold",
        Linear(("cost_of_sales",), ("cost_of_restocked",)),
        MONEY,
        DOWN,
        "Unit cost in force on the sale date × quantity; a return reverses it only when restocked.",
        permission=SEES_COSTS,
        also=("cogs", "cost"),
    ),
    Metric(
        "gross_margin",
        "Gross margin",
        Linear(("net_sales_with_cost",), ("cost_of_goods_sold",)),
        MONEY,
        UP,
        "Net sales − cost of goods sold, over lines whose cost is known.",
        permission=SEES_COSTS,
        also=("margin", "profit"),
    ),
    Metric(
        "gross_margin_share",
        "Gross margin %",
        Ratio("gross_margin", "net_sales_with_cost"),
        SHARE,
        UP,
        "Gross margin ÷ net sales, over lines whose cost is known; see cost coverage.",
        permission=SEES_COSTS,
        also=("margin_rate", "margin_percent"),
    ),
    Metric(
        "cost_coverage",
        "Cost coverage",
        Ratio("sold_with_cost", "sales_before_returns"),
        SHARE,
        UP,
        "The share of sales before returns whose cost is known.",
        permission=SEES_COSTS,
    ),
    Metric(
        "cost_of_sales",
        "Cost of sales",
        Sum("cost_of_sales"),
        MONEY,
        DOWN,
        "Unit cost × quantity sold.",
        permission=SEES_COSTS,
        hidden=True,
    ),
    Metric(
        "cost_of_restocked",
        "Cost of restocked goods",
        Sum("cost_of_restocked"),
        MONEY,
        UP,
        "Unit cost × quantity restocked.",
        permission=SEES_COSTS,
        hidden=True,
    ),
    Metric(
        "sold_with_cost",
        "Sales with known cost",
        Sum("sold_with_cost"),
        MONEY,
        UP,
        "Sales before returns of lines whose cost is known.",
        permission=SEES_COSTS,
        hidden=True,
    ),
    Metric(
        "returned_with_cost",
        "Returns with known cost",
        Sum("returned_with_cost"),
        MONEY,
        DOWN,
        "Returns of lines whose cost is known.",
        permission=SEES_COSTS,
        hidden=True,
    ),
    Metric(
        "net_sales_with_cost",
        "Net sales with known cost",
        Linear(("sold_with_cost",), ("returned_with_cost",)),
        MONEY,
        UP,
        "Net sales over lines whose cost is known.",
        permission=SEES_COSTS,
        hidden=True,
    ),
)

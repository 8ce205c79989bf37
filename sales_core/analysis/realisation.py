"""Price realisation: from list price over discounts, returns and costs to the margin, step by step."""

from dataclasses import dataclass
from decimal import Decimal

from sales_core.arithmetic import added
from sales_core.catalog.model import Unit
from sales_core.result import Result
from sales_core.wording import number, percent, short


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `amount` is added to what came before, or, where it is a `total`, is what all before it make."""

    label: str
    amount: Decimal
    total: bool


def steps_of(result: Result) -> tuple[Step, ...]:
    """The steps of an answer of one row; every total is exactly the sum of the steps before it.

    The margin is known only where the cost is: sales without one are a step of their own, where there are any.
    """
    has_costs = "gross_margin" in result.plan.metrics
    amount = {name: Decimal(number(result.frame[name].iloc[0]) or 0) for name in result.plan.metrics}
    steps = [
        Step("List price", amount["gross_sales"], total=True),
        Step("Discounts", -amount["discounts"], total=False),
        Step("Charged", amount["sales_before_returns"], total=True),
        Step("Returns", -amount["returns"], total=False),
        Step("Net sales", amount["net_sales"], total=True),
    ]
    if has_costs:
        steps += _costs(amount)
    return tuple(steps)


def _costs(amount: dict[str, Decimal]) -> list[Step]:
    unknown = added(amount["net_sales_with_cost"], -amount["net_sales"])
    steps = [Step("Without known cost", unknown, total=False)] if unknown else []
    return [
        *steps,
        Step("Cost of goods", -amount["cost_of_goods_sold"], total=False),
        Step("Gross margin", amount["gross_margin"], total=True),
    ]


def of_steps(steps: tuple[Step, ...], currency: str) -> str:
    """What share of the list price was charged, and what was left of it."""
    listed = steps[0].amount
    if listed <= 0:
        return "Nothing was sold at a list price above zero in these days."
    charged = next(step for step in steps if step.label == "Charged")
    last = steps[-1]
    said = f"Of {short(listed, Unit.MONEY, currency)} at list price, {percent(charged.amount / listed, 1)} was charged"
    return f"{said}, and {percent(last.amount / listed, 1)} stayed as {last.label.lower()}."

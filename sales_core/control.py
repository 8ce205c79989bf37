"""The raw figures of what was loaded, to be held against its publisher, and the way from them to net sales."""

from dataclasses import dataclass
from decimal import Decimal

from sales_core.arithmetic import total
from sales_core.catalog.metrics import BRIDGE, METRICS
from sales_core.catalog.model import Unit
from sales_core.periods import PeriodSpec
from sales_core.query import Query
from sales_core.result import Result
from sales_core.wording import exact, number

RAW = Query(
    ("document_total", "document_lines", "documents", "document_customers", "stock_codes", "cancelled_lines"),
    PeriodSpec("all"),
)
"""What publishers print of a file; over all days."""

WAY = Query((*BRIDGE[:-1], "gross_sales", "discounts", "returns", BRIDGE[-1]), PeriodSpec("all"))
"""The document total, what stands between, the parts of net sales, and net sales."""


@dataclass(frozen=True, slots=True)
class WayStep:
    """One line of the way: what is taken off has a minus before its name, the end an equals sign."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Way:
    """The lines from document total to net sales; `left_over` is what they do not explain."""

    steps: tuple[WayStep, ...]
    left_over: Decimal | None

    @property
    def closes(self) -> bool:
        """Whether every cent is explained."""
        return self.left_over == 0


def way_of(result: Result, currency: str) -> Way:
    """The way of a result of WAY; without a leftover where a part is missing."""
    first, *between, last = BRIDGE
    values = {name: number(result.frame[name].iloc[0]) for name in BRIDGE}

    def step(sign: str, name: str) -> WayStep:
        return WayStep(sign + METRICS[name].label, exact(values[name], Unit.MONEY, currency))

    steps = (step("", first), *(step("− ", name) for name in between), step("= ", last))
    known = {name: Decimal(value) for name, value in values.items() if value is not None}
    if len(known) < len(values):
        return Way(steps, None)
    return Way(steps, total([known[first], *(known[name].copy_negate() for name in (*between, last))]))


def parts_of_net(result: Result, currency: str) -> str:
    """Net sales as gross sales less discounts less returns, in a sentence."""
    said = {name: exact(number(result.frame[name].iloc[0]), Unit.MONEY, currency) for name in WAY.metrics}
    return (
        f"Net sales are gross sales {said['gross_sales']} − discounts {said['discounts']} "
        f"− returned goods {said['returns']} = {said['net_sales']}."
    )


def verdict(way: Way, currency: str) -> str:
    """Whether the way closes, in a sentence."""
    if way.left_over is None:
        return "A part is missing, so the way can't be walked to its end."
    if way.closes:
        return "Document total − fees − adjustments − bad debt − cancelled and test orders = net sales, to the cent."
    return f"{exact(way.left_over, Unit.MONEY, currency)} are not explained: please tell whoever keeps this dashboard."

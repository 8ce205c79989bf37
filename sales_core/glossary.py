"""What can be asked, in words: the metrics and dimensions that a viewer may see, ready to be listed."""

from collections.abc import Mapping, Sequence

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.model import Direction
from sales_core.company import Company
from sales_core.planner import visible_metrics
from sales_core.viewer import Viewer

_WAYS = {Direction.UP: "more is better", Direction.DOWN: "less is better", Direction.NEUTRAL: "neither"}
MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def metrics_in_words(viewer: Viewer) -> Mapping[str, Sequence[str]]:
    """Every metric that the viewer may see, by column; what the role may not see is absent."""
    found = visible_metrics(viewer)
    return {
        "Metric": [m.label for m in found],
        "Definition": [m.definition for m in found],
        "Unit": [m.unit.value for m in found],
        "Good": [_WAYS[m.direction] for m in found],
        "Version": [str(m.version) for m in found],
        "Owner": [m.owner for m in found],
        "Name in questions": [m.name for m in found],
    }


def dimensions_in_words() -> Mapping[str, Sequence[str]]:
    """Everything to break down and filter by, by column."""
    found = list(DIMENSIONS.values())
    return {
        "Dimension": [d.label for d in found],
        "Kind": ["time bucket" if d.grain else "closed list" if d.words else "names" for d in found],
        "Meaning": [d.definition for d in found],
        "Name in questions": [d.name for d in found],
    }


def company_in_words(company: Company) -> tuple[str, ...]:
    """How the books are kept, a sentence each."""
    return (
        f"Amounts are in {company.currency}, each order at the rate of its own day.",
        f"A business day ends at midnight in {company.time_zone}.",
        f"The fiscal year begins in {MONTHS[company.fiscal_start_month - 1]}, "
        f"the week on {DAYS[company.week_start - 1]}.",
        "Placed orders count; cancelled and test orders do not. A return counts on the day of the return.",
        "Customers that the source does not name are booked on Guest, who is no customer in any count.",
    )

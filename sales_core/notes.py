"""What an answer leaves out or can't know, a sentence each, for its receipt."""

from sales_core.arithmetic import divided
from sales_core.catalog.metrics import METRICS
from sales_core.composer import Gathered
from sales_core.plan import Plan
from sales_core.viewer import Permission


def notes(plan: Plan, found: Gathered, total_rows: int) -> list[str]:
    """The limits of the answer."""
    said = []
    if not plan.scope:
        said.append("No territory is granted to you, so there is no row you may see; ask an admin for a grant.")
    if found.unconverted:
        said.append(f"{found.unconverted:,} lines have no rate to the company's currency; amounts leave them out.")
    if unlinked := found.totals.get("returns_without_sale"):
        said.append(
            f"{unlinked:,} returned lines do not say which sale they take back; no sale's return rate has them."
        )
    if any(METRICS[name].permission is Permission.VIEW_COSTS for name in plan.metrics):
        said.append(_coverage(found))
    if found.unmatched:
        said.append(f"The period before has a {plan.grain} that stands beside none of this period; no row has it.")
    if plan.limit and total_rows > plan.limit:
        said.append(f"{plan.limit:,} of {total_rows:,} rows are shown.")
    return said


def _coverage(found: Gathered) -> str:
    totals = found.totals
    sold = totals.get("gross_sales", 0) - totals.get("discounts", 0)
    share = divided(totals.get("sold_with_cost", 0), sold)
    if share is None:
        return "There are no sales whose cost could be known."
    return f"Cost is known for {share * 100:.1f} % of sales before returns; margins are of those."

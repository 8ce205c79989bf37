"""What an answer leaves out or can't know, a sentence each, for its receipt."""

from collections.abc import Iterator

from sales_core.arithmetic import divided
from sales_core.calculations import CalculationKind
from sales_core.calendars import floor
from sales_core.catalog.metrics import METRICS
from sales_core.gathering import Gathered
from sales_core.plan import Plan
from sales_core.reckoning import ReturnsBy
from sales_core.slices import additive
from sales_core.tally import Side
from sales_core.viewer import Permission


def notes(plan: Plan, found: Gathered, total_rows: int) -> list[str]:
    """The limits of the answer; those of the period before are told as such."""
    said = []
    if not plan.scope:
        said.append("No territory is granted to you, so there is no row you may see; ask an admin for a grant.")
    if plan.filters and not found.now.rows:
        said.append(f"No fact of the period matches: {'; '.join(str(condition) for condition in plan.filters)}.")
    if plan.before and plan.unfinished_from and plan.unfinished_from >= plan.period.start:
        said.append("Today is not over; it is held against a whole day.")
    said += _limits(plan, found.now)
    if plan.before:
        said += [f"Before: {sentence}" for sentence in _limits(plan, found.before)]
    if found.unmatched:
        said.append(f"The period before has a {plan.grain} that stands beside none of this period; no row has it.")
    if found.unfilled:
        said.append(
            f"Every {plan.grain} of every value would make {found.unfilled:,} rows; where nothing was, none is."
        )
    said += _calculated(plan)
    if plan.limit and total_rows > plan.limit:
        said.append(f"{plan.limit:,} of {total_rows:,} rows are shown.")
    return said


def _calculated(plan: Plan) -> Iterator[str]:
    """What has to be known to read totals, shares and rolling figures rightly."""
    uneven = [METRICS[name].label.lower() for name in plan.metrics if not additive(name)]
    if plan.totals and plan.by and uneven:
        yield f"Totals of {' and '.join(uneven)} are taken over all their facts; their parts need not sum to them."
    asked = [(calculation.kind, calculation.metric) for calculation in plan.calculations]
    if any(kind is CalculationKind.SHARE and not additive(metric) for kind, metric in asked):
        yield "Shares of what is counted once in each part overlap; they need not sum to 100 %."
    if plan.fold and any(kind in (CalculationKind.RANK, CalculationKind.PARETO) for kind, _ in asked):
        yield "Ranks and classes are among the values shown by themselves; Other is many values, and has none."
    rolling = any(kind is CalculationKind.ROLLING for kind, _ in asked)
    if rolling and plan.grain and floor(plan.period.start, plan.grain, plan.reckoning) < plan.period.start:
        name = plan.grain.replace("_", " ")
        yield f"The first {name} is cut by the period's edge; rolling figures that reach it have its days alone."


def _limits(plan: Plan, side: Side) -> Iterator[str]:
    if lines := side.unconverted:
        yield f"{_lines(lines)} no rate to the company's currency; amounts leave {'it' if lines == 1 else 'them'} out."
    if unlinked := side.totals.get("returns_without_sale") or side.totals.get("returns_not_placed"):
        yield _unlinked(plan, int(unlinked))
    if any(METRICS[name].permission is Permission.VIEW_COSTS for name in plan.metrics):
        yield _coverage(side)


def _unlinked(plan: Plan, lines: int) -> str:
    """What has none of the returns that no day of a sale can hold."""
    one = lines == 1
    known = f"{'does' if one else 'do'} not say which sale {'it takes' if one else 'they take'} back"
    if plan.reckoning.zone:
        known = f"{'names' if one else 'name'} no sale that you may see"
    lacking = "no sale's return rate has"
    if plan.reckoning.returns_by is ReturnsBy.SALE_DATE:
        lacking = "figures by the day of the sale are without"
    return f"{lines:,} returned {'line' if one else 'lines'} {known}; {lacking} {'it' if one else 'them'}."


def _lines(count: int) -> str:
    return "1 line has" if count == 1 else f"{count:,} lines have"


def _coverage(side: Side) -> str:
    totals = side.totals
    sold = totals.get("gross_sales", 0) - totals.get("discounts", 0)
    share = divided(totals.get("sold_with_cost", 0), sold)
    if share is None:
        return "There are no sales whose cost could be known."
    return f"Cost is known for {share * 100:.1f} % of sales before returns; margins are of those."

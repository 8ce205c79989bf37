"""Identities of the books that the worker verifies: numbers as pages show them, against the facts another way."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from db import identities as rows
from db.engine import acting_as
from db.rules.roles import READER_COSTS
from sales_core import control
from sales_core.arithmetic import total
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.oracles import TABLES
from sales_core.jobs_workspace import at_one_moment
from sales_core.periods import PeriodSpec
from sales_core.query import Query
from sales_core.source import translated
from sales_core.viewer import EVERYTHING, Role, Viewer
from sales_core.wording import exact, grouped, number
from sales_core.workspace import Workspace

WORKER = Viewer("worker", "the worker", Role.ADMIN, EVERYTHING)
"""Who asks: all rows, costs too."""
_SIXTH = Decimal("0.000001")
_ALL = PeriodSpec("all")


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether both sides agree, and both in a sentence."""

    holds: bool
    words: str


@dataclass(frozen=True, slots=True)
class Identity:
    """One thing that must be so; `claim` says it in words."""

    name: str
    claim: str
    look: Callable[[Workspace], Finding]

    def verify(self, workspace: Workspace) -> Finding:
        """Look at both sides as of one moment. Raises SourceError where the database gives no answer."""
        with at_one_moment(workspace) as still:
            return self.look(still)


def _against_facts(metric: str) -> Identity:
    """The metric over all days, as pages get it, and by plain SQL over the facts."""
    declared = METRICS[metric]

    def look(workspace: Workspace) -> Finding:
        result = workspace.run(Query((metric,), _ALL), WORKER)
        shown = number(result.frame[metric].iloc[0])
        period = result.plan.period
        with translated(), acting_as(workspace.engine, READER_COSTS, EVERYTHING.setting) as connection:
            counted = rows.by_sql(connection, TABLES + declared.oracle, period.start, period.end)
        told = [exact(value, declared.unit, workspace.books.currency) for value in (shown, counted)]
        holds = _sixth(shown) == _sixth(counted)
        return Finding(holds, f"{told[0]} on pages{', as by the facts' if holds else f', {told[1]} by the facts'}.")

    return Identity(f"{metric}_of_facts", f"{declared.label} is what plain SQL over the facts gives.", look)


def _sixth(value: object) -> Decimal:
    """To the sixth place. SQL's sum of no row is nothing, where a page may say zero: that is no difference."""
    return Decimal(0 if value is None else str(value)).quantize(_SIXTH, ROUND_HALF_EVEN)


def _way_closes(workspace: Workspace) -> Finding:
    currency = workspace.books.currency
    way = control.way_of(workspace.run(control.WAY, WORKER), currency)
    return Finding(way.closes or way.left_over is None, control.verdict(way, currency))


def _parts_make_net(workspace: Workspace) -> Finding:
    result = workspace.run(control.WAY, WORKER)
    names = ("net_sales", "gross_sales", "discounts", "returns")
    net, gross, *less = (Decimal(str(number(result.frame[name].iloc[0]) or 0)) for name in names)
    holds = net == total([gross, *(part.copy_negate() for part in less)])
    return Finding(holds, control.parts_of_net(result, workspace.books.currency))


def _territories_make_all(workspace: Workspace) -> Finding:
    currency = workspace.books.currency
    whole = number(workspace.run(Query(("net_sales",), _ALL), WORKER).frame["net_sales"].iloc[0])
    parts = workspace.run(Query(("net_sales",), _ALL, by=("territory",)), WORKER).frame["net_sales"]
    values = [Decimal(str(value)) for value in (number(part) for part in parts) if value is not None]
    holds = total(values) == Decimal(str(whole or 0))
    unit = METRICS["net_sales"].unit
    said = f"{grouped(len(parts))} territories make {exact(total(values), unit, currency)}"
    return Finding(holds, f"{said}{'' if holds else f', the whole is {exact(whole, unit, currency)}'}.")


def _stored(name: str, claim: str) -> Identity:
    def look(workspace: Workspace) -> Finding:
        with translated(), acting_as(workspace.engine, READER_COSTS, EVERYTHING.setting) as connection:
            odd = rows.odd_rows(connection, name)
        return Finding(odd == 0, f"{grouped(odd)} rows say otherwise." if odd else "No row says otherwise.")

    return Identity(name, claim, look)


IDENTITIES: tuple[Identity, ...] = (
    Identity("way_closes", "From document total to net sales every cent is explained.", _way_closes),
    Identity("parts_make_net", "Net sales are gross sales less discounts less returned goods.", _parts_make_net),
    Identity("territories_make_all", "Net sales of all territories are the whole.", _territories_make_all),
    _against_facts("net_sales"),
    _against_facts("document_total"),
    _against_facts("orders"),
    _against_facts("document_lines"),
    _stored("lines_repeat", "Every line repeats its order."),
    _stored("returns_repeat", "Every returned line repeats its credit note."),
    _stored("payments_repeat", "Every payment is of its order's territory."),
    _stored("sale_dates", "Every returned line names the day of its sale."),
    _stored("customer_territories", "Every customer has the territories of the orders, and no other."),
)

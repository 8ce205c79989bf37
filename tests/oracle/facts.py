"""Which facts count, and on which day: within the viewer's scope, by the question's way of reckoning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from sales_core.reckoning import CurrencyView, Reckoning, ReturnsBy
from sales_core.viewer import Scope
from tests.oracle.calendars import abroad, clock, day_of
from tests.oracle.parties import Record
from tests.oracle.periods import Days
from tests.oracle.rows import Order, Rows

GUEST = 0
OF_ANY_STATUS = ("documents", "notes", "quota")
"""Sources of rows as they came, whatever became of their orders."""


@dataclass
class Asked:
    """One side of a question: the rows, who looks at them, how they are reckoned, and the days."""

    rows: Rows
    scope: Scope
    reckoning: Reckoning
    days: Days

    def facts(self, source: str) -> Iterator[tuple[date, Record]]:
        """The source's facts of the days, each with the day it counts on."""
        if source == "returns":
            source = "cohort" if self.reckoning.returns_by is ReturnsBy.SALE_DATE else "returned"
        first, after = self.days
        for day, fact in self._all(source):
            if first <= day < after:
                yield day, self.valued(fact)

    def _all(self, source: str) -> Iterator[tuple[date, Record]]:
        if source == "firsts":
            for order in self.first_orders.values():
                yield from self._placed[order]
            return
        if source == "later":
            for (customer, _), lines in self._placed.items():
                first = self.first_day(customer)
                yield from lines if first is not None and first < self.days[0] else ()
            return
        for fact in self.rows.facts[source].around(*self.days):
            if (
                self.sees(fact)
                and self._dated(fact)
                and (source in OF_ANY_STATUS or fact["status"] in self.reckoning.statuses)
            ):
                yield self.day(fact), fact

    def sees(self, fact: Record, key: str = "territory_id") -> bool:
        """Whether the viewer may see the fact."""
        return self.scope.everything or fact[key] in self.scope.territories

    def sees_sale(self, fact: Record) -> bool:
        """Whether the viewer may see the sale at whose moment a fact counts."""
        if "sale_territory_id" not in fact:
            return True
        return fact["sale_territory_id"] is not None and self.sees(fact, "sale_territory_id")

    def _dated(self, fact: Record) -> bool:
        """Whether its day is known: another clock's needs the moment, and so to see what it is the moment of."""
        return not abroad(self.reckoning) or self.sees_sale(fact)

    def moment(self, fact: Record) -> datetime | None:
        """When it was, by the clock of the days; None where the viewer may not see what was then."""
        when: datetime = fact["when"]
        return when.astimezone(clock(self.reckoning)) if self.sees_sale(fact) else None

    def day(self, fact: Record) -> date:
        """The day that the fact counts on; a quota's days are nobody's clock's."""
        booked: date = fact["business_date"]
        return day_of(fact["when"], booked, self.reckoning) if "when" in fact else booked

    @cached_property
    def _placed(self) -> dict[Order, list[tuple[date, Record]]]:
        """Sale lines that count, by known customers' orders, of all days."""
        found: dict[Order, list[tuple[date, Record]]] = {}
        for fact in self.rows.facts["lines"].all:
            counts = fact["kind"] == "sale" and fact["status"] in self.reckoning.statuses
            if counts and fact["customer_id"] != GUEST and self.sees(fact):
                found.setdefault((fact["customer_id"], fact["order_id"]), []).append((self.day(fact), fact))
        return found

    @cached_property
    def first_orders(self) -> dict[int, Order]:
        """Each known customer's first order worth more than nothing, of the rows within the scope."""
        first: dict[int, tuple[date, Order]] = {}
        for order, lines in self._placed.items():
            if sum(f["quantity"] * f["net_price"] - f["order_discount"] for _, f in lines) > 0:
                candidate = min(day for day, _ in lines), order
                first[order[0]] = min(first.get(order[0], candidate), candidate)
        return {customer: order for customer, (_, order) in first.items()}

    def first_day(self, customer: int) -> date | None:
        """The day of a customer's first order."""
        order = self.first_orders.get(customer)
        return min(day for day, _ in self._placed[order]) if order else None

    def valued(self, fact: Record) -> Record:
        """The fact with the rate that it is told by, and whether its order counts."""
        rate = {"rate": self.rate(fact)} if "currency" in fact else {}
        return {**fact, **rate, "counts": fact.get("status") in self.reckoning.statuses}

    def rate(self, fact: Record) -> Decimal | None:
        """Of the company's currency for one of the fact's."""
        rate: Decimal | None = fact["rate"] if self.rates is None else self.rates.get(fact["currency"])
        return rate

    @cached_property
    def rates(self) -> dict[str, Decimal] | None:
        """By currency, where one rate tells all amounts: the newest up to a day, or the days' mean. None: as booked."""
        if self.reckoning.currency is CurrencyView.BOOKED:
            return None
        constant = self.reckoning.constant_day
        home = [r for r in self.rows.rates if r["to_currency"] == self.rows.currency]
        if constant:
            newest = {r["currency"]: r["rate"] for r in sorted(home, key=_day) if r["day"] <= constant}
            return newest | {self.rows.currency: Decimal(1)}
        found: dict[str, list[Decimal]] = {}
        for r in home:
            if self.days[0] <= r["day"] < self.days[1]:
                found.setdefault(r["currency"], []).append(r["rate"])
        means = {currency: Fraction(sum(each)) / len(each) for currency, each in found.items()}
        return {currency: eight(mean) for currency, mean in means.items()} | {self.rows.currency: Decimal(1)}


def _day(rate: Record) -> date:
    day: date = rate["day"]
    return day


def eight(rate: Fraction) -> Decimal:
    """At as many decimals as rates have, halves up."""
    return Decimal(int(rate * 10**8 + Fraction(1, 2))).scaleb(-8)

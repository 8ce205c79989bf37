"""How an answer is reckoned: calendar, clock, orders that count, day of returns, exchange rates. Shown beside it."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

from sales_core.errors import AskError
from sales_core.zones import known_zones


class FiscalName(StrEnum):
    """Whether a fiscal year is named by the calendar year that it ends in or by the one that it starts in."""

    END = "end"
    START = "start"


class RetailPattern(StrEnum):
    """How many weeks the three periods of a retail quarter have."""

    P445 = "4-4-5"
    P454 = "4-5-4"
    P544 = "5-4-4"

    @property
    def weeks(self) -> tuple[int, int, int]:
        """The weeks of a quarter's periods, in order."""
        first, second, third = self.value.split("-")
        return int(first), int(second), int(third)


class ReturnsBy(StrEnum):
    """The day that a return counts on."""

    RETURN_DATE = "return_date"
    SALE_DATE = "sale_date"


class CurrencyView(StrEnum):
    """By which rate an amount in another currency is told in the company's."""

    BOOKED = "booked"
    AVERAGE = "average"
    CONSTANT = "constant"


STATUSES = ("placed", "cancelled", "test")
"""The states of an order that can count; which do is a choice."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The choices of definition that an answer rests on.

    `fiscal_start` is the month (1-12) that fiscal and retail years begin in, `week_start` the ISO weekday (1-7) of a
    week's first day; `zone` is an IANA name whose midnights end the days, "" the company's own; `statuses` are those
    of orders that count; `constant_day` is the day whose rates count for a constant currency, and only then given.
    """

    fiscal_start: int = 1
    fiscal_name: FiscalName = FiscalName.END
    week_start: int = 1
    retail: RetailPattern = RetailPattern.P445
    zone: str = ""
    returns_by: ReturnsBy = ReturnsBy.RETURN_DATE
    statuses: tuple[str, ...] = ("placed",)
    currency: CurrencyView = CurrencyView.BOOKED
    constant_day: date | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.fiscal_start <= 12:
            raise AskError(f"a fiscal year starts in a month from 1 to 12, not {self.fiscal_start}")
        if not 1 <= self.week_start <= 7:
            raise AskError(f"a week starts on an ISO weekday from 1 (Monday) to 7, not {self.week_start}")
        known = tuple(status for status in STATUSES if status in self.statuses)
        if not known or known != self.statuses:
            raise AskError(f"the orders that count are some of {', '.join(STATUSES)}, in that order")
        if (self.constant_day is not None) != (self.currency is CurrencyView.CONSTANT):
            raise AskError("a constant currency, and only that, names the day whose rates count")
        _check_zone(self.zone)


def _check_zone(zone: str) -> None:
    if not zone or zone in known_zones():
        return
    near = get_close_matches(zone, known_zones(), n=1)
    hint = f"did you mean {near[0]!r}?" if near else "write one like Europe/London"
    raise AskError(f"there is no time zone {zone!r}; {hint}")


USUAL = Reckoning()
"""Calendar years, weeks from Monday, the company's clock, returns on their own day, placed orders, booked rates."""

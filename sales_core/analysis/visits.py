"""When a customer first and last ordered, out of the days with orders."""

from dataclasses import dataclass
from datetime import date

from sales_core.result import Result
from sales_core.wording import day, grouped, number


@dataclass(frozen=True, slots=True)
class Visits:
    """The first and the last day with an order, and on how many days there was one."""

    first: date
    last: date
    days: int


def visits_of(result: Result) -> Visits | None:
    """Out of an answer of orders by day; None where there is no order."""
    cells = zip(result.frame["day"], result.frame["orders"], strict=True)
    found = sorted(start for start, orders in cells if number(orders))
    return Visits(found[0], found[-1], len(found)) if found else None


def of_visits(found: Visits | None, today: date) -> str:
    """Since when, how often, and how long ago."""
    if found is None:
        return "No order yet, only other documents."
    ago = (today - found.last).days
    when = "today" if ago == 0 else "yesterday" if ago == 1 else f"{grouped(ago)} days ago"
    if found.first == found.last:
        return f"One day with orders: {day(found.first)}, {when}."
    return (
        f"First order {day(found.first)}, last order {day(found.last)}, {when}; orders on {grouped(found.days)} days."
    )

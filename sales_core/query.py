"""What is asked: frozen values that name metrics, dimensions, filters and a period. Nothing is looked up here."""

from dataclasses import dataclass
from enum import StrEnum

from sales_core.calculations import Calculation, CalculationKind
from sales_core.conditions import Filter, Operator
from sales_core.errors import AskError
from sales_core.periods import PeriodSpec
from sales_core.reckoning import USUAL, Reckoning

__all__ = [
    "Calculation",
    "CalculationKind",
    "Comparison",
    "Filter",
    "Operator",
    "Order",
    "Query",
    "Reckoning",
    "Top",
]


class Comparison(StrEnum):
    """What the period is held against; the text is how it is written in links and on the command line."""

    NONE = "none"
    PREVIOUS_PERIOD = "previous_period"
    YEAR_BEFORE = "year_before"
    WEEKS_BEFORE = "364_days_before"
    """52 weeks before, so that every day meets its own weekday."""


@dataclass(frozen=True, slots=True)
class Order:
    """By which column of the answer the rows come; ties are broken by the labels."""

    column: str
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Top:
    """Which values of a dimension are kept by themselves: the first `count` by a metric over the whole period."""

    dimension: str
    count: int
    metric: str
    descending: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.count <= 1000:
            raise AskError(f"1 to 1000 values of {self.dimension!r} are kept beside Other, not {self.count}")

    def __str__(self) -> str:
        which = "first" if self.descending else "last"
        return f"the {which} {self.count} of {self.dimension} by {self.metric}, the others as one"


@dataclass(frozen=True, slots=True)
class Query:
    """A question. `by` holds dimension names and at most one grain; `limit` is in rows, after ordering.

    `fold` makes one value "Other" of what lies beyond the first values of a dimension in `by`; `totals` adds a row for
    each leading part of `by` and one for all, which no limit cuts; `calculations` add columns.
    """

    metrics: tuple[str, ...]
    period: PeriodSpec
    by: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    comparison: Comparison = Comparison.NONE
    like_for_like: bool = True
    order: Order | None = None
    limit: int | None = None
    fold: Top | None = None
    totals: bool = False
    calculations: tuple[Calculation, ...] = ()
    reckoning: Reckoning = USUAL

    def __post_init__(self) -> None:
        if not self.metrics:
            raise AskError("a question names at least one metric")
        columns = tuple(calculation.column for calculation in self.calculations)
        for what, names in (("metric", self.metrics), ("breakdown", self.by), ("calculation", columns)):
            twice = next((n for n in names if names.count(n) > 1), None)
            if twice:
                raise AskError(f"the {what} {twice!r} is named twice")
        if self.limit is not None and self.limit < 1:
            raise AskError(f"a limit is at least one row, not {self.limit}")
        if self.fold and self.fold.dimension not in self.by:
            raise AskError(f"only a breakdown can have an Other; {self.fold.dimension!r} is not in it")

"""A plan: a question checked, resolved and scoped. Printable, and the key under which its answer is remembered."""

from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256

from sales_core.books import Books
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.model import SourceName
from sales_core.catalog.reckoned import NEAR
from sales_core.catalog.sources import SOURCES
from sales_core.periods import FIRST_DAY, Grain, Period
from sales_core.query import Calculation, Comparison, Filter, Order, Top
from sales_core.reckoning import USUAL, Reckoning

FORMAT = 4
"""Rises when the same plan would be answered by a frame of another shape, or with other values in it."""

NOW, BEFORE = "now", "before"


@dataclass(frozen=True, slots=True)
class Leg:
    """One aggregation over one source and one period; `when` is NOW or BEFORE."""

    source: SourceName
    when: str
    period: Period
    measures: tuple[str, ...]
    level: int
    """By how many of the plan's leading breakdowns it is aggregated; 0 gives the grand total."""
    sightings: bool = False
    """Whether it gives, for its one distinct count, when its things were seen, instead of their number."""
    at: date | None = None
    """The bucket that all its rows are of, where its period is the run of buckets that ends there."""
    run: int | None = None
    """Of how many buckets that run is; None: of all from the period's start."""

    def by(self, plan: "Plan") -> tuple[str, ...]:
        """The breakdowns that it is aggregated by."""
        names = plan.by[: self.level]
        return tuple(name for name in names if name != plan.grain) if self.at else names


@dataclass(frozen=True, slots=True)
class Ranking:
    """Which values of a dimension come first, for a filter or for what is kept beside Other.

    `plan` asks for them; `keys` are what it came to, in order, None being the missing one: None before it is answered.
    """

    condition: Filter | Top
    plan: "Plan"
    keys: tuple[str | None, ...] | None = None

    @property
    def dimension(self) -> str:
        """What is ranked."""
        return self.condition.dimension

    def __str__(self) -> str:
        order = self.plan.order
        which = "first" if order and order.descending else "last"
        return f"the {which} {self.plan.limit} by {', '.join(self.plan.metrics)}"


@dataclass(frozen=True, slots=True)
class Plan:
    """All that decides an answer, and nothing else: the viewer's scope is in it, the clock is not.

    `unfinished_from` is the first day not over, today, where the period does not end before; `definitions` names
    every metric on the way with its version; `scope` is the scope setting.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...]
    grain: Grain | None
    filters: tuple[Filter, ...]
    period: Period
    before: Period | None
    comparison: Comparison
    unfinished_from: date | None
    scope: str
    costs: bool
    legs: tuple[Leg, ...]
    topics: tuple[str, ...]
    order: Order | None
    limit: int | None
    fold: Top | None
    totals: bool
    calculations: tuple[Calculation, ...]
    reckoning: Reckoning
    definitions: tuple[tuple[str, int], ...]
    books: Books
    rankings: tuple[Ranking, ...]

    @property
    def key(self) -> str:
        """A digest of the whole plan; equal only for equal plans."""
        return sha256(f"{FORMAT}|{self!r}".encode()).hexdigest()

    @property
    def days(self) -> tuple[Period, ...]:
        """Every day that can change the answer, comparison and look-back included; may overlap."""
        named = (*self.by, *(condition.dimension for condition in self.filters))
        always = any(DIMENSIONS[name].looks_back for name in named)
        own = tuple(self._days(leg, always or SOURCES[leg.source].looks_back) for leg in self.legs)
        return own + tuple(days for ranking in self.rankings for days in ranking.plan.days)

    def _days(self, leg: Leg, looks_back: bool) -> Period:
        """The booked days of the leg's facts: by another clock, some of those around."""
        start = min(FIRST_DAY, leg.period.start) if looks_back else leg.period.start
        if self.reckoning.zone in ("", self.books.zone):
            return Period(start, leg.period.end)
        return Period(start - NEAR, leg.period.end + NEAR)

    def ranking(self, condition: Filter | Top) -> Ranking:
        """The ranking that a filter, or what is kept beside Other, rests on."""
        return next(ranking for ranking in self.rankings if ranking.condition == condition)

    def __str__(self) -> str:
        """The plan for people, a line a field; what is not asked for is left out."""
        lines = []
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "legs":
                lines += [f"leg             {_leg(leg)}" for leg in self.legs]
            elif field.name == "rankings":
                lines += [f"ranking         {r.dimension}: {r}" for r in self.rankings]
            elif value not in (None, (), "", False, Comparison.NONE, USUAL, Books()):
                lines.append(f"{field.name:<15} {_text(value)}")
        return "\n".join(lines)


def _leg(leg: Leg) -> str:
    what = "sightings of " if leg.sightings else f"up to {leg.at}: " if leg.at else ""
    return f"{SOURCES[leg.source].label}, {leg.period} ({leg.when}, level {leg.level}): {what}{', '.join(leg.measures)}"


def _text(value: object) -> str:
    if isinstance(value, Reckoning):
        changed = ((f.name, getattr(value, f.name)) for f in fields(value))
        return ", ".join(f"{name} {_text(v)}" for name, v in changed if v != getattr(USUAL, name))
    if isinstance(value, tuple):
        return ", ".join(f"{v[0]} v{v[1]}" if isinstance(v, tuple) else str(v) for v in value)
    return str(value)

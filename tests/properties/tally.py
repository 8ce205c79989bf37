"""What was asked about and how often the answer said something: by name, and each metric by what it was asked with."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from sales_core.query import Query
from sales_core.reckoning import USUAL
from sales_core.viewer import Viewer

KINDS = (
    "metric", "dimension", "filter", "comparison", "calculation", "reckoning", "shape", "role", "scope", "state", "all",
)  # fmt: skip
Name = tuple[str, str]
"""A kind and what is of it, as "metric", "net_sales"."""


def scope_of(viewer: Viewer) -> str:
    """What kind of scope the viewer has."""
    return "some territories" if viewer.scope.territories else str(viewer.scope)


def names_of(query: Query, viewer: Viewer) -> Iterator[Name]:
    """All that a question asks for."""
    for metric in query.metrics:
        yield "metric", metric
    for dimension in {*query.by, *(f.dimension for f in query.filters)}:
        yield "dimension", dimension
    for operator in {f.operator.value for f in query.filters}:
        yield "filter", operator
    yield "comparison", query.comparison.value
    for kind in {c.kind.value for c in query.calculations}:
        yield "calculation", kind
    yield from ((("reckoning", choice)) for choice in choices_of(query))
    yield "shape", "totals" if query.totals else "no totals"
    yield "shape", "Other" if query.fold else "no Other"
    yield "role", viewer.role.value
    yield "scope", scope_of(viewer)
    yield "all", "answers"


def choices_of(query: Query) -> Iterator[str]:
    """The choices of reckoning that are not the usual ones; of open ones, that there is one."""
    for choice in fields(USUAL):
        value: Any = getattr(query.reckoning, choice.name)
        if value != getattr(USUAL, choice.name) and choice.name != "constant_day":
            closed = choice.name in ("fiscal_name", "retail", "returns_by", "currency", "zone")
            yield f"{choice.name} {value}" if closed else choice.name


@dataclass(slots=True)
class Tally:
    """Counts by name; and by metric and name, for the table of what each metric was asked with."""

    asked: Counter[Name] = field(default_factory=Counter)
    said: Counter[Name] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def count(self, query: Query, viewer: Viewer, says_something: bool, state: str = "") -> None:
        """One answer."""
        for name in (*names_of(query, viewer), *([("state", state)] if state else [])):
            self.asked[name] += 1
            self.said[name] += says_something
            if name[0] in ("dimension", "filter", "comparison", "calculation"):
                self.pairs.update((metric, *name) for metric in query.metrics)

    def add(self, other: "Tally") -> None:
        """Another's counts too."""
        self.asked.update(other.asked)
        self.said.update(other.said)
        self.pairs.update(other.pairs)

    @property
    def share(self) -> float:
        """The share of answers that were not empty."""
        return self.said["all", "answers"] / max(1, self.asked["all", "answers"])

    @property
    def silent(self) -> set[Name]:
        """What was asked about and never answered with anything."""
        return {name for name in self.asked if not self.said[name]}

    def lines(self) -> Iterator[str]:
        """What was asked, by name."""
        yield f"{'':<12} {'':<32} {'asked':>6} {'not empty':>10}"
        for what in KINDS:
            for kind, name in sorted(self.asked):
                if kind == what:
                    asked, said = self.asked[kind, name], self.said[kind, name]
                    yield f"{kind:<12} {name:<32} {asked:>6} {said / asked:>9.0%}"

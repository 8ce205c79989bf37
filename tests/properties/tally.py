"""How often each metric and dimension was asked about, and how often the answer said something."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sales_core.query import Query
from sales_core.viewer import Viewer

KINDS = ("metric", "dimension", "role", "scope", "comparison", "state", "all")


def scope_of(viewer: Viewer) -> str:
    """What kind of scope the viewer has."""
    return "some territories" if viewer.scope.territories else str(viewer.scope)


@dataclass(slots=True)
class Tally:
    """Counts by name; a name is a kind and what is of it, as "metric", "net_sales"."""

    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    said: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, query: Query, viewer: Viewer, state: str, says_something: bool) -> None:
        """One answer."""
        names = [("metric", m) for m in query.metrics]
        names += [("dimension", d) for d in {*query.by, *(f.dimension for f in query.filters)}]
        names += [
            ("role", viewer.role.value),
            ("scope", "some territories" if viewer.scope.territories else str(viewer.scope)),
        ]
        names += [("comparison", query.comparison.value), ("state", state), ("all", "answers")]
        for name in names:
            self.asked[name] += 1
            self.said[name] += says_something

    @property
    def share(self) -> float:
        """The share of answers that were not empty."""
        return self.said["all", "answers"] / max(1, self.asked["all", "answers"])

    def lines(self) -> Iterator[str]:
        """The table."""
        yield f"{'':<10} {'':<32} {'asked':>6} {'not empty':>10}"
        for what in KINDS:
            for kind, name in sorted(self.asked):
                if kind == what:
                    asked, said = self.asked[kind, name], self.said[kind, name]
                    yield f"{kind:<10} {name:<32} {asked:>6} {said / asked:>9.0%}"

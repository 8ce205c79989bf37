"""How often each metric and dimension was asked about, and how often the answer said something."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sales_core.query import Query


@dataclass(slots=True)
class Tally:
    """Counts by name; a name is a metric, a dimension or a state."""

    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    said: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, query: Query, state: str, says_something: bool) -> None:
        """One answer."""
        names = [("metric", m) for m in query.metrics]
        names += [("dimension", d) for d in {*query.by, *(f.dimension for f in query.filters)}]
        for name in (*names, ("state", state), ("all", "answers")):
            self.asked[name] += 1
            self.said[name] += says_something

    @property
    def share(self) -> float:
        """The share of answers that were not empty."""
        return self.said["all", "answers"] / max(1, self.asked["all", "answers"])

    def lines(self) -> Iterator[str]:
        """The table."""
        yield f"{'':<10} {'':<32} {'asked':>6} {'not empty':>10}"
        for what in ("metric", "dimension", "state", "all"):
            for kind, name in sorted(self.asked):
                if kind == what:
                    asked, said = self.asked[kind, name], self.said[kind, name]
                    yield f"{kind:<10} {name:<32} {asked:>6} {said / asked:>9.0%}"

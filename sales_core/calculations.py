"""What is asked to be computed along an answer: cumulative, rolling, share, rank, Pareto class. Only named here."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from sales_core.errors import AskError


class CalculationKind(StrEnum):
    """Each says what its column holds, a value a row of the answer."""

    CUMULATIVE = "cumulative"
    """The metric from the period's start to the end of the row's bucket."""
    ROLLING = "rolling"
    """The metric over the last so many buckets, the row's own included; missing before there are so many."""
    SHARE = "share"
    """The row's value ÷ the same metric over the whole answer."""
    RANK = "rank"
    """1 for the largest; equal values share a rank and the next is counted past them; missing and Other have none."""
    PARETO = "pareto"
    """A while the cumulative share before the row is < 80 %, B < 95 %, else C; zero and negative: their own class.

    Other has no class and is no part of the whole.
    """


ALONG_TIME = (CalculationKind.CUMULATIVE, CalculationKind.ROLLING)
"""The kinds that run along the buckets of an answer."""


@dataclass(frozen=True, slots=True)
class Calculation:
    """A column computed from a metric of the answer. `window` is in buckets, for ROLLING only."""

    metric: str
    kind: CalculationKind
    window: int | None = None

    def __post_init__(self) -> None:
        if (self.window is not None) != (self.kind is CalculationKind.ROLLING):
            raise AskError("a rolling calculation, and only that, names its number of buckets")
        if self.window is not None and not 2 <= self.window <= 366:
            raise AskError(f"a rolling calculation takes 2 to 366 buckets, not {self.window}")

    @staticmethod
    def parse(text: str) -> "Calculation":
        """Read `cumulative:net_sales`, `rolling_7:orders`, `share:…`, `rank:…` or `pareto:…`."""
        found = re.fullmatch(r"\s*(cumulative|rolling_(\d{1,4})|share|rank|pareto)\s*:\s*(\w+)\s*", text, re.ASCII)
        if not found:
            kinds = [f"{kind}_7" if kind is CalculationKind.ROLLING else kind.value for kind in CalculationKind]
            near = get_close_matches(text.partition(":")[0].strip(), kinds, n=1, cutoff=0.7)
            hint = f"did you mean {near[0]}:…?" if near else "write one like share:net_sales or rolling_7:orders"
            raise AskError(f"cannot read the calculation {text!r}; {hint}")
        kind = CalculationKind(found[1].partition("_")[0])
        return Calculation(found[3], kind, int(found[2]) if found[2] else None)

    @property
    def text(self) -> str:
        """The form that `parse` reads."""
        return f"{self.name}:{self.metric}"

    def __str__(self) -> str:
        return self.text

    @property
    def name(self) -> str:
        """The calculation without its metric, as in a column's ending."""
        return f"{self.kind.value}_{self.window}" if self.window else self.kind.value

    @property
    def column(self) -> str:
        """The answer's column that holds it."""
        return f"{self.metric}__{self.name}"

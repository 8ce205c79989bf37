"""What is asked: frozen values that name metrics, dimensions, filters and a period. Nothing is looked up here."""

import re
from dataclasses import dataclass
from enum import StrEnum

from sales_core.errors import AskError
from sales_core.periods import PeriodSpec


class Comparison(StrEnum):
    """What the period is held against; the text is how it is written in links and on the command line."""

    NONE = "none"
    PREVIOUS_PERIOD = "previous_period"
    YEAR_BEFORE = "year_before"


class Operator(StrEnum):
    """How a filter matches a dimension's labels."""

    IS = "="
    IS_NOT = "!="


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows whose dimension has one of the labels, or none of them. Labels are those that answers show."""

    dimension: str
    operator: Operator
    values: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.values or any(not v for v in self.values):
            raise AskError(f"the filter on {self.dimension!r} names no value; write {self.dimension}=VALUE")
        if len(set(self.values)) != len(self.values):
            raise AskError(f"the filter on {self.dimension!r} names a value twice")

    @staticmethod
    def parse(text: str) -> "Filter":
        """Read `dimension=A|B` or `dimension!=A`; a bar inside a value is written twice."""
        found = re.fullmatch(r"\s*(\w+)\s*(!=|=)\s*(.*?)\s*", text, re.DOTALL)
        if not found:
            raise AskError(f"cannot read the filter {text!r}; write dimension=VALUE, dimension!=VALUE or dimension=A|B")
        values = (v.replace("\0", "|").strip() for v in found[3].replace("||", "\0").split("|"))
        return Filter(found[1], Operator(found[2]), tuple(values))

    @property
    def text(self) -> str:
        """The form that `parse` reads."""
        return f"{self.dimension}{self.operator.value}" + "|".join(v.replace("|", "||") for v in self.values)

    def __str__(self) -> str:
        name = self.dimension.replace("_", " ")
        listed = self.values[0] if len(self.values) == 1 else ", ".join(self.values[:-1]) + f" or {self.values[-1]}"
        verb = "is" if self.operator is Operator.IS else "is not"
        return f"{name} {verb} {listed}"


@dataclass(frozen=True, slots=True)
class Order:
    """By which column of the answer the rows come; ties are broken by the labels."""

    column: str
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """A question. `by` holds dimension names and at most one grain; `limit` is in rows, after ordering."""

    metrics: tuple[str, ...]
    period: PeriodSpec
    by: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    comparison: Comparison = Comparison.NONE
    like_for_like: bool = True
    order: Order | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        if not self.metrics:
            raise AskError("a question names at least one metric")
        for what, names in (("metric", self.metrics), ("breakdown", self.by)):
            twice = next((n for n in names if names.count(n) > 1), None)
            if twice:
                raise AskError(f"the {what} {twice!r} is named twice")
        if self.limit is not None and self.limit < 1:
            raise AskError(f"a limit is at least one row, not {self.limit}")

"""Filters: which rows count, by the labels of a dimension. Each reads and writes itself, and says itself in words."""

import re
from dataclasses import dataclass
from enum import StrEnum

from sales_core.errors import AskError


class Operator(StrEnum):
    """How a filter matches a dimension; the text is how it is named in links."""

    IS = "is"
    IS_NOT = "not"
    RANGE = "range"
    PREFIX = "prefix"
    EMPTY = "empty"
    NOT_EMPTY = "filled"
    TOP = "top"
    BOTTOM = "bottom"
    KEY = "key"
    NOT_KEY = "notkey"


RANKED = (Operator.TOP, Operator.BOTTOM)
_ARITY = {Operator.RANGE: 2, Operator.PREFIX: 1, Operator.EMPTY: 0, Operator.NOT_EMPTY: 0}
_ARITY |= dict.fromkeys(RANKED, 2)

_PHRASES = (
    (Operator.EMPTY, r"is empty"),
    (Operator.NOT_EMPTY, r"is not empty"),
    (Operator.RANGE, r"from (.*?) to (.*)"),
    (Operator.PREFIX, r"starts with (.+)"),
    (Operator.TOP, r"top (\d+) by (\w+)"),
    (Operator.BOTTOM, r"bottom (\d+) by (\w+)"),
)
_FORMS = (
    "dimension=VALUE, dimension=A|B, dimension!=VALUE, 'dimension from A to B', 'dimension starts with A', "
    "'dimension is empty', 'dimension is not empty', 'dimension top 10 by METRIC'"
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows whose dimension matches. `values` by operator:

    IS, IS_NOT: labels as answers show them. RANGE: lowest and highest, both included, "" where open; numbers where
    the dimension has them, else in code order. PREFIX: the beginning, upper or lower case alike. EMPTY, NOT_EMPTY: no
    value. TOP, BOTTOM: how many, and the metric they are ranked by. KEY, NOT_KEY: keys as an answer's `__key`
    column has them, which tell apart what shares a label; what has no key is none of them.
    """

    dimension: str
    operator: Operator
    values: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        wanted = _ARITY.get(self.operator)
        if wanted is not None and len(self.values) != wanted:
            raise AskError(
                f"the {self.operator.value} filter on {self.dimension!r} takes {wanted} values, not {len(self.values)}"
            )
        if wanted is None and not self.values:
            raise AskError(f"the filter on {self.dimension!r} names no value; write {self.dimension}=VALUE")
        if self.operator is Operator.RANGE:
            if not any(self.values):
                raise AskError(f"the range of {self.dimension!r} is open at both ends; give one of them")
        elif not all(self.values):
            raise AskError(f"the filter on {self.dimension!r} names no value; write {self.dimension}=VALUE")
        if wanted is None and len(set(self.values)) != len(self.values):
            raise AskError(f"the filter on {self.dimension!r} names a value twice")
        if self.operator in RANKED and not re.fullmatch(r"[1-9]\d{0,5}", self.values[0], re.ASCII):
            raise AskError(f"a ranking keeps 1 to 999999 values of {self.dimension!r}, not {self.values[0]!r}")

    @staticmethod
    def parse(text: str) -> "Filter":
        """Read one of the forms that `text` writes; a bar inside a value is written twice."""
        if found := re.fullmatch(r"\s*(\w+)\s*(!#=|!=|=|#=)\s*(.*?)\s*", text, re.DOTALL):
            values = (v.replace("\0", "|").strip() for v in found[3].replace("||", "\0").split("|"))
            return Filter(found[1], _SIGNS[found[2]], tuple(values))
        for operator, phrase in _PHRASES:
            if found := re.fullmatch(rf"\s*(\w+)\s+{phrase}\s*", text, re.DOTALL):
                return Filter(found[1], operator, tuple(v.strip() for v in found.groups()[1:]))
        raise AskError(f"cannot read the filter {text!r}; write one of: {_FORMS}")

    @property
    def ranked(self) -> bool:
        """Whether a ranking has to be answered before it is known what matches."""
        return self.operator in RANKED

    @property
    def count(self) -> int:
        """How many values a ranking keeps."""
        return int(self.values[0])

    @property
    def text(self) -> str:
        """The form that `parse` reads."""
        name, values = self.dimension, self.values
        match self.operator:
            case Operator.IS | Operator.IS_NOT | Operator.KEY | Operator.NOT_KEY:
                sign = {o: s for s, o in _SIGNS.items()}[self.operator]
                return f"{name}{sign}" + "|".join(v.replace("|", "||") for v in values)
            case Operator.RANGE:
                return f"{name} from {values[0]} to {values[1]}"
            case Operator.PREFIX:
                return f"{name} starts with {values[0]}"
            case Operator.EMPTY:
                return f"{name} is empty"
            case Operator.NOT_EMPTY:
                return f"{name} is not empty"
            case Operator.TOP | Operator.BOTTOM:
                return f"{name} {self.operator.value} {values[0]} by {values[1]}"

    def __str__(self) -> str:
        name = self.dimension.replace("_", " ")
        match self.operator:
            case Operator.IS | Operator.IS_NOT:
                verb = "is" if self.operator is Operator.IS else "is not"
                return f"{name} {verb} {_listed(self.values)}"
            case Operator.KEY | Operator.NOT_KEY:
                verb = "is" if self.operator is Operator.KEY else "is not"
                return f"{name} {verb} number {_listed(self.values)}"
            case Operator.RANGE:
                return _span(name, *self.values)
            case Operator.TOP | Operator.BOTTOM:
                which = "first" if self.operator is Operator.TOP else "last"
                return f"{name} is among the {which} {self.values[0]} by {self.values[1].replace('_', ' ')}"
            case _:
                return self.text.replace(self.dimension, name, 1)


_SIGNS = {"=": Operator.IS, "!=": Operator.IS_NOT, "#=": Operator.KEY, "!#=": Operator.NOT_KEY}


def _listed(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else ", ".join(values[:-1]) + f" or {values[-1]}"


def _span(name: str, low: str, high: str) -> str:
    if not high:
        return f"{name} is {low} or more"
    return f"{name} is from {low} to {high}" if low else f"{name} is {high} or less"

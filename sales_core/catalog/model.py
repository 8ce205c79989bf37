"""What declarations are made of: sources, measures, formulas, metrics, dimensions. Frozen rows, no behaviour."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, FromClause

from sales_core.periods import Grain
from sales_core.viewer import Permission

Columns = Mapping[str, ColumnElement[object]]
"""A source's columns by name, as the compiler hands them to an expression."""


class SourceName(StrEnum):
    """Facts that can be asked; each is aggregated by itself before answers meet."""

    LINES = "lines"
    RETURNS = "returns"
    RETURNS_OF_SALES = "returns_of_sales"
    FIRST_ORDERS = "first_orders"
    DOCUMENTS = "documents"
    CREDIT_NOTES = "credit_notes"
    QUOTA_DAYS = "quota_days"


Scoping = Callable[[FromClause], ColumnElement[bool]]
"""Makes the predicate that keeps a table's rows within the viewer's scope."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A source's rows for one question: what to select from, its columns by name, and what must hold of each row."""

    origin: FromClause
    columns: Columns
    where: tuple[ColumnElement[bool], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A fact: how its rows are had, and what besides the days of the period can change an answer from it.

    `facts(scoping, until)` applies the scope to every table of rows inside; `until` is the exclusive end of the
    period. Its columns hold `business_date`, `territory_id` and the keys that dimensions need, where it has them.
    `topics` are reference tables it reads itself; `looks_back` says that every earlier day counts too.
    """

    name: SourceName
    label: str
    facts: Callable[[Scoping, date], Facts]
    keys: frozenset[str]
    topics: frozenset[str] = frozenset()
    looks_back: bool = False
    within: SourceName | None = None
    """A source that holds every fact of this one."""


class Unit(StrEnum):
    """What a metric is counted in."""

    MONEY = "money"
    COUNT = "count"
    QUANTITY = "quantity"
    SHARE = "share"


class Direction(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


class Aggregate(StrEnum):
    """How a measure's rows become one value."""

    SUM = "sum"
    COUNT = "count"
    COUNT_DISTINCT = "count_distinct"


@dataclass(frozen=True, slots=True)
class Measure:
    """A value aggregated inside one source. `costs` marks what only a reader with costs may select."""

    name: str
    source: SourceName
    aggregate: Aggregate
    value: Callable[[Columns], ColumnElement[object]]
    where: Callable[[Columns], ColumnElement[bool]] | None = None
    unit: Unit = Unit.MONEY
    costs: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """The measure itself: additive over every row."""

    measure: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number of rows or of distinct things; distinct counts are never summed."""

    measure: str


@dataclass(frozen=True, slots=True)
class Linear:
    """A sum of other metrics or measures with signs; missing where any part is."""

    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ratio:
    """One metric over another, of totals, divided last; missing where the divisor is zero or either is missing."""

    numerator: str
    denominator: str


Formula = Sum | Count | Linear | Ratio


@dataclass(frozen=True, slots=True)
class Metric:
    """A named number. `definition` is printed where the number is shown; `version` rises when its meaning does."""

    name: str
    label: str
    formula: Formula
    unit: Unit
    direction: Direction
    definition: str
    version: int = 1
    permission: Permission = Permission.VIEW_SALES
    hidden: bool = False
    """A part of other metrics that is not offered by itself."""
    also: tuple[str, ...] = ()
    """Other words people use for it, for "did you mean"."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A join from a key to the table that names it, or to the next key on the way."""

    table: str
    key: str
    column: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something to break down or filter by: a column of the facts, or one found from it through look-ups.

    `key` is the fact's column; each look-up of `path` leads one table further, the last one to the label. Values are
    told apart by the key of the last look-up; `by_label` says that many keys share a label that is one value.
    A `grain` makes it a time bucket, read from the calendar. `words` is a closed list: value in the column, label.
    """

    name: str
    label: str
    key: str
    path: tuple[Lookup, ...] = ()
    grain: Grain | None = None
    words: tuple[tuple[str, str], ...] = ()
    by_label: bool = False

    @property
    def topics(self) -> frozenset[str]:
        """The reference tables that its labels are joined from when an answer is read."""
        return frozenset({"calendar"}) if self.grain else frozenset(lookup.table for lookup in self.path)

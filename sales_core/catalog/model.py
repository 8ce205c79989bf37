"""What declarations are made of: sources, measures, formulas, metrics, dimensions. Frozen rows, no behaviour."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, FromClause

from sales_core.books import Books
from sales_core.periods import Grain, Period
from sales_core.reckoning import Reckoning
from sales_core.viewer import Permission

Columns = Mapping[str, ColumnElement[Any]]
"""A source's columns by name, as the compiler hands them to an expression."""


class SourceName(StrEnum):
    """Facts that can be asked; each is aggregated by itself before answers meet."""

    LINES = "lines"
    RETURNS = "returns"
    RETURNS_OF_SALES = "returns_of_sales"
    RETURNED = "returned"
    FIRST_ORDERS = "first_orders"
    DOCUMENTS = "documents"
    CREDIT_NOTES = "credit_notes"
    QUOTA_DAYS = "quota_days"
    RETURNS_WITHOUT_SALE = "returns_without_sale"
    RETURNING_LINES = "returning_lines"
    ORDERS_BY_CUSTOMER = "orders_by_customer"
    NET_BY_CUSTOMER = "net_by_customer"
    NET_BY_PRODUCT = "net_by_product"


Scoping = Callable[[FromClause], ColumnElement[bool]]
"""Makes the predicate that keeps a table's rows within the viewer's scope."""


@dataclass(frozen=True, slots=True)
class Request:
    """What decides a source's rows: whose they may be, of which days, and how they are reckoned.

    `wants` names the columns that breakdowns and filters need, so that a source joins what only they need.
    """

    scoping: Scoping
    period: Period
    reckoning: Reckoning
    books: Books
    wants: frozenset[str] = frozenset()

    @property
    def zone(self) -> str:
        """The zone whose midnights end the days."""
        return self.reckoning.zone or self.books.zone

    @property
    def abroad(self) -> bool:
        """Whether the days are those of another clock than the one facts are booked by."""
        return self.zone != self.books.zone


@dataclass(frozen=True, slots=True)
class Facts:
    """A source's rows for one question: what to select from, its columns by name, and what must hold of each row."""

    origin: FromClause
    columns: Columns
    where: tuple[ColumnElement[bool], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A fact: how its rows are had, and what besides the days of the period can change an answer from it.

    `facts(asked)` applies scope and period to every table of rows inside. Its columns hold `business_date`, the day
    that the row counts on, and every one of `keys`, the columns that dimensions need, where it is wanted.
    `topics` are reference tables it reads itself; `looks_back` says that every earlier day counts too.
    `per` names the key that its rows are aggregated by first, one value an entity, before entities become one value.
    """

    name: SourceName
    label: str
    facts: Callable[[Request], Facts]
    keys: frozenset[str]
    topics: frozenset[str] = frozenset()
    looks_back: bool = False
    within: tuple[SourceName, ...] = ()
    """Sources each of which holds every fact of this one."""
    per: str = ""


class Unit(StrEnum):
    """What a metric is counted in."""

    MONEY = "money"
    COUNT = "count"
    QUANTITY = "quantity"
    SHARE = "share"
    NUMBER = "number"
    """A plain number with decimals, such as units an order or an index."""


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


class Over(StrEnum):
    """How the values of entities become one; those not above zero, and missing ones, are left out of all of them."""

    REPEATED = "repeated"
    """How many are two or more."""
    SUM = "sum"
    SUM_SQUARED = "sum_squared"
    SQUARES = "squares"
    """The sum of their squares."""
    LARGEST = "largest"


@dataclass(frozen=True, slots=True)
class Measure:
    """A value aggregated inside one source. `costs` marks what only a reader with costs may select.

    In a source with a `per`, the aggregate is an entity's, and `over` says what becomes of the entities.
    """

    name: str
    source: SourceName
    aggregate: Aggregate
    value: Callable[[Columns], ColumnElement[object]]
    where: Callable[[Columns], ColumnElement[bool]] | None = None
    unit: Unit = Unit.MONEY
    costs: bool = False
    over: Over | None = None


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


@dataclass(frozen=True, slots=True)
class Quotient:
    """One measure over another of the same source, times a factor; missing where the divisor is zero."""

    numerator: str
    denominator: str
    factor: int = 1


Formula = Sum | Count | Linear | Ratio | Quotient


SALES_OPERATIONS, FINANCE, CUSTOMER_SUCCESS, MERCHANDISING = (
    "Sales operations",
    "Finance",
    "Customer success",
    "Merchandising",
)
"""Business functions that own definitions."""


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
    owner: str = SALES_OPERATIONS
    """The business function that answers for the definition."""
    oracle: str = ""
    """SQL that gives the number another way, from the tables of `oracles.TABLES`."""


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
    A `grain` makes it a time bucket, read from the calendar. `words` is a closed list: value in the column, label;
    `ordered` says that those values are numbers, so that a range is one of them.
    `looks_back` says that facts of any earlier day decide a row's value.
    """

    name: str
    label: str
    key: str
    path: tuple[Lookup, ...] = ()
    grain: Grain | None = None
    words: tuple[tuple[str, str], ...] = ()
    by_label: bool = False
    ordered: bool = False
    looks_back: bool = False
    definition: str = ""
    """What its values mean, where the label does not say it."""

    @property
    def topics(self) -> frozenset[str]:
        """The reference tables that its labels are joined from when an answer is read."""
        return frozenset({"calendar"}) if self.grain else frozenset(lookup.table for lookup in self.path)

    @property
    def numbered(self) -> bool:
        """Whether its keys are whole numbers, given by the database to what has a name."""
        return not (self.grain or self.words or self.by_label)

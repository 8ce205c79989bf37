"""The plain oracle: a question answered from the raw rows, one row after the other, with exact fractions."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sales_core.query import Comparison, Filter, Operator, Query
from sales_core.viewer import Scope
from tests.oracle.along import along, between
from tests.oracle.calendars import GRAINS, bucket
from tests.oracle.document_sums import METRICS, SOURCES
from tests.oracle.facts import Asked
from tests.oracle.filters import Kept, passes
from tests.oracle.identities import Identity, identified
from tests.oracle.parties import Record
from tests.oracle.periods import WEEKS, Days, as_long, counterparts, is_partial, period_so_far, periods, weeks_later
from tests.oracle.rows import Rows
from tests.oracle.sides import Key, Side, growth, less, rounded
from tests.oracle.sums import Facts


@dataclass(slots=True)
class Answering:
    """One question on the way to its answer. `days` is its period."""

    rows: Rows
    query: Query
    scope: Scope
    days: Days
    today: date
    kept: Kept = field(init=False, default_factory=dict)
    beside_other: frozenset[Any] | None = None
    """What tells apart the values that are kept beside Other; None where nothing is folded."""

    def __post_init__(self) -> None:
        """Rankings come first: of a filter, among what the others leave that are none; of Other, among what all do."""
        query = self.query
        plain = tuple(f for f in query.filters if not f.ranked)
        for f in query.filters:
            if f.ranked:
                self.kept[f] = self.first(f.dimension, plain, f.values[1], f.operator is Operator.TOP, f.count)
        if fold := query.fold:
            self.beside_other = self.first(fold.dimension, query.filters, fold.metric, fold.descending, fold.count)

    def first(
        self, name: str, filters: tuple[Filter, ...], metric: str, descending: bool, count: int
    ) -> frozenset[object]:
        """The keys of the first values by a metric over the period; equals by label, what is missing last."""
        query = Query((metric,), self.query.period, (name,), filters, reckoning=self.query.reckoning)
        found = answer(self.rows, query, self.scope, self.days, self.today)
        found.sort(key=lambda row: (row[name], str(row[name + "__key"])))
        known = [row for row in found if row[metric] is not None]
        known.sort(key=lambda row: row[metric], reverse=descending)
        first = (known + [row for row in found if row[metric] is None])[:count]
        return frozenset(row[name + "__key"] for row in first)

    def shown(self, name: str, identity: Identity) -> Identity:
        """The value, or Other."""
        if self.beside_other is None or self.query.fold is None or self.query.fold.dimension != name:
            return identity
        if identity[0] in self.beside_other:
            return identity
        return str(self.other), "Other"

    @property
    def other(self) -> str | None:
        """The key of Other, which no kept value has; None where nothing is folded."""
        if self.beside_other is None:
            return None
        return "__other" if "other" in self.beside_other else "other"

    @property
    def grain(self) -> str | None:
        """The grain among the breakdowns."""
        return next((name for name in self.query.by if name in GRAINS), None)

    def asked(self, days: Days) -> Asked:
        """A side of the question."""
        return Asked(self.rows, self.scope, self.query.reckoning, days)

    def side(self, days: Days, pairs: dict[date, date] | None) -> Side:
        """Every fact that the scope and the filters let through, under its key and, with totals, the totals' keys.

        `pairs` puts buckets before under the ones now that they stand beside; those beside none are in totals alone.
        """
        query, side, asked = self.query, Side(), self.asked(days)
        least = 0 if query.totals else len(query.by)
        for source in sorted({source for name in query.metrics for source in SOURCES[name]}):
            for day, fact in asked.facts(source):
                if not passes(asked, query.filters, fact, self.kept):
                    continue
                key = tuple(self.part(asked, name, day, fact, pairs) for name in query.by)
                for level in range(least, len(key) + 1):
                    if None not in key[:level]:
                        side.add(key[:level], source, fact)
        return side

    def part(
        self, asked: Asked, name: str, day: date, fact: Record, pairs: dict[date, date] | None
    ) -> date | Identity | None:
        """A fact's part of the key; None for a bucket before that stands beside none."""
        if name not in GRAINS:
            return self.shown(name, identified(asked, name, fact))
        if pairs is None:
            return bucket(day, name, self.query.reckoning)
        if self.query.comparison is Comparison.WEEKS_BEFORE:
            return bucket(day + WEEKS, name, self.query.reckoning)
        return pairs.get(bucket(day, name, self.query.reckoning))


def answer(rows: Rows, query: Query, scope: Scope, days: Days, today: date) -> list[Record]:
    """The rows of the answer in no order: labels, `<dimension>__key`, metrics, the comparison's columns, `level`.

    `days` is the period of the question; order and limit are not looked at; buckets nothing fell in are absent.
    """
    asking = Answering(rows, query, scope, days, today)
    period, before_period = periods(query, days, today)
    now, before, pairs = asking.side(period, None), Side(), dict[date, date]()
    if before_period:
        if asking.grain:
            pairs = counterparts(query, asking.grain, period, before_period)
        before = asking.side(before_period, pairs)
    keys = dict.fromkeys((*now.facts, *before.facts) if query.by else ())
    whole = {} if query.by and not query.totals else {(): None}
    beside = {bucket_now: then for then, bucket_now in pairs.items()}
    filled = keys | dict.fromkeys(between(query, list(keys)))
    made = {key: Row(asking, period, before_period, beside, key).made(now, before) for key in {**filled, **whole}}
    for calculation in query.calculations:
        values = along(query, calculation, now, made, today, asking.other)
        for key, row in made.items():
            row[calculation.column] = values.get(key)
    return list(made.values())


@dataclass(slots=True)
class Row:
    """One row of an answer."""

    asking: Answering
    period: Days
    before: Days | None
    beside: dict[date, date]
    """Bucket now -> bucket before."""
    key: Key

    def made(self, now: Side, before: Side) -> Record:
        """Its columns."""
        query, today = self.asking.query, self.asking.today
        row: Record = {"level": len(self.key)}
        if self.asking.grain:
            row["partial"] = self.period[1] > today
        for name in query.by[len(self.key) :]:
            row |= {name: None} if name in GRAINS else {name: None, name + "__key": None}
        for name, identity in zip(query.by, self.key, strict=False):
            if name in GRAINS:
                row[name] = identity
                row["partial"] = is_partial(identity, name, self.period, today, query.reckoning)
            else:
                row[name + "__key"], row[name] = identity
        for name in query.metrics:
            row |= self.cells(name, now.of(self.key, name), before.of(self.key, name))
        return row

    @property
    def bucket(self) -> date | None:
        """The row's bucket, where it is of one."""
        return next((v for n, v in zip(self.asking.query.by, self.key, strict=False) if n in GRAINS), None)

    def cells(self, name: str, now: Facts, before: Facts) -> Record:
        """One metric's columns. In a bucket to come, nothing known is missing and not zero."""
        to_come = self.bucket is not None and self.bucket > self.asking.today
        value = None if to_come and not any(now.values()) else METRICS[name](now)
        made: Record = {name: rounded(name, value)}
        if self.before:
            compared = self.bucket is None or self.bucket in self.beside
            past = METRICS[name](before) if compared else None
            alike = compared and self.alike()
            made[f"{name}__before"] = rounded(name, past)
            made[f"{name}__change"] = rounded(name, less(value, past)) if alike else None
            made[f"{name}__growth"] = growth(name, value, past) if alike else None
        return made

    def alike(self) -> bool:
        """Whether the row's bucket and the one before may be held against each other."""
        grain = self.asking.grain
        if self.bucket is None or grain is None or self.before is None:
            return True
        now_so_far = period_so_far(self.period, self.asking.today)
        then = self.beside[self.bucket]
        weeks = self.asking.query.comparison is Comparison.WEEKS_BEFORE
        before = weeks_later(self.before) if weeks else self.before
        return as_long(grain, (self.bucket, now_so_far), (then, before), self.asking.query.reckoning)

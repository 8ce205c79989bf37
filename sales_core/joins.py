"""From a dimension to columns: what tells its values apart, what names them, and the tables joined on the way."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, case, cast, func
from sqlalchemy import Text as SqlText

from db.schema import metadata
from sales_core.catalog.buckets_of_days import days_with
from sales_core.catalog.dimensions import UNKNOWN
from sales_core.catalog.model import Columns, Dimension, Lookup, Request
from sales_core.periods import Grain


@dataclass(frozen=True, slots=True)
class Told:
    """A dimension's columns: `key` tells values apart, `label` names them, `known` is the label or null."""

    key: ColumnElement[Any]
    label: ColumnElement[Any]
    known: ColumnElement[Any]
    folded: ColumnElement[Any] | None = None
    """The label's beginning in lower case, where it is stored."""


@dataclass(slots=True)
class Joins:
    """The look-up tables that dimensions of one select need, each joined once. Time buckets need what is `asked`."""

    origin: FromClause
    columns: Columns
    asked: Request | None = None
    joined: dict[object, FromClause] = field(default_factory=dict)

    def follow(self, dimension: Dimension) -> Told:
        """The dimension's columns; joins what they need."""
        key: ColumnElement[Any] = self.columns[dimension.key]
        if dimension.grain:
            bucket = self._bucket(dimension.grain, key)
            return Told(bucket, bucket, bucket)
        if dimension.words:
            text = cast(key, SqlText)
            said: ColumnElement[Any] = case(*((text == value, label) for value, label in dimension.words))
            return Told(text, func.coalesce(said, UNKNOWN), said)
        return self._named(dimension, key)

    def _named(self, dimension: Dimension, key: ColumnElement[Any]) -> Told:
        label, folded = key, None
        for step, lookup in enumerate(dimension.path):
            table = self._look_up(dimension.key, dimension.path[: step + 1], label)
            key, label = label, table.c[lookup.column]
            folded = table.c["folded"] if lookup.column == "name" and "folded" in table.c else None
        if not dimension.path:
            label = cast(label, SqlText)
        named = func.coalesce(label, UNKNOWN)
        return Told(named if dimension.by_label else key, named, label, folded)

    def _look_up(self, start: str, path: tuple[Lookup, ...], key: ColumnElement[Any]) -> FromClause:
        lookup = path[-1]
        known = (start, tuple(Lookup(p.table, p.key, "") for p in path))
        if known not in self.joined:
            table = metadata.tables[f"sales.{lookup.table}"].alias(f"{lookup.table}_{len(self.joined)}")
            self.origin = self.origin.outerjoin(table, table.c[lookup.key] == key)
            self.joined[known] = table
        return self.joined[known]

    def _bucket(self, grain: Grain, day: ColumnElement[Any]) -> ColumnElement[Any]:
        if grain is Grain.DAY:
            return day
        if grain not in self.joined:
            assert self.asked is not None  # noqa: S101  a select without a period has no time buckets
            self.joined[grain] = days_with(self.asked, grain)
            self.origin = self.origin.join(self.joined[grain], self.joined[grain].c.day == day)
        return self.joined[grain].c.bucket

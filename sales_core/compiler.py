"""From a leg of a plan to one SELECT: period, scope and filters in the WHERE, the scope as a literal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, cast, func, literal, literal_column, or_, select
from sqlalchemy import Text as SqlText
from sqlalchemy.dialects.postgresql import dialect

from db.schema import metadata
from db.schema.reference import calendar
from sales_core.calculations import ALONG_TIME
from sales_core.catalog.dimensions import DIMENSIONS, UNKNOWN
from sales_core.catalog.measures import MEASURES
from sales_core.catalog.model import Aggregate, Columns, Dimension, Facts, Lookup, Measure, Scoping, Unit
from sales_core.catalog.sources import SOURCES
from sales_core.periods import YEAR_OF_WEEKS
from sales_core.plan import BEFORE, Leg, Plan
from sales_core.query import Comparison, Filter, Operator
from sales_core.seeing import THING, sighted

ROWS, UNCONVERTED = "rows__", "unconverted__"
"""Columns every leg adds: facts aggregated, and those among them without a rate."""

KNOWN = "__known"
"""Suffix of the column that counts the facts with a value of a measure, where it is summed along time."""

KEY = "__key"
"""Suffix of the column that tells a dimension's values apart."""


def scoping(setting: str) -> Scoping:
    """The predicate maker of a scope setting: true for 'everything', false for ''."""

    def within(table: FromClause) -> ColumnElement[bool]:
        if setting == "everything":
            return literal_column("true")
        if not setting:
            return literal_column("false")
        ids = ", ".join(str(int(part)) for part in setting.split(","))
        territories: ColumnElement[Any] = literal_column(f"ARRAY[{ids}]")
        return table.c.territory_id == func.any(territories)

    return within


@dataclass(slots=True)
class Joins:
    """The look-up tables that a leg's dimensions need, each joined once."""

    origin: FromClause
    columns: Columns
    joined: dict[tuple[str, tuple[Lookup, ...]], FromClause] = field(default_factory=dict)

    def follow(self, dimension: Dimension) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        """The columns that tell the dimension's values apart and that name them."""
        key: ColumnElement[Any] = self.columns[dimension.key]
        if dimension.grain:
            return self._bucket(dimension, key)
        if dimension.words:
            text = cast(key, SqlText)
            named: ColumnElement[Any] = case(
                *((text == value, label) for value, label in dimension.words), else_=UNKNOWN
            )
            return text, named
        label = key
        for step in range(len(dimension.path)):
            key, label = label, self._look_up(dimension.key, dimension.path[: step + 1], label)
        named = func.coalesce(label, UNKNOWN)
        return (named if dimension.by_label else key), named

    def _look_up(self, start: str, path: tuple[Lookup, ...], key: ColumnElement[Any]) -> ColumnElement[Any]:
        lookup = path[-1]
        known = (start, tuple(Lookup(p.table, p.key, "") for p in path))
        if known not in self.joined:
            table = metadata.tables[f"sales.{lookup.table}"].alias(f"{lookup.table}_{len(self.joined)}")
            self.origin = self.origin.outerjoin(table, table.c[lookup.key] == key)
            self.joined[known] = table
        return self.joined[known].c[lookup.column]

    def _bucket(self, dimension: Dimension, day: ColumnElement[Any]) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        if dimension.grain == "day":
            return day, day
        known = ("calendar", ())
        if known not in self.joined:
            self.joined[known] = calendar.alias("days")
            self.origin = self.origin.join(self.joined[known], self.joined[known].c.day == day)
        bucket = self.joined[known].c[dimension.name]
        return bucket, bucket


def compile_leg(plan: Plan, leg: Leg) -> Select[Any]:
    """The leg's SELECT: for each dimension key and label, the leg's measures, then ROWS and UNCONVERTED.

    Without dimensions it gives one row even where no fact matches.
    """
    facts = SOURCES[leg.source].facts(scoping(plan.scope), leg.period.end)
    joins = Joins(facts.origin, _met(plan, leg, facts.columns))
    groups: list[ColumnElement[Any]] = []
    shown: list[ColumnElement[Any]] = []
    for name in plan.by[: leg.level]:
        key, label = joins.follow(DIMENSIONS[name])
        groups += [key] if label is key else [key, label]
        shown += [key.label(name + KEY), label.label(name)]
    conditions = [_matches(joins, condition) for condition in plan.filters]
    values: list[ColumnElement[Any]] = [_value(MEASURES[m], facts.columns).label(m) for m in leg.measures]
    day = facts.columns["business_date"]
    where = (day >= leg.period.start, day < leg.period.end, *facts.where, *conditions)
    if leg.sightings:
        return _sightings(plan, leg, facts, select(*shown).select_from(joins.origin).where(*where))
    values += [*_known(plan, leg, facts), _read(leg.measures, facts, ROWS), _unconverted(leg, facts)]
    return select(*shown, *values).select_from(joins.origin).where(*where).group_by(*groups)


def _sightings(plan: Plan, leg: Leg, facts: Facts, rows: Select[Any]) -> Select[Any]:
    """When the things of a distinct count were seen; `rows` are the leg's facts by key and label."""
    measure = MEASURES[leg.measures[0]]
    thing = measure.value(facts.columns)
    counted = [thing.is_not(None)] + ([measure.where(facts.columns)] if measure.where else [])
    things = rows.add_columns(thing.label(THING)).where(*counted).distinct()
    keys = [name + KEY for name in plan.by[: leg.level]]
    return sighted(things, keys, f"{plan.grain}{KEY}", measure.name)


def _known(plan: Plan, leg: Leg, facts: Facts) -> Iterator[ColumnElement[Any]]:
    """How many facts have a value of each measure that is summed along time."""
    if not any(calculation.kind in ALONG_TIME for calculation in plan.calculations):
        return
    for measure in (MEASURES[name] for name in leg.measures):
        if measure.aggregate is Aggregate.SUM:
            count = func.count(measure.value(facts.columns))
            found = count.filter(measure.where(facts.columns)) if measure.where else count
            yield found.label(measure.name + KNOWN)


def _met(plan: Plan, leg: Leg, columns: Columns) -> Columns:
    """The columns to break down by: of 52 weeks before, the day is the one now that it meets."""
    if leg.when != BEFORE or plan.comparison is not Comparison.WEEKS_BEFORE:
        return columns
    return {**columns, "business_date": columns["business_date"] + YEAR_OF_WEEKS.days}


def _matches(joins: Joins, condition: Filter) -> ColumnElement[bool]:
    _, label = joins.follow(DIMENSIONS[condition.dimension])
    inside = label == condition.values[0] if len(condition.values) == 1 else label.in_(condition.values)
    return ~inside if condition.operator is Operator.IS_NOT else inside


def _value(measure: Measure, columns: Columns) -> ColumnElement[Any]:
    """The aggregate; a sum over no row is zero, a sum over rows that are all missing is missing."""
    where = measure.where(columns) if measure.where else None
    value: Any = measure.value(columns)
    match measure.aggregate:
        case Aggregate.COUNT:
            counted: ColumnElement[Any] = func.count() if where is None else func.count().filter(where)
            return counted
        case Aggregate.COUNT_DISTINCT:
            distinct = func.count(value.distinct())
            return distinct if where is None else distinct.filter(where)
        case Aggregate.SUM:
            rows, total = func.count(), func.sum(value)
            if where is None:
                return case((rows == 0, 0), else_=total)
            return case((rows.filter(where) == 0, 0), else_=total.filter(where))


def _read(measures: Sequence[str], facts: Facts, name: str, *also: ColumnElement[bool]) -> ColumnElement[Any]:
    """How many facts at least one of the measures reads."""
    conditions = {m.where: m.where(facts.columns) for m in (MEASURES[n] for n in measures) if m.where is not None}
    if any(MEASURES[n].where is None for n in measures):
        conditions = {}
    filters = [or_(*conditions.values())] if conditions else []
    counted = func.count().filter(and_(*filters, *also)) if filters or also else func.count()
    return counted.label(name)


def _unconverted(leg: Leg, facts: Facts) -> ColumnElement[Any]:
    """How many of the facts that money measures read have no rate; zero where no money is asked."""
    money = [name for name in leg.measures if MEASURES[name].unit is Unit.MONEY]
    if not money or "rate" not in facts.columns:
        return literal(0).label(UNCONVERTED)
    return _read(money, facts, UNCONVERTED, facts.columns["rate"].is_(None))


def sql_text(statement: Select[Any]) -> str:
    """The statement as text with its values in place, for receipts and `explain`; never executed."""
    compiled = statement.compile(dialect=dialect(paramstyle="named"), compile_kwargs={"literal_binds": True})  # type: ignore[no-untyped-call]
    return str(compiled)

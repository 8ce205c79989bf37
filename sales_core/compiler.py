"""From a leg of a plan to one SELECT: period, scope and filters in the WHERE, the scope as a literal."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, cast, literal_column, select
from sqlalchemy import Text as SqlText
from sqlalchemy.dialects.postgresql import dialect

from sales_core.aggregating import KNOWN, ROWS, UNCONVERTED, aggregated, counts, known, over, summed
from sales_core.calculations import ALONG_TIME
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.measures import MEASURES
from sales_core.catalog.model import Asked, Facts
from sales_core.catalog.sources import SOURCES
from sales_core.joins import Joins, Told
from sales_core.matching import keyed, matching
from sales_core.periods import YEAR_OF_WEEKS, Period
from sales_core.plan import BEFORE, Leg, Plan, Ranking
from sales_core.query import Comparison, Filter
from sales_core.scoping import scoping
from sales_core.seeing import THING, sighted

__all__ = [
    "KEY",
    "KNOWN",
    "OTHER",
    "OTHER_KEY",
    "ROWS",
    "UNCONVERTED",
    "Joins",
    "compile_leg",
    "matching",
    "scoping",
    "sql_text",
]

KEY = "__key"
"""Suffix of the column that tells a dimension's values apart."""

OTHER, OTHER_KEY = "Other", "other"
"""Label and key of the value that those beyond the kept ones are folded into."""

_ENTITY = "entity__"

Shown = list[tuple[str, ColumnElement[Any], ColumnElement[Any]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """The facts of a leg with the look-ups on the way: keys and labels to show, to group by, and what must hold."""

<<<<<<< /tmp/mine/sales_core/compiler.py
    Without dimensions it gives one row even where no fact matches. A ranking that is not answered yet stands as words.
    """
    by = plan.by[: leg.level]
    wants = frozenset(DIMENSIONS[name].key for name in (*by, *(f.dimension for f in plan.filters)))
    asked = Asked(scoping(plan.scope), leg.period, plan.reckoning, plan.books, wants)
    source = SOURCES[leg.source]
    facts = source.facts(asked)
    joins = _joins(plan, leg, facts, asked)
    shown = [(name, *_shown(plan, name, joins.follow(DIMENSIONS[name]))) for name in by]
    where = (*facts.where, *(_matches(plan, joins, condition) for condition in plan.filters))
    whole = Facts(joins.origin, facts.columns, where)
    if leg.sightings:
        return _sightings(plan, leg, whole, shown)
    return _by_entity(leg, whole, shown, source.per) if source.per else _by_row(plan, leg, whole, shown)
=======
    facts: Facts
    joins: Joins
    shown: tuple[ColumnElement[Any], ...]
    groups: tuple[ColumnElement[Any], ...]
    where: tuple[ColumnElement[bool], ...]


def asked(plan: Plan, leg: Leg) -> Asked:
    """What every statement about a leg's facts is made of: the only place for period, scope and filters."""
    facts = SOURCES[leg.source].facts(scoping(plan.scope), leg.period.end)
    joins = Joins(facts.origin, _met(plan, leg, facts.columns))
    groups: list[ColumnElement[Any]] = []
    shown: list[ColumnElement[Any]] = []
    for name in plan.by[: leg.level]:
        key, label = joins.follow(DIMENSIONS[name])
        groups += [key] if label is key else [key, label]
        shown += [key.label(name + KEY), label.label(name)]
    conditions = [_matches(joins, condition) for condition in plan.filters]
    day = facts.columns["business_date"]
    where = (day >= leg.period.start, day < leg.period.end, *facts.where, *conditions)
    return Asked(facts, joins, tuple(shown), tuple(groups), where)


def compile_leg(plan: Plan, leg: Leg) -> Select[Any]:
    """The leg's SELECT: for each dimension key and label, the leg's measures, then ROWS and UNCONVERTED.

    Without dimensions it gives one row even where no fact matches.
    """
    of = asked(plan, leg)
    if leg.sightings:
        return _sightings(plan, leg, of.facts, select(*of.shown).select_from(of.joins.origin).where(*of.where))
    values: list[ColumnElement[Any]] = [_value(MEASURES[m], of.facts.columns).label(m) for m in leg.measures]
    values += [*_known(plan, leg, of.facts), _read(leg.measures, of.facts, ROWS), _unconverted(leg, of.facts)]
    return select(*of.shown, *values).select_from(of.joins.origin).where(*of.where).group_by(*of.groups)
>>>>>>> /tmp/t


def _joins(plan: Plan, leg: Leg, facts: Facts, asked: Asked) -> Joins:
    """The joins to break down by: of 52 weeks before, the day is the one now that it meets."""
    if leg.when != BEFORE or plan.comparison is not Comparison.WEEKS_BEFORE:
        return Joins(facts.origin, facts.columns, asked)
    met = {**facts.columns, "business_date": facts.columns["business_date"] + YEAR_OF_WEEKS.days}
    later = Period(leg.period.start + YEAR_OF_WEEKS, leg.period.end + YEAR_OF_WEEKS)
    return Joins(facts.origin, met, replace(asked, period=later))


def _by_row(plan: Plan, leg: Leg, facts: Facts, shown: Shown) -> Select[Any]:
    values: list[Any] = [aggregated(MEASURES[name], facts.columns).label(name) for name in leg.measures]
    if any(calculation.kind in ALONG_TIME for calculation in plan.calculations):
        values += known(leg.measures, facts.columns)
    chosen = select(*_labelled(shown), *values, *counts(leg.measures, facts))
    return chosen.select_from(facts.origin).where(*facts.where).group_by(*_grouped(shown))


def _by_entity(leg: Leg, facts: Facts, shown: Shown, per: str) -> Select[Any]:
    """Each entity's aggregates first, within each group, and then what becomes of them."""
    entity = facts.columns[per]
    values = [aggregated(MEASURES[name], facts.columns).label(name) for name in leg.measures]
    each = (
        select(*_labelled(shown), entity.label(_ENTITY), *values, *counts(leg.measures, facts))
        .select_from(facts.origin)
        .where(*facts.where)
        .group_by(*_grouped(shown), entity)
        .subquery("each")
    )
    names = [column.name for column in _labelled(shown)]
    outer = [over(MEASURES[name], each.c[name]).label(name) for name in leg.measures]
    told = [summed(each.c[name]).label(name) for name in (ROWS, UNCONVERTED)]
    return select(*(each.c[name] for name in names), *outer, *told).group_by(*(each.c[name] for name in names))


def _sightings(plan: Plan, leg: Leg, facts: Facts, shown: Shown) -> Select[Any]:
    """When the things of a distinct count were seen, by key."""
    measure = MEASURES[leg.measures[0]]
    thing: Any = measure.value(facts.columns)
    counted = [thing.is_not(None)] + ([measure.where(facts.columns)] if measure.where else [])
    rows = select(*_labelled(shown), thing.label(THING)).select_from(facts.origin)
    things = rows.where(*facts.where, *counted).distinct()
    return sighted(things, [name + KEY for name, _, _ in shown], f"{plan.grain}{KEY}", measure.name)


def _labelled(shown: Shown) -> list[Any]:
    return [column for name, key, label in shown for column in (key.label(name + KEY), label.label(name))]


<<<<<<< /tmp/mine/sales_core/compiler.py
def _grouped(shown: Shown) -> list[ColumnElement[Any]]:
    return [column for _, key, label in shown for column in ((key,) if label is key else (key, label))]


def _shown(plan: Plan, name: str, told: Told) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Key and label; what is beyond the kept values is one value, which its key tells from one of that name."""
    if plan.fold is None or plan.fold.dimension != name:
        return told.key, told.label
    ranking = plan.ranking(plan.fold)
    kept = _among(ranking, told)
    other = "__other" if OTHER_KEY in (ranking.keys or ()) else OTHER_KEY
    return case((kept, cast(told.key, SqlText)), else_=other), case((kept, told.label), else_=OTHER)


def _matches(plan: Plan, joins: Joins, condition: Filter) -> ColumnElement[bool]:
    if not condition.ranked:
        return matching(joins, condition)
    return _among(plan.ranking(condition), joins.follow(DIMENSIONS[condition.dimension]))


def _among(ranking: Ranking, told: Told) -> ColumnElement[bool]:
    if ranking.keys is None:
        return told.key.in_([literal_column(f"/* {ranking} */ NULL")])
    return keyed(DIMENSIONS[ranking.dimension], told, ranking.keys)
=======
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


def read_by(measures: Sequence[str], columns: Columns) -> tuple[ColumnElement[bool], ...]:
    """What holds of the facts that at least one of the measures reads; nothing where one reads all."""
    if any(MEASURES[name].where is None for name in measures):
        return ()
    conditions = {m.where: m.where(columns) for m in (MEASURES[n] for n in measures) if m.where is not None}
    return (or_(*conditions.values()),)


def _read(measures: Sequence[str], facts: Facts, name: str, *also: ColumnElement[bool]) -> ColumnElement[Any]:
    """How many facts at least one of the measures reads."""
    filters = (*read_by(measures, facts.columns), *also)
    counted = func.count().filter(and_(*filters)) if filters else func.count()
    return counted.label(name)


def _unconverted(leg: Leg, facts: Facts) -> ColumnElement[Any]:
    """How many of the facts that money measures read have no rate; zero where no money is asked."""
    money = [name for name in leg.measures if MEASURES[name].unit is Unit.MONEY]
    if not money or "rate" not in facts.columns:
        return literal(0).label(UNCONVERTED)
    return _read(money, facts, UNCONVERTED, facts.columns["rate"].is_(None))
>>>>>>> /tmp/t


def sql_text(statement: Select[Any]) -> str:
    """The statement as text with its values in place, for receipts and `explain`; never executed."""
    compiled = statement.compile(dialect=dialect(paramstyle="named"), compile_kwargs={"literal_binds": True})  # type: ignore[no-untyped-call]
    return str(compiled)

"""From a leg of a plan to one SELECT: period, scope and filters in the WHERE, the scope as a literal."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, cast, literal_column, select
from sqlalchemy import Text as SqlText
from sqlalchemy.dialects.postgresql import dialect

from sales_core.aggregating import KNOWN, ROWS, UNCONVERTED, aggregated, counts, known, over, read_by, summed
from sales_core.calculations import ALONG_TIME
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.measures import MEASURES
from sales_core.catalog.model import Facts, Request
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
    "Asked",
    "Joins",
    "asked",
    "compile_leg",
    "matching",
    "read_by",
    "scoping",
    "sql_text",
]

KEY = "__key"
"""Suffix of the column that tells a dimension's values apart."""

OTHER, OTHER_KEY = "Other", "other"
"""Label and key of the value that those beyond the kept ones are folded into."""

_ENTITY = "entity__"


@dataclass(frozen=True, slots=True)
class Asked:
    """The facts of a leg with the look-ups on the way: keys and labels to show, to group by, and what must hold."""

    facts: Facts
    joins: Joins
    shown: tuple[ColumnElement[Any], ...]
    groups: tuple[ColumnElement[Any], ...]
    where: tuple[ColumnElement[bool], ...]

    def rows(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """What is shown and these columns, of every fact that was asked for."""
        return select(*self.shown, *columns).select_from(self.joins.origin).where(*self.where)


def asked(plan: Plan, leg: Leg) -> Asked:
    """What every statement about a leg's facts is made of: the only place for period, scope and filters.

    A ranking that is not answered yet stands as words.
    """
    by = leg.by(plan)
    wants = frozenset(DIMENSIONS[name].key for name in (*by, *(f.dimension for f in plan.filters)))
    request = Request(scoping(plan.scope), leg.period, plan.reckoning, plan.books, wants)
    facts = SOURCES[leg.source].facts(request)
    joins = _joins(plan, leg, facts, request)
    shown: list[ColumnElement[Any]] = []
    groups: list[ColumnElement[Any]] = []
    for name in by:
        key, label = _shown(plan, name, joins.follow(DIMENSIONS[name]))
        groups += [key] if label is key else [key, label]
        shown += [key.label(name + KEY), label.label(name)]
    where = (*facts.where, *(_matches(plan, joins, condition) for condition in plan.filters))
    return Asked(facts, joins, tuple(shown), tuple(groups), where)


def compile_leg(plan: Plan, leg: Leg) -> Select[Any]:
    """The leg's SELECT: for each dimension key and label, the leg's measures, then ROWS and UNCONVERTED.

    Without dimensions it gives one row even where no fact matches.
    """
    of, per = asked(plan, leg), SOURCES[leg.source].per
    if leg.sightings:
        return _sightings(plan, leg, of)
    columns: list[Any] = [aggregated(MEASURES[name], of.facts.columns).label(name) for name in leg.measures]
    if any(calculation.kind in ALONG_TIME for calculation in plan.calculations) and not per and not leg.at:
        columns += known(leg.measures, of.facts.columns)
    columns += counts(leg.measures, of.facts)
    return _by_entity(leg, of, columns, per) if per else of.rows(*columns).group_by(*of.groups)


def _by_entity(leg: Leg, of: Asked, columns: list[Any], per: str) -> Select[Any]:
    """Each entity's aggregates first, within each group, and then what becomes of them."""
    entity = of.facts.columns[per]
    each = of.rows(entity.label(_ENTITY), *columns).group_by(*of.groups, entity).subquery("each")
    shown = [each.c[str(column.key)] for column in of.shown]
    values = [over(MEASURES[name], each.c[name]).label(name) for name in leg.measures]
    told = [summed(each.c[name]).label(name) for name in (ROWS, UNCONVERTED)]
    return select(*shown, *values, *told).group_by(*shown)


def _sightings(plan: Plan, leg: Leg, of: Asked) -> Select[Any]:
    """When the things of a distinct count were seen, by key."""
    measure = MEASURES[leg.measures[0]]
    thing: Any = measure.value(of.facts.columns)
    counted = [thing.is_not(None)] + ([measure.where(of.facts.columns)] if measure.where else [])
    things = of.rows(thing.label(THING)).where(*counted).distinct()
    return sighted(things, [name + KEY for name in plan.by[: leg.level]], f"{plan.grain}{KEY}", measure.name)


def _joins(plan: Plan, leg: Leg, facts: Facts, request: Request) -> Joins:
    """The joins to break down by: of 52 weeks before, the day is the one now that it meets."""
    if leg.when != BEFORE or plan.comparison is not Comparison.WEEKS_BEFORE:
        return Joins(facts.origin, facts.columns, request)
    met = {**facts.columns, "business_date": facts.columns["business_date"] + YEAR_OF_WEEKS.days}
    later = Period(leg.period.start + YEAR_OF_WEEKS, leg.period.end + YEAR_OF_WEEKS)
    return Joins(facts.origin, met, replace(request, period=later))


def _shown(plan: Plan, name: str, told: Told) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Key and label; what is beyond the kept values is one value, which its key tells from one of that name."""
    if plan.fold is None or plan.fold.dimension != name:
        return told.key, told.label
    ranking = plan.ranking(plan.fold)
    kept = _among(ranking, told)
    return case((kept, cast(told.key, SqlText)), else_=other_key(ranking)), case((kept, told.label), else_=OTHER)


def other_key(ranking: Ranking) -> str:
    """The key of what is beyond the kept values, told from a kept one that is called so."""
    return f"__{OTHER_KEY}" if OTHER_KEY in (ranking.keys or ()) else OTHER_KEY


def _matches(plan: Plan, joins: Joins, condition: Filter) -> ColumnElement[bool]:
    if not condition.ranked:
        return matching(joins, condition)
    return _among(plan.ranking(condition), joins.follow(DIMENSIONS[condition.dimension]))


def _among(ranking: Ranking, told: Told) -> ColumnElement[bool]:
    if ranking.keys is None:
        return told.key.in_([literal_column(f"/* {ranking} */ NULL")])
    return keyed(DIMENSIONS[ranking.dimension], told, ranking.keys)


def sql_text(statement: Select[Any]) -> str:
    """The statement as text with its values in place, for receipts and `explain`; never executed."""
    compiled = statement.compile(dialect=dialect(paramstyle="named"), compile_kwargs={"literal_binds": True})  # type: ignore[no-untyped-call]
    return str(compiled)

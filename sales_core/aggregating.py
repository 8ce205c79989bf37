"""From a measure to an aggregate, over rows and then, where a source has a `per`, over its entities."""

from collections.abc import Sequence
from typing import Any, assert_never

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, literal, or_

from sales_core.catalog.measures import MEASURES
from sales_core.catalog.model import Aggregate, Columns, Facts, Measure, Over, Unit

ROWS, UNCONVERTED = "rows__", "unconverted__"
"""Columns every leg adds: facts aggregated, and those among them without a rate."""


KNOWN = "__known"
"""Suffix of the column that counts the facts with a value of a measure, where it is summed along time."""


def aggregated(measure: Measure, columns: Columns) -> ColumnElement[Any]:
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


def over(measure: Measure, values: ColumnElement[Any]) -> ColumnElement[Any]:
    """What becomes of the values of entities; zero where none is above zero."""
    present = values > 0
    total = func.coalesce(func.sum(values).filter(present), 0)
    match measure.over:
        case Over.REPEATED:
            return func.count().filter(values >= 2)
        case Over.SUM:
            return total
        case Over.SUM_SQUARED:
            return total * total
        case Over.SQUARES:
            return func.coalesce(func.sum(values * values).filter(present), 0)
        case Over.LARGEST:
            return func.coalesce(func.max(values).filter(present), 0)
        case None:
            raise TypeError(f"the measure {measure.name!r} does not say what becomes of its entities")
        case kind:
            assert_never(kind)


def known(measures: Sequence[str], columns: Columns) -> list[ColumnElement[Any]]:
    """How many facts have a value of each measure that is a sum."""
    found: list[ColumnElement[Any]] = []
    for measure in (MEASURES[name] for name in measures):
        if measure.aggregate is Aggregate.SUM:
            count = func.count(measure.value(columns))
            counted = count.filter(measure.where(columns)) if measure.where else count
            found.append(counted.label(measure.name + KNOWN))
    return found


def counts(measures: Sequence[str], facts: Facts) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """How many facts at least one of the measures reads, and how many that money is read from have no rate."""
    money = [name for name in measures if MEASURES[name].unit is Unit.MONEY]
    lacking: ColumnElement[Any] = literal(0)
    if money and "rate" in facts.columns:
        lacking = _read(money, facts, facts.columns["rate"].is_(None))
    return _read(measures, facts).label(ROWS), lacking.label(UNCONVERTED)


def read_by(measures: Sequence[str], columns: Columns) -> tuple[ColumnElement[bool], ...]:
    """What holds of the facts that at least one of the measures reads; nothing where one reads all."""
    if any(MEASURES[name].where is None for name in measures):
        return ()
    conditions = {m.where: m.where(columns) for m in (MEASURES[n] for n in measures) if m.where is not None}
    return (or_(*conditions.values()),)


def _read(measures: Sequence[str], facts: Facts, *also: ColumnElement[bool]) -> ColumnElement[Any]:
    filters = (*read_by(measures, facts.columns), *also)
    return func.count().filter(and_(*filters)) if filters else func.count()


def summed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The sum of counts, as a count."""
    return cast(func.coalesce(func.sum(column), 0), BigInteger)

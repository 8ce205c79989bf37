"""The facts behind a number as rows: those of one source that its measures read, under the same WHERE as its leg."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, select

from db.schema.facts import orders
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.measures import MEASURES
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Aggregate, Count, Measure, SourceName, Sum, Unit
from sales_core.catalog.sources import SOURCES
from sales_core.compiler import KEY, Asked, asked, read_by, scoping
from sales_core.errors import AskError, UnknownName
from sales_core.export.columns import Column, Kind
from sales_core.formulas import measures_of
from sales_core.plan import NOW, Leg, Plan

MOST_A_PAGE = 1000
"""Rows that a page of facts has at most."""

_NAMED = ("customer", "product", "stock_code", "territory", "salesperson")
"""Dimensions that a fact is told by, where its source knows them."""

_STORED = (
    Column("quantity", "Quantity", Kind.QUANTITY),
    Column("list_price", "List price", Kind.MONEY),
    Column("net_price", "Net price", Kind.MONEY),
    Column("price", "Price", Kind.MONEY),
    Column("unit_cost", "Unit cost", Kind.MONEY),
    Column("currency", "Currency", Kind.TEXT),
    Column("rate", "Rate", Kind.MONEY),
)
"""Columns shown as they are stored; prices and costs are in the document's currency."""

_TRACED = (Column("import_id", "Import", Kind.WHOLE), Column("source_line", "Line of the file", Kind.WHOLE))
_KINDS = {Unit.MONEY: Kind.MONEY, Unit.COUNT: Kind.WHOLE, Unit.QUANTITY: Kind.QUANTITY, Unit.SHARE: Kind.SHARE}
_UNIQUE = ("order_id", "customer_id", "line_no", "person_id", "product_id", "quantity")


@dataclass(frozen=True, slots=True)
class Behind:
    """One page of the facts behind a number, the newest first.

    `sources` are all that the number is made of, `source` the one shown; `total` counts its facts over all pages.
    `frame` has the columns by name, with `customer__key`, `product__key` and `order__key` beside them; amounts are
    Decimals in the company's currency, missing where a measure does not read the fact or there is no rate.
    """

    plan: Plan
    source: SourceName
    sources: tuple[SourceName, ...]
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    page: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; one where there is no fact."""
        return max(1, -(-self.total // self.size))


def leg_behind(plan: Plan, source: SourceName | None) -> Leg:
    """The leg whose facts are shown: of the source asked for, else the first; reduced to what the metrics need."""
    wanted = frozenset().union(*(measures_of(name) for name in plan.metrics))
    legs = {leg.source: leg for leg in plan.legs if leg.when == NOW and not wanted.isdisjoint(leg.measures)}
    if source is not None and source not in legs:
        raise UnknownName("source of the number", source.value, [s.value for s in legs])
    leg = legs[source] if source else next(iter(legs.values()))
    return replace(leg, measures=tuple(m for m in leg.measures if m in wanted))


def sources_of(plan: Plan) -> tuple[SourceName, ...]:
    """The sources of the asked metrics, in the plan's order."""
    wanted = frozenset().union(*(measures_of(name) for name in plan.metrics))
    legs = [leg for leg in plan.legs if leg.when == NOW and not wanted.isdisjoint(leg.measures)]
    return tuple(dict.fromkeys(leg.source for leg in legs))


def read_page(connection: Connection, plan: Plan, leg: Leg, page: int, size: int) -> Behind:
    """A page of the leg's facts, and how many there are; `page` counts from 1."""
    if page < 1 or not 1 <= size <= MOST_A_PAGE:
        raise AskError(f"pages count from 1 and have 1 to {MOST_A_PAGE} rows, not page {page} of {size} rows")
    statement, columns = compile_behind(plan, leg)
    total = connection.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    cursor = connection.execute(statement.limit(size).offset((page - 1) * size)).cursor
    names = [column[0] for column in cursor.description or ()]
    frame = pd.DataFrame(cursor.fetchall(), columns=names, dtype=object)
    return Behind(plan, leg.source, sources_of(plan), columns, frame, page, size, int(total or 0))


def read_all(connection: Connection, plan: Plan, leg: Leg, batch: int = 2000) -> Iterator[list[tuple[Any, ...]]]:
    """Every fact of the leg in batches, the headings first, by a cursor on the server; memory stays that of a batch."""
    statement, columns = compile_behind(plan, leg)
    shown = statement.with_only_columns(*(statement.selected_columns[c.name] for c in columns))
    yield [tuple(column.name for column in columns)]
    streamed = connection.execution_options(stream_results=True, max_row_buffer=batch)
    for rows in streamed.execute(shown).partitions(batch):
        yield [tuple(row) for row in rows]


def compile_behind(plan: Plan, leg: Leg) -> tuple[Select[Any], tuple[Column, ...]]:
    """The SELECT of the leg's facts, newest first and in one order, and those of its columns that are for people."""
    of = asked(plan, leg)
    columns = of.facts.columns
    found = [(Column("day", "Day", Kind.DAY), columns["business_date"])]
    inner: list[ColumnElement[Any]] = []
    for name in _NAMED:
        if DIMENSIONS[name].key in columns:
            told = of.joins.follow(DIMENSIONS[name])
            found.append((Column(name, DIMENSIONS[name].label, Kind.TEXT), told.label))
            inner += [told.key.label(name + KEY)] if name in ("customer", "product") else []
    hidden = () if plan.costs else ("unit_cost",)
    found += [(c, columns[c.name]) for c in _STORED if c.name in columns and c.name not in hidden]
    found += [(_of_measure(m), _amount(m, of)) for m in map(MEASURES.__getitem__, leg.measures) if _adds(m)]
    origin = of.joins.origin
    if {"customer_id", "order_id"} <= set(columns):
        noted = orders.alias("noted")
        same = and_(noted.c.customer_id == columns["customer_id"], noted.c.order_id == columns["order_id"])
        origin = origin.outerjoin(noted, and_(same, scoping(plan.scope)(noted)))
        found.insert(0, (Column("document", "Document", Kind.TEXT), noted.c.document_no))
        found.append((Column("origin", "Origin", Kind.TEXT), noted.c.source))
        inner.append(columns["order_id"].label("order" + KEY))
    found += [(c, columns[c.name]) for c in _TRACED if c.name in columns]
    shown = [expression.label(column.name) for column, expression in found]
    unique = [columns[name] for name in _UNIQUE if name in columns]
    statement = (
        select(*shown, *inner)
        .select_from(origin)
        .where(*of.where, *read_by(leg.measures, columns))
        .order_by(columns["business_date"].desc(), *unique)
    )
    return statement, tuple(column for column, _ in found)


def _adds(measure: Measure) -> bool:
    return measure.aggregate in (Aggregate.SUM, Aggregate.COUNT)


def _amount(measure: Measure, of: Asked) -> ColumnElement[Any]:
    """What the fact adds to the measure; missing where the measure does not read it."""
    value: Any = literal(1) if measure.aggregate is Aggregate.COUNT else measure.value(of.facts.columns)
    return case((measure.where(of.facts.columns), value)) if measure.where else value


def _of_measure(measure: Measure) -> Column:
    named = (m.label for m in METRICS.values() if m.formula in (Sum(measure.name), Count(measure.name)))
    heading = next(named, measure.name.replace("_", " ").capitalize())
    return Column(measure.name, heading, _KINDS.get(measure.unit, Kind.QUANTITY))


def label_of(source: SourceName) -> str:
    """What the facts of a source are, for people."""
    return SOURCES[source].label

"""The SQL oracle at work: one statement a side of a question, every metric and every total in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, text

from sales_core.query import Filter, Query
from sales_core.viewer import Scope
from tests.oracle.calendars import GRAINS
from tests.oracle.periods import Days
from tests.oracle.statement_filters import conditions
from tests.oracle.statement_labels import Folding, joins, keys, retail_calendar
from tests.oracle.statement_sources import first_orders, rates_told, rows, statuses
from tests.oracle.statements import SPREADS, STATEMENTS, Part, Spread

Key = tuple[Any, ...]
Values = dict[str, dict[Key, Fraction | None]]
"""By metric and key; a dimension's part of a key is (key, label), and a total's key has the leading parts alone."""


NOTHING_FOLDED = Folding()


@dataclass(frozen=True, slots=True)
class Side:
    """A question about the days of one side."""

    query: Query
    scope: Scope
    kept: dict[Filter, frozenset[object]] = field(default_factory=dict)
    folding: Folding = NOTHING_FOLDED

    @property
    def columns(self) -> list[str]:
        """The key's columns, as the sources give them."""
        return [f"k{n}" for n in range(sum(1 if name in GRAINS else 2 for name in self.query.by))]

    @property
    def levels(self) -> dict[int, int]:
        """Level -> how many columns its keys have; the deepest first, whose columns have types."""
        sizes = [1 if name in GRAINS else 2 for name in self.query.by]
        least = 0 if self.query.totals else len(sizes)
        return {level: sum(sizes[:level]) for level in range(len(sizes), least - 1, -1)}

    def statement(self) -> tuple[str, dict[str, Any]]:
        """The whole SQL, and what is bound to it besides the days."""
        query, scope, reckoning = self.query, self.scope, self.query.reckoning
        filters, bound = conditions(query.filters, scope, reckoning, self.kept)
        used = {part.source for name in query.metrics for part in _parts_of(name)}
        tables = (retail_calendar(reckoning), rates_told(reckoning), first_orders(scope, reckoning))
        sources = (self._source(source, filters) for source in sorted(used))
        unions = " UNION ALL ".join(select for name in query.metrics for select in self._selects(name))
        shown = ", ".join(("metric", "level", *self.columns))
        return (
            f"WITH {', '.join((*tables, *sources))} SELECT {shown}, "
            "sum(v) FILTER (WHERE role = 'n'), sum(v) FILTER (WHERE role = 'd'), bool_or(missing) "
            f"FROM ({unions}) AS parts GROUP BY {shown}",
            bound,
        )

    def _selects(self, metric: str) -> Iterator[str]:
        for level, size in self.levels.items():
            if metric in SPREADS:
                yield from self._spread(metric, SPREADS[metric], level, size)
                continue
            for role, side in zip("nd", STATEMENTS[metric], strict=True):
                for part in side:
                    yield self._part(metric, role, part, level, size)

    def _source(self, source: str, filters: str) -> str:
        query = self.query
        names = {*query.by, *(f.dimension for f in query.filters)}
        shown = "".join(f", {key} AS k{n}" for n, key in enumerate(self._keys()))
        return (
            f"of_{source} AS MATERIALIZED (SELECT f.*, f.status IN ({statuses(query.reckoning)}) AS counts{shown} "
            f"FROM ({rows(source, self.scope, query.reckoning)}) AS f {joins(names)} "
            f"WHERE f.day >= :first AND f.day < :after{filters})"
        )

    def _keys(self) -> Iterator[str]:
        return keys(self.query.by, self.scope, self.query.reckoning, self.folding)

    def _head(self, metric: str, role: str, level: int, size: int) -> str:
        kept = self.columns[:size]
        cut = "".join(f", {c if c in kept else f'NULL AS {c}'}" for c in self.columns)
        return f"SELECT '{metric}' AS metric, {level} AS level{cut}, '{role}' AS role"

    def _part(self, metric: str, role: str, part: Part, level: int, size: int) -> str:
        kept = self.columns[:size]
        grouped = f"GROUP BY {', '.join(kept)}" if kept else ""
        return (
            f"{self._head(metric, role, level, size)}, "
            f"{part.sign} * ({part.aggregate})::numeric AS v, {part.missing} AS missing "
            f"FROM of_{part.source} AS f WHERE {part.where} {grouped}"
        )

    def _spread(self, metric: str, spread: Spread, level: int, size: int) -> Iterator[str]:
        kept = [*self.columns[:size], spread.thing]
        each = " UNION ALL ".join(
            f"SELECT {', '.join(kept)}, {part.sign} * ({part.aggregate})::numeric AS v FROM of_{part.source} AS f "
            f"WHERE {part.where} AND {spread.thing} <> 0 GROUP BY {', '.join(kept)}"
            for part in spread.each
        )
        things = f"SELECT {', '.join(kept)}, sum(v) AS x FROM ({each}) AS e GROUP BY {', '.join(kept)}"
        things += f" HAVING {spread.having}"
        grouped = f"GROUP BY {', '.join(kept[:-1])}" if kept[:-1] else ""
        for role, value in (("n", spread.numerator), ("d", spread.denominator)):
            if value:
                head = self._head(metric, role, level, size)
                yield f"{head}, ({value})::numeric AS v, false AS missing FROM ({things}) AS things {grouped}"


def _parts_of(metric: str) -> tuple[Part, ...]:
    if metric in SPREADS:
        return SPREADS[metric].each
    numerator, denominator = STATEMENTS[metric]
    return (*numerator, *denominator)


def _is_quotient(metric: str) -> bool:
    return bool(SPREADS[metric].denominator if metric in SPREADS else STATEMENTS[metric][1])


def values(connection: Connection, side: Side, days: Days) -> Values:
    """Every metric by key; what is divided is divided exactly."""
    sql, bound = side.statement()
    found: Values = {name: {} for name in side.query.metrics}
    for row in connection.execute(text(sql), {**bound, "first": days[0], "after": days[1]}):
        metric, level, *flat, numerator, denominator, missing = row
        found[metric][tuple(_key(side.query.by[:level], flat))] = _value(metric, numerator, denominator, bool(missing))
    return found


def _key(by: tuple[str, ...], flat: list[Any]) -> Iterator[Any]:
    parts = iter(flat)
    for name in by:
        yield next(parts) if name in GRAINS else (next(parts), next(parts))


def _value(metric: str, numerator: Any, denominator: Any, missing: bool) -> Fraction | None:
    if missing:
        return None
    if not _is_quotient(metric):
        return Fraction(numerator or 0)
    return Fraction(numerator or 0) / Fraction(denominator) if denominator else None

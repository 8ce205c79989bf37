"""Ways to a wrong number, each planted in the running engine: what replaces a function of ours for one run."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import ColumnElement, and_, true

from db.schema import metadata
from db.schema.facts import payments
from sales_core import compiler, composer, gathering, joins, workspace
from sales_core.catalog import reckoned
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Facts, Lookup, Ratio, Request, SourceName
from sales_core.catalog.sources import SOURCES
from sales_core.periods import Period
from sales_core.plan import Leg, Plan
from sales_core.viewer import Scope

Plant = Callable[[pytest.MonkeyPatch], None]
Answers = Iterable[tuple[Leg, Sequence[Mapping[str, Any]]]]


def join_fan_out(patch: pytest.MonkeyPatch) -> None:
    """Lines are joined to the payments of their order before they are summed."""
    right = SOURCES[SourceName.LINES]

    def facts(asked: Request) -> Facts:
        found, paid = right.facts(asked), payments.alias("joined_too_early")
        of_order = (found.columns["customer_id"], found.columns["order_id"])
        same = and_(paid.c.customer_id == of_order[0], paid.c.order_id == of_order[1])
        return Facts(found.origin.outerjoin(paid, same), found.columns, found.where)

    patch.setitem(SOURCES, SourceName.LINES, replace(right, facts=facts))


def dropped_scope(patch: pytest.MonkeyPatch) -> None:
    """The plan says everything, whoever asks."""
    patch.setattr(Scope, "setting", property(lambda scope: "everything"))


def dropped_filter(patch: pytest.MonkeyPatch) -> None:
    """No filter reaches the statement."""
    patch.setattr(compiler, "matching", lambda *_: true())


def off_by_one_period(patch: pytest.MonkeyPatch) -> None:
    """The day after the last is in the period too."""
    right = reckoned.before

    def before(asked: Request, end: Any, day: Any, moment: Any) -> tuple[ColumnElement[bool], ...]:
        return right(asked, end + timedelta(days=1), day, moment)

    patch.setattr(reckoned, "before", before)


def wrong_time_zone(patch: pytest.MonkeyPatch) -> None:
    """Days are the company's, whatever clock is asked for."""
    patch.setattr(reckoned, "day_of", lambda asked, day, moment: day)


def nulls_lost(patch: pytest.MonkeyPatch) -> None:
    """Names are joined so that what has none is gone."""

    def look_up(self: joins.Joins, start: str, path: tuple[Lookup, ...], key: Any) -> Any:
        table = metadata.tables[f"sales.{path[-1].table}"].alias()
        self.origin = self.origin.join(table, table.c[path[-1].key] == key)
        return table

    patch.setattr(joins.Joins, "_look_up", look_up)


def distinct_summed(patch: pytest.MonkeyPatch) -> None:
    """Totals are the sums of their parts."""
    right = gathering.gather

    def gather(plan: Plan, answers: Answers) -> gathering.Gathered:
        found = right(plan, answers)
        cells = found.now.cells
        for key in [k for k in cells if len(k) < len(plan.by)]:
            parts = [c for k, c in cells.items() if len(k) == len(plan.by) and k[: len(key)] == key]
            cells[key] = {name: sum(Decimal(p[name] or 0) for p in parts if name in p) for name in cells[key]}
        return found

    patch.setattr(workspace, "gather", gather)


def mean_of_ratios(patch: pytest.MonkeyPatch) -> None:
    """The total of a ratio is the mean of its parts."""
    right = composer.compose

    def compose(plan: Plan, found: gathering.Gathered) -> tuple[dict[str, list[Any]], int]:
        columns, count = right(plan, found)
        levels = columns.get("level", [])
        for name in plan.metrics:
            if isinstance(METRICS[name].formula, Ratio):
                parts = [v for v, n in zip(columns[name], levels, strict=False) if n == len(plan.by) and v is not None]
                mean = round(sum(parts, Decimal(0)) / len(parts), 12) if parts else None
                pairs = zip(columns[name], levels, strict=False)
                columns[name] = [mean if n == 0 else v for v, n in pairs] or columns[name]
        return columns, count

    patch.setattr(workspace, "compose", compose)


def wrong_comparison(patch: pytest.MonkeyPatch) -> None:
    """The year before is 365 days before, leap year or not."""
    year = timedelta(days=365)
    patch.setattr(Period, "year_before", lambda period: Period(period.start - year, period.end - year))


FAULTS: dict[str, Plant] = {
    plant.__name__.replace("_", " "): plant
    for plant in (
        join_fan_out,
        dropped_scope,
        dropped_filter,
        off_by_one_period,
        wrong_time_zone,
        nulls_lost,
        distinct_summed,
        mean_of_ratios,
        wrong_comparison,
    )
}


IMPLIED = {"by": ("grain",), "filters": ("rankings", "topics"), "fold": ("rankings",)}
"""Fields that say again what another one says."""


def key_without(patch: pytest.MonkeyPatch, name: str) -> None:
    """Answers are remembered under a key that a field of the plan is not in, nor what legs and SQL say of it."""
    gone = {name, "legs", "definitions", *IMPLIED.get(name, ())}
    kept = [field.name for field in fields(Plan) if field.name not in gone]
    patch.setattr(Plan, "key", property(lambda plan: repr([getattr(plan, field) for field in kept])))
    patch.setattr(workspace, "_recipe", lambda plan: "")

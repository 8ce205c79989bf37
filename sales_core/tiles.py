"""Totals with their change, course and target, ready to be drawn as tiles."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Direction, Metric, Unit
from sales_core.result import BEFORE_SUFFIX, GROWTH_SUFFIX, Result
from sales_core.series import Series, series_of
from sales_core.wording import Number, change, exact, number, short

GOOD, BAD, FLAT = "good", "bad", "flat"


@dataclass(frozen=True, slots=True)
class Target:
    """What was to be reached; `share` of it is reached, from 0, over 1 where it is passed."""

    share: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One metric's total. `tone` says whether the change is good, by the metric's own direction."""

    metric: Metric
    value: str
    exact: str
    change: str
    rising: bool
    tone: str
    course: tuple[float, ...]
    target: Target | None


def tiles_of(totals: Result, course: Result, quota: Result | None, currency: str, today: date) -> tuple[Tile, ...]:
    """A tile a metric of `totals`, in its order; `course` has the same metrics by a grain, `quota` the target."""
    return tuple(
        _tile(METRICS[name], totals, series_of(course, name, today), quota, currency) for name in totals.plan.metrics
    )


def _tile(metric: Metric, totals: Result, series: Series, quota: Result | None, currency: str) -> Tile:
    now = _cell(totals, metric.name)
    moved, text = _change(totals, metric, currency)
    return Tile(
        metric=metric,
        value=short(now, metric.unit, currency),
        exact=exact(now, metric.unit, currency),
        change=text,
        rising=moved is not None and moved > 0,
        tone=_tone(metric.direction, moved) if any(digit in text for digit in "123456789") else FLAT,
        course=tuple(float(series.now[i] or 0) for i in series.whole),
        target=_target(quota, currency) if metric.name == "net_sales" and quota else None,
    )


def _change(totals: Result, metric: Metric, currency: str) -> tuple[Number | None, str]:
    """By how much it moved, and in words; where no growth is defined, the amounts' difference; else nothing."""
    if not totals.plan.before:
        return None, ""
    growth, now, before = (_cell(totals, metric.name + end) for end in (GROWTH_SUFFIX, "", BEFORE_SUFFIX))
    if growth is not None:
        return growth, change(growth, metric.unit)
    if now is None or before is None or before == 0:
        return None, ""
    moved = Decimal(now) - Decimal(before)
    return moved, ("+" if moved > 0 else "") + short(moved, metric.unit, currency)


def _tone(direction: Direction, moved: Number | None) -> str:
    if not moved or direction is Direction.NEUTRAL:
        return FLAT
    return GOOD if (moved > 0) == (direction is Direction.UP) else BAD


def _target(quota: Result, currency: str) -> Target | None:
    """How much of the quota is reached by what salespeople are credited with; nothing without a quota."""
    wanted, share = _cell(quota, "quota"), _cell(quota, "quota_attainment")
    if not wanted or wanted <= 0 or share is None:
        return None
    credited = short(_cell(quota, "credited_sales"), Unit.MONEY, currency)
    return Target(Decimal(share), f"{credited} credited, {share:.0%} of {short(wanted, Unit.MONEY, currency)} quota")


def _cell(result: Result, column: str) -> Number | None:
    return number(result.frame[column].iloc[0])

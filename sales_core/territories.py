"""The questions of the territories page, and its answer as places on a map."""

from dataclasses import dataclass
from html import escape
from math import sqrt

from sales_core.catalog.metrics import METRICS
from sales_core.geography.countries import codes_of
from sales_core.periods import PeriodSpec
from sales_core.query import Comparison, Query
from sales_core.questions import about, margin_or, parts
from sales_core.result import BEFORE_SUFFIX, GROWTH_SUFFIX, Result
from sales_core.slices import additive
from sales_core.viewer import Viewer
from sales_core.wording import Number, change, exact, number, short

LEVELS = ("territory", "country", "region")
SHOWN = ("net_sales", "orders", "customers", "units")
"""Metrics that the map can be shaded by; the first is the usual one."""

DEFAULT = Query(
    metrics=SHOWN[:1],
    period=PeriodSpec.parse("last_90_days"),
    by=LEVELS[:1],
    comparison=Comparison.PREVIOUS_PERIOD,
)
"""`by` names the level that the list is of; the map is always by country."""


def normal(asked: Query) -> Query:
    """The question with one metric and one level that the page knows."""
    metric = next((name for name in asked.metrics if name in SHOWN), SHOWN[0])
    level = next((name for name in asked.by if name in LEVELS), LEVELS[0])
    return about(asked, metrics=(metric,), by=(level,), comparison=asked.comparison)


def tile_metrics(viewer: Viewer) -> tuple[str, ...]:
    """Six metrics of the places chosen."""
    return ("net_sales", "orders", "customers", "average_order_value", margin_or("units", viewer), "new_customers")


def by_country(asked: Query) -> Query:
    """What the map shows."""
    return parts(asked, asked.metrics[0], "country")


@dataclass(frozen=True, slots=True)
class Place:
    """A country with a value. `labels` are its names in the answer; `weight` is drawn, `told` is hovered text."""

    labels: tuple[str, ...]
    codes: tuple[str, ...]
    weight: float
    told: str


@dataclass(frozen=True, slots=True)
class Places:
    """An answer by country: what can be drawn, and what can not, each a label with its value in words."""

    drawn: tuple[Place, ...]
    left: tuple[tuple[str, str], ...]


def places_of(result: Result, currency: str) -> Places:
    """Every row of an answer by country is in exactly one of the two; names of one country become one place."""
    (metric,) = result.plan.metrics
    unit = METRICS[metric].unit
    drawn: dict[tuple[str, ...], Place] = {}
    sums: dict[tuple[str, ...], float] = {}
    left = []
    for label, value, told in _rows(result, metric, currency):
        codes = codes_of(label)
        if not codes:
            left.append((label, short(value, unit, currency)))
            continue
        sums[codes] = _together(metric, sums.get(codes), float(value or 0))
        known, weight = drawn.get(codes), sqrt(max(0.0, sums[codes]))
        drawn[codes] = (
            Place((*known.labels, label), codes, weight, f"{known.told}<br>{told}")
            if known
            else Place((label,), codes, weight, told)
        )
    return Places(tuple(drawn.values()), tuple(left))


def _together(metric: str, known: float | None, value: float) -> float:
    """What two names of one country come to; of customers that both may have, only that they are no fewer than each."""
    if known is None:
        return value
    return known + value if additive(metric) else max(known, value)


def _rows(result: Result, metric: str, currency: str) -> list[tuple[str, Number | None, str]]:
    frame, unit = result.frame, METRICS[metric].unit
    growths = frame[metric + GROWTH_SUFFIX] if metric + BEFORE_SUFFIX in frame.columns else [None] * len(frame)
    found = []
    for label, cell, growth in zip(frame["country"], frame[metric], growths, strict=True):
        value, grown = number(cell), number(growth)
        moved = f"<br>{change(grown, unit)} on before" if grown is not None else ""
        found.append((str(label), value, f"<b>{escape(str(label))}</b><br>{exact(value, unit, currency)}{moved}"))
    return found


def of_places(found: Places, metric: str) -> str:
    """What the map shows and what it leaves to the list."""
    count = len(found.drawn)
    countries = "1 country is" if count == 1 else f"{count} countries are"
    said = f"{countries} on the map, darker for more; press one to look at it alone."
    if not found.left:
        return said
    named = "; ".join(f"{label} {value}" for label, value in found.left[:4])
    more = f" and {len(found.left) - 4} more" if len(found.left) > 4 else ""
    whole = "" if additive(metric) else " (which may share customers or orders with others)"
    return f"{said} Not on the map, but in every figure: {named}{more}{whole}."

"""Calculations along an answer, each from the raw facts again: cumulative, rolling, share, rank, Pareto class."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sales_core.query import Calculation, CalculationKind, Query
from tests.oracle.calendars import GRAINS, buckets
from tests.oracle.document_sums import METRICS, SOURCES
from tests.oracle.parties import Record
from tests.oracle.sides import Key, Side, rounded, twelve
from tests.oracle.sums import Facts, Number

MOST_FILLED = 20_000
"""Rows; where there would be more, buckets nothing fell in are left out of answers by more than time."""

Rows = dict[Key, Record]


def place_of(query: Query) -> int | None:
    """Where the bucket stands in a key."""
    return next((n for n, name in enumerate(query.by) if name in GRAINS), None)


def spanned(query: Query, place: int, keys: list[Key]) -> list[date]:
    """Every bucket from the first to the last that a key has."""
    known = [key[place] for key in keys if len(key) > place]
    if not known:
        return []
    first, last = min(known), max(known)
    return buckets((first, last + timedelta(days=1)), query.by[place], query.reckoning)


def between(query: Query, keys: list[Key]) -> list[Key]:
    """The keys of every bucket between the first and the last, of each value, whether anything fell in or not."""
    place = place_of(query)
    if place is None:
        return []
    courses = {(key[:place], key[place + 1 :]) for key in keys if len(key) > place}
    all_buckets = spanned(query, place, keys)
    details = sum(1 for ahead, behind in courses if len(ahead) + len(behind) + 1 == len(query.by))
    if len(query.by) > 1 and details * len(all_buckets) > MOST_FILLED:
        return []
    return [(*ahead, b, *behind) for ahead, behind in courses for b in all_buckets]


def along(
    query: Query, calculation: Calculation, now: Side, rows: Rows, today: date, other: str | None
) -> dict[Key, Any]:
    """The calculation's value by key; of a row that has none there is none. `other` is Other's key, None without."""
    metric, details = calculation.metric, {k: r for k, r in rows.items() if len(k) == len(query.by)}
    if query.fold:
        beyond = f"{query.fold.dimension}__key"
        details = {k: r for k, r in details.items() if r[beyond] != other}
    match calculation.kind:
        case CalculationKind.CUMULATIVE | CalculationKind.ROLLING:
            return running(query, calculation, now, rows, today)
        case CalculationKind.SHARE:
            whole = METRICS[metric](everything(query, metric, now))
            return {k: share(r[metric], whole) for k, r in rows.items()}
        case CalculationKind.RANK:
            values = [r[metric] for r in details.values() if r[metric] is not None]
            return {
                k: None if r[metric] is None else 1 + sum(v > r[metric] for v in values) for k, r in details.items()
            }
        case CalculationKind.PARETO:
            return {k: pareto(r[metric], [r[metric] for r in details.values()]) for k, r in details.items()}


def everything(query: Query, metric: str, now: Side) -> Facts:
    """All facts of the answer."""
    found: Facts = {source: [] for source in SOURCES[metric]}
    for key, facts in now.facts.items():
        for source in found if len(key) == len(query.by) else ():
            found[source] += facts.get(source, [])
    return found


def share(value: Any, whole: Number) -> Any:
    """Of the whole, at twelve decimals."""
    return twelve(Fraction(value) / whole) if value is not None and whole else None


def pareto(value: Any, values: list[Any]) -> str | None:
    """By the part of the whole that larger ones have; what is zero or less is no part of it."""
    if value is None or value <= 0:
        return None if value is None else "none"
    whole = sum((Fraction(v) for v in values if v is not None and v > 0), Fraction(0))
    before = sum((Fraction(v) for v in values if v is not None and v > value), Fraction(0)) / whole
    return "A" if before < Fraction(80, 100) else "B" if before < Fraction(95, 100) else "C"


def running(query: Query, calculation: Calculation, now: Side, rows: Rows, today: date) -> dict[Key, Any]:
    """The metric over the facts of the bucket and those before it, all or as many as the window has."""
    place, metric, window = place_of(query), calculation.metric, calculation.window
    assert place is not None
    order = spanned(query, place, list(rows))
    found: dict[Key, Any] = {}
    for key in rows:
        if len(key) <= place:
            continue
        end = order.index(key[place]) + 1
        begin = end - window if window else 0
        nothing_yet = key[place] > today and not any(now.of(key, metric).values())
        if begin < 0 or nothing_yet:
            found[key] = None
            continue
        facts: Facts = {source: [] for source in SOURCES[metric]}
        for b in order[begin:end]:
            for source, more in now.of((*key[:place], b, *key[place + 1 :]), metric).items():
                facts[source] += more
        found[key] = rounded(metric, METRICS[metric](facts))
    return found

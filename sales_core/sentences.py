"""What a figure says, in a sentence under it: made of the answer that the figure draws, and of nothing else."""

from datetime import date, timedelta
from decimal import Decimal

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Direction
from sales_core.periods import FIRST_DAY, Grain, Period
from sales_core.query import Comparison
from sales_core.result import Result
from sales_core.series import Series, series_of
from sales_core.slices import Slice, slices_of, total_of
from sales_core.tiles import BAD, GOOD, Tile
from sales_core.wording import Number, days, grouped, number, percent, short

_BEFORE = {
    Comparison.NONE: "",
    Comparison.PREVIOUS_PERIOD: "the period before",
    Comparison.YEAR_BEFORE: "the year before",
    Comparison.WEEKS_BEFORE: "52 weeks before",
}


def of_days(period: Period) -> str:
    """The days of a period as they are said: 25 Aug to 22 Nov 2026; "all days" where it begins with the calendar."""
    first, last = period.start, period.end - timedelta(days=1)
    if first == FIRST_DAY:
        return "all days"
    return days(first, last)


def of_tiles(tiles: tuple[Tile, ...], totals: Result) -> str:
    """How the totals moved: what went well, what did not; and the lines that amounts leave out, if there are any."""
    if not totals.plan.before:
        return f"Totals of {of_days(totals.plan.period)}.{_left_out(totals)}"
    good = [t for t in tiles if t.tone == GOOD]
    bad = [t.metric.label.lower() for t in tiles if t.tone == BAD]
    known = sum(tile.change != "" for tile in tiles)
    moved = [f"{len(good)} of {known} moved the right way" if good else "", _wrong(bad)]
    said = ", ".join(part for part in moved if part) or "nothing moved either way"
    return f"Against {_BEFORE[totals.plan.comparison]} ({of_days(totals.plan.before)}), {said}.{_left_out(totals)}"


def _left_out(totals: Result) -> str:
    lines = totals.receipt.unconverted
    if not lines:
        return ""
    said = "1 line has" if lines == 1 else f"{grouped(lines)} lines have"
    return f" {said} no rate to the company's currency; amounts leave {'it' if lines == 1 else 'them'} out."


def of_trend(result: Result, metric: str, currency: str, today: date) -> str:
    """The best and the weakest whole bucket, and how many beat the comparison."""
    series = series_of(result, metric, today)
    whole = list(series.whole)
    if not whole:
        return f"No whole {series.size} lies in the period yet."
    best, worst = _extremes(series, whole)
    unit = METRICS[metric].unit
    said = f"The best {series.size} was {_bucket(series, best)} with {short(series.now[best], unit, currency)}"
    if len(whole) > 1:
        said += f", the weakest {_bucket(series, worst)} with {short(series.now[worst], unit, currency)}"
    return said + "." + _beaten(series, whole) + _cut_short(series)


def of_parts(result: Result, metric: str, currency: str) -> str:
    """Who leads with what share, and what the first three make together."""
    found = slices_of(result, metric, max(1, len(result.frame)))
    total = total_of(found)
    (dimension,) = result.plan.by
    first, unit = found[0], METRICS[metric].unit
    if len(found) == 1:
        return f"All of it is of one {DIMENSIONS[dimension].label.lower()}: {first.label}."
    said = f"{first.label} leads with {short(first.now, unit, currency)}{_share(first.now, total)}"
    if len(found) > 3:
        top = total_of(found[:3])
        said += f"; the first three of {len(found)} make {_percent(top, total)}" if total > 0 else ""
    return said + "." + _mover(found, dimension)


def of_ranking(result: Result, metric: str, currency: str, totals: Result) -> str:
    """What the listed rows make of the whole; `totals` has the metric's total over all rows."""
    found = slices_of(result, metric, max(1, len(result.frame)))
    (dimension,) = result.plan.by
    listed, name = total_of(found), DIMENSIONS[dimension].label.lower()
    what = f"{len(found)} {plural(name)} listed here make" if len(found) > 1 else f"one {name} listed here makes"
    said = f"The {what} {short(listed, METRICS[metric].unit, currency)}"
    total = number(totals.frame[metric].iloc[0])
    if total is None or total <= 0 or listed <= 0:
        return said + "."
    return said + f", {_percent(listed, Decimal(total))} of {METRICS[metric].label.lower()}."


def _extremes(series: Series, whole: list[int]) -> tuple[int, int]:
    """Positions of the best and the weakest bucket; the earlier of equals."""
    down = METRICS[series.metric].direction is Direction.DOWN
    ranked = sorted(whole, key=lambda i: Decimal(series.now[i] or 0), reverse=not down)
    return ranked[0], ranked[-1]


def _beaten(series: Series, whole: list[int]) -> str:
    if series.before is None:
        return ""
    pairs = [(series.now[i], series.before[i]) for i in whole if series.before[i] is not None]
    if not pairs:
        return ""
    above = sum(1 for now, before in pairs if now is not None and before is not None and now > before)
    return f" {above} of {len(pairs)} {series.size}s lie above the {series.before_name.lower()}."


def _cut_short(series: Series) -> str:
    cut = sum(part and value is not None for part, value in zip(series.partial, series.now, strict=True))
    if not cut:
        return ""
    return f" {cut} {series.size}{'s are' if cut > 1 else ' is'} not whole, and drawn open."


def _mover(found: tuple[Slice, ...], dimension: str) -> str:
    """The part that gained most and the one that lost most, in amounts."""
    moved = [(Decimal(s.now or 0) - Decimal(s.before), s.label) for s in found if s.before is not None and not s.rest]
    if not moved:
        return ""
    gained, lost = max(moved), min(moved)
    parts = [f"{gained[1]} gained most" if gained[0] > 0 else "", f"{lost[1]} lost most" if lost[0] < 0 else ""]
    said = ", ".join(part for part in parts if part)
    return f" {said}." if said else f" No {DIMENSIONS[dimension].label.lower()} moved."


def plural(name: str) -> str:
    """More than one of what a dimension names: territories, products."""
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def _bucket(series: Series, position: int) -> str:
    said = series.named(position)
    return said.replace("week of", "that of") if series.grain is Grain.WEEK else said


def _share(part: Number | None, total: Decimal) -> str:
    return f", {_percent(Decimal(part or 0), total)} of the whole" if total > 0 else ""


def _percent(part: Decimal, total: Decimal) -> str:
    share = part / total
    if 0 < share < Decimal("0.001"):
        return f"less than {percent(Decimal('0.001'), 1)}"
    return percent(share, 1 if abs(share) < Decimal("0.1") else 0)


def _wrong(labels: list[str]) -> str:
    return f"{_listed(labels)} the wrong way" if labels else ""


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"

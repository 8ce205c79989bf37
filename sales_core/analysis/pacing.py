"""Credited sales and quota, both added up from the first day: whether the pace holds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sales_core.calendars import bucket_end
from sales_core.catalog.model import Unit
from sales_core.periods import Grain
from sales_core.result import Result
from sales_core.wording import Number, number, percent, short


@dataclass(frozen=True, slots=True)
class Pace:
    """Both sums at the end of each bucket, in order of time; `credited` is missing after today.

    `due` and `done` are the two at the last bucket that is over, None before there is one.
    """

    grain: Grain
    starts: tuple[date, ...]
    credited: tuple[Number | None, ...]
    quota: tuple[Number | None, ...]
    done: Decimal | None
    due: Decimal | None


def pace_of(result: Result, today: date) -> Pace:
    """Out of an answer by a grain with both sums."""
    grain = result.plan.grain
    if grain is None:
        raise ValueError("a pace needs an answer by a grain")
    frame = result.frame.sort_values(grain.value)
    starts = tuple(frame[grain.value])
    sums = tuple(number(cell) for cell in frame["credited_sales__cumulative"])
    quota = tuple(number(cell) for cell in frame["quota__cumulative"])
    over = [i for i, start in enumerate(starts) if bucket_end(start, grain, result.plan.reckoning) <= today]
    last = over[-1] if over else None
    return Pace(
        grain=grain,
        starts=starts,
        credited=tuple(None if start > today else value for start, value in zip(starts, sums, strict=True)),
        quota=quota,
        done=None if last is None else Decimal(sums[last] or 0),
        due=None if last is None else Decimal(quota[last] or 0),
    )


def of_pace(pace: Pace, currency: str) -> str:
    """How far ahead or behind, at the last bucket that is over."""
    if pace.done is None or pace.due is None:
        return f"No whole {pace.grain.value} lies in the period yet."
    done = short(pace.done, Unit.MONEY, currency)
    if pace.due <= 0:
        return f"{done} credited so far; there is no quota in these days."
    gap, name = pace.done - pace.due, pace.grain.value.replace("_", " ")
    way = "ahead of" if gap >= 0 else "behind"
    return (
        f"By the end of the last whole {name} {done} were credited, {percent(pace.done / pace.due)} of the "
        f"{short(pace.due, Unit.MONEY, currency)} due by then: {short(abs(gap), Unit.MONEY, currency)} {way} the pace."
    )

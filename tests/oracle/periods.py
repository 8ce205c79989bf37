"""What a period is compared with, which buckets stand side by side, and which are not whole: by the definitions."""

from calendar import monthrange
from datetime import date, timedelta

from sales_core.query import Comparison, Query
from tests.oracle.rows import bucket

Days = tuple[date, date]
"""First day, and the day after the last."""


def year_earlier(day: date) -> date:
    """The same date a year before; 29 February's is the 28th."""
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))


def months_earlier(day: date, months: int) -> date:
    """The first of the month that many months before a first of a month."""
    assert day.day == 1
    place = day.year * 12 + day.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def periods(query: Query, days: Days, today: date) -> tuple[Days, Days | None]:
    """The period of the question and the one it is held against."""
    start, end = days
    elapsed = (today - start).days + 1
    cut = query.like_for_like and 0 < elapsed < (end - start).days
    match query.comparison:
        case Comparison.NONE:
            return days, None
        case Comparison.YEAR_BEFORE:
            first, last = year_earlier(start), year_earlier(today + timedelta(days=1) if cut else end)
            return days, (first, max(last, first + timedelta(days=1)))
        case Comparison.PREVIOUS_PERIOD:
            whole = start.day == 1 and end.day == 1
            months = (end.year - start.year) * 12 + end.month - start.month
            first = months_earlier(start, months) if whole else start - (end - start)
            return days, (first, min(start, first + timedelta(days=elapsed)) if cut else start)


def bucket_after(start: date, grain: str) -> date:
    """The start of the next bucket: no bucket is longer than 366 days, and each holds the day before the next."""
    day = start + timedelta(days={"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[grain])
    return bucket(day, grain)


def buckets(days: Days, grain: str) -> list[date]:
    """Starts of the buckets that share a day with the period."""
    found = [bucket(days[0], grain)]
    while (after := bucket_after(found[-1], grain)) < days[1]:
        found.append(after)
    return found


def counterparts(grain: str, comparison: Comparison, period: Days, before: Days) -> dict[date, date]:
    """Bucket before -> bucket now. Days a year apart meet by date, all others by their place in the period."""
    if grain == "day" and comparison is Comparison.YEAR_BEFORE:
        pairs = ((year_earlier(day), day) for day in buckets(period, grain) if (day.month, day.day) != (2, 29))
        return {past: day for past, day in pairs if before[0] <= past < before[1]}
    return dict(zip(buckets(before, grain), buckets(period, grain), strict=False))


def is_partial(start: date, grain: str, period: Days, unfinished: date) -> bool:
    """Whether an edge of the period cuts the bucket, or it has days that are not over."""
    after = bucket_after(start, grain)
    return start < period[0] or after > period[1] or after > unfinished

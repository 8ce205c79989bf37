"""What a period is compared with, which buckets stand side by side, and which are not whole: by the definitions."""

from calendar import monthrange
from datetime import date, timedelta

from sales_core.query import Comparison, Query
from sales_core.reckoning import USUAL, Reckoning
from tests.oracle.calendars import bucket_after, buckets

Days = tuple[date, date]
"""First day, and the day after the last."""

WEEKS = timedelta(days=364)


def year_earlier(day: date) -> date:
    """The same date a year before; 29 February's is the 28th."""
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))


def months_earlier(day: date, months: int) -> date:
    """The first of the month that many months before a first of a month."""
    assert day.day == 1
    place = day.year * 12 + day.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def whole_months(days: Days) -> int:
    """Its length in months where it begins and ends with one, else 0."""
    months = (days[1].year - days[0].year) * 12 + days[1].month - days[0].month
    return months if days[0].day == 1 and days[1].day == 1 else 0


def a_year_earlier(days: Days) -> Days:
    """First and last day a year before; whole months stay whole, with or without a leap day."""
    if whole_months(days):
        return year_earlier(days[0]), year_earlier(days[1])
    return year_earlier(days[0]), year_earlier(days[1] - timedelta(days=1)) + timedelta(days=1)


def weeks_earlier(days: Days) -> Days:
    """Every day on its own weekday, 52 weeks before."""
    return days[0] - WEEKS, days[1] - WEEKS


def weeks_later(days: Days) -> Days:
    """The days that those are held against 52 weeks later."""
    return days[0] + WEEKS, days[1] + WEEKS


def just_before(days: Days) -> Days:
    """As many whole months before whole months, else as many days."""
    months = whole_months(days)
    return months_earlier(days[0], months) if months else days[0] - (days[1] - days[0]), days[0]


def periods(query: Query, days: Days, today: date) -> tuple[Days, Days | None]:
    """The period of the question and the one it is held against.

    What is to date is the begun part of a month or year, and is held against the one before that; like for like,
    a period that has begun and is not over is held against as many days as it has until today.
    """
    to_date = {"month_to_date": 1, "year_to_date": 12}.get(query.period.text)
    whole = (days[0], months_earlier(days[0], -to_date)) if to_date else days
    so_far = (days[0], min(days[1], today + timedelta(days=1)))
    cut = query.like_for_like and days[0] <= today and so_far != whole
    match query.comparison:
        case Comparison.NONE:
            return days, None
        case Comparison.YEAR_BEFORE:
            return days, a_year_earlier(so_far if cut else whole)
        case Comparison.WEEKS_BEFORE:
            return days, weeks_earlier(so_far if cut else whole)
        case Comparison.PREVIOUS_PERIOD:
            first, end = just_before(whole)
            return days, (first, min(end, first + (so_far[1] - so_far[0])) if cut else end)


def period_so_far(period: Days, today: date) -> Days:
    """What of the period has come, today included; all of it where none has."""
    return period if period[0] > today else (period[0], min(period[1], today + timedelta(days=1)))


def as_long(grain: str, now: tuple[date, Days], then: tuple[date, Days], reckoning: Reckoning = USUAL) -> bool:
    """Whether two buckets, each within its period, are both whole or both cut to as many days."""
    sizes = []
    for start, period in (now, then):
        after = bucket_after(start, grain, reckoning)
        days = (min(after, period[1]) - max(start, period[0])).days
        sizes.append("whole" if days == (after - start).days else str(days))
    return sizes[0] == sizes[1]


def counterparts(query: Query, grain: str, period: Days, before: Days) -> dict[date, date]:
    """Bucket before -> bucket now. Days a year apart meet by date; days 52 weeks apart are counted in the bucket of the
    day that they meet; all others meet by their place in the period."""
    if query.comparison is Comparison.WEEKS_BEFORE:
        return {start: start for start in buckets(weeks_later(before), grain, query.reckoning)}
    if grain == "day" and query.comparison is Comparison.YEAR_BEFORE:
        pairs = ((year_earlier(day), day) for day in buckets(period, grain) if (day.month, day.day) != (2, 29))
        return {past: day for past, day in pairs if before[0] <= past < before[1]}
    then, now = (buckets(days, grain, query.reckoning) for days in (before, period))
    return dict(zip(then, now, strict=False))


def is_partial(start: date, grain: str, period: Days, today: date, reckoning: Reckoning = USUAL) -> bool:
    """Whether an edge of the period cuts the bucket, or it has days that are not over."""
    after = bucket_after(start, grain, reckoning)
    return start < period[0] or after > period[1] or after > today

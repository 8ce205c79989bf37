"""Where a day's bucket begins and ends, grain by grain, under any way of reckoning; and the day of a moment."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sales_core.reckoning import USUAL, Reckoning

GRAINS = (
    "day", "week", "month", "quarter", "year", "fiscal_month", "fiscal_quarter", "fiscal_year", "iso_week",
    "retail_week", "retail_period", "retail_year",
)  # fmt: skip

LONGEST = {
    "day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366, "fiscal_month": 31, "fiscal_quarter": 92,
    "fiscal_year": 366, "iso_week": 7, "retail_week": 7, "retail_period": 42, "retail_year": 371,
}  # fmt: skip
"""Days of the longest bucket; so many days after a bucket's start lie in the next one, however short both are."""

COMPANY_ZONE = ZoneInfo("UTC")


def clock(reckoning: Reckoning) -> ZoneInfo:
    """Whose midnights end a day."""
    return ZoneInfo(reckoning.zone) if reckoning.zone else COMPANY_ZONE


def abroad(reckoning: Reckoning) -> bool:
    """Whether another clock than the company's ends the days."""
    return clock(reckoning) != COMPANY_ZONE


def day_of(moment: datetime, booked: date, reckoning: Reckoning) -> date:
    """The day that something counts on: as it was booked, or by another clock than the company's."""
    return moment.astimezone(clock(reckoning)).date() if abroad(reckoning) else booked


def bucket(day: date, grain: str, reckoning: Reckoning = USUAL) -> date:
    """First day of the bucket that a day is in."""
    match grain:
        case "day":
            return day
        case "iso_week":
            return week_of(day, 1)
        case "week" | "retail_week":
            return week_of(day, reckoning.week_start)
        case "retail_year":
            return retail_year(day, reckoning)
        case "retail_period":
            return retail_period(day, reckoning)
    first = reckoning.fiscal_start if grain.startswith("fiscal_") else 1
    size = {"month": 1, "quarter": 3, "year": 12}[grain.removeprefix("fiscal_")]
    since = (day.month - first) % 12 % size
    place = day.year * 12 + day.month - 1 - since
    return date(place // 12, place % 12 + 1, 1)


def week_of(day: date, start: int) -> date:
    """The last day up to this one that is the ISO weekday `start`."""
    return day - timedelta(days=(day.isoweekday() - start) % 7)


def retail_year(day: date, reckoning: Reckoning) -> date:
    """Its first day: that of the week in which the fiscal year begins."""
    begun = (date(year, reckoning.fiscal_start, 1) for year in (day.year + 1, day.year, day.year - 1))
    return next(start for start in (week_of(first, reckoning.week_start) for first in begun) if start <= day)


def retail_period(day: date, reckoning: Reckoning) -> date:
    """Quarters have thirteen weeks; a 53rd week lengthens the last period."""
    year = retail_year(day, reckoning)
    week = (day - year).days // 7
    quarter = min(week // 13, 3)
    first, second, _ = (int(part) for part in reckoning.retail.value.split("-"))
    within = week - 13 * quarter
    weeks = 0 if within < first else first if within < first + second else first + second
    return year + timedelta(weeks=13 * quarter + weeks)


def bucket_after(start: date, grain: str, reckoning: Reckoning = USUAL) -> date:
    """The start of the next bucket."""
    return bucket(start + timedelta(days=LONGEST[grain]), grain, reckoning)


def buckets(days: tuple[date, date], grain: str, reckoning: Reckoning = USUAL) -> list[date]:
    """Starts of the buckets that share a day with the days from the first up to but not including the second."""
    found = [bucket(days[0], grain, reckoning)]
    while (after := bucket_after(found[-1], grain, reckoning)) < days[1]:
        found.append(after)
    return found

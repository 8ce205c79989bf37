"""Half-open periods of business days, how they are written, and what they are compared with."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sales_core.errors import BadPeriod

FIRST_DAY = date(1970, 1, 1)
"""No fact is older; "all" begins here."""

LAST_DAY = date(2080, 1, 1)
"""The first day that the calendar does not have."""

YEAR_OF_WEEKS = timedelta(weeks=52)


class Grain(StrEnum):
    """The size of a time bucket."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


def shift_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def bucket_end(start: date, grain: Grain) -> date:
    """The first day after the bucket that begins at `start`."""
    if grain in MONTHS:
        return shift_months(start, MONTHS[grain])
    return start + timedelta(days=7 if grain is Grain.WEEK else 1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to but not including `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise BadPeriod(f"the period {self.start} to {self.end} has no day in it; its end must be after its start")

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    @property
    def whole_months(self) -> int | None:
        """Its length in months where it begins and ends with a month, else None."""
        if self.start.day != 1 or self.end.day != 1:
            return None
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month

    def previous(self) -> "Period":
        """The period of the same length just before: whole months before whole months, else days."""
        months = self.whole_months
        start = shift_months(self.start, -months) if months else self.start - timedelta(days=self.days)
        return Period(start, self.start)

    def year_before(self) -> "Period":
        """The same dates a year before, first and last day alike; 29 February becomes 28. Months stay whole."""
        if self.whole_months:
            return Period(shift_months(self.start, -12), shift_months(self.end, -12))
        last = shift_months(self.end - timedelta(days=1), -12)
        return Period(shift_months(self.start, -12), last + timedelta(days=1))

    def weeks_before(self) -> "Period":
        """The days 52 weeks before, each on its own weekday."""
        return Period(self.start - YEAR_OF_WEEKS, self.end - YEAR_OF_WEEKS)

    def cut(self, days: int) -> "Period":
        """Its first `days` days; itself where it is not longer."""
        return Period(self.start, min(self.end, self.start + timedelta(days=days)))

    def __str__(self) -> str:
        last = self.end - timedelta(days=1)
        return f"{self.start} to {last}" if last != self.start else str(self.start)


_FORMS = "2011, 2011-Q2, 2011-03, 2011-03-05, 2011-01-01..2011-06-30, last_90_days, month_to_date, year_to_date, all"


@dataclass(frozen=True, slots=True)
class PeriodSpec:
    """A period as it is asked for; `text` is one of the forms above, relative ones resolved against a day."""

    text: str

    @staticmethod
    def parse(text: str) -> "PeriodSpec":
        """Read a period; the text is checked by resolving it once. `a..b` includes both days."""
        spec = PeriodSpec(text.strip())
        spec.resolve(date(2000, 6, 15))
        return spec

    @staticmethod
    def between(first: date, last: date) -> "PeriodSpec":
        """From `first` to `last`, both included."""
        return PeriodSpec.parse(f"{first}..{last}")

    def resolve(self, today: date) -> Period:
        """The days meant, `today` being the business date now; periods to date end with today.

        The last so many days are whole ones and end with yesterday, so that they are held against as many whole ones.
        """
        period = self._resolve(today)
        if period.start < FIRST_DAY or period.end > LAST_DAY:
            raise BadPeriod(f"the period {self.text!r} leaves the calendar, which runs from {FIRST_DAY} to {LAST_DAY}")
        return period

    def whole(self, today: date) -> Period:
        """The month or year that a period to date is the begun part of; any other period is whole itself."""
        period = self.resolve(today)
        months = {"month_to_date": 1, "year_to_date": 12}.get(self.text)
        return Period(period.start, shift_months(period.start, months)) if months else period

    def _resolve(self, today: date) -> Period:
        tomorrow = today + timedelta(days=1)
        match self.text:
            case "all":
                return Period(FIRST_DAY, shift_months(date(today.year, 1, 1), 24))
            case "year_to_date":
                return Period(date(today.year, 1, 1), tomorrow)
            case "month_to_date":
                return Period(today.replace(day=1), tomorrow)
        if found := re.fullmatch(r"last_([1-9]\d{0,3})_days", self.text, re.ASCII):
            return Period(today - timedelta(days=int(found[1])), today)
        if ".." in self.text:
            first, _, last = self.text.partition("..")
            start, end = self._fixed(first.strip()).start, self._fixed(last.strip()).end
            if start >= end:
                raise BadPeriod(f"the period {self.text!r} ends before it begins; write the earlier day first")
            return Period(start, end)
        return self._fixed(self.text)

    def _fixed(self, text: str) -> Period:
        try:
            if found := re.fullmatch(r"(\d{4})(?:-Q([1-4])|-(\d\d))?", text, re.ASCII):
                year, quarter, month = int(found[1]), found[2], found[3]
                first = date(year, int(month) if month else 3 * int(quarter) - 2 if quarter else 1, 1)
                return Period(first, shift_months(first, 1 if month else 3 if quarter else 12))
            day = date.fromisoformat(text)
            return Period(day, day + timedelta(days=1))
        except (ValueError, OverflowError):
            raise BadPeriod(f"cannot read the period {self.text!r}; write one of: {_FORMS}") from None

    def __str__(self) -> str:
        return self.text.replace("_", " ").replace("..", " to ")

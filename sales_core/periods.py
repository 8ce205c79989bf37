"""Half-open periods of business days, how they are written, and what they are compared with."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

from sales_core.calendars import Grain, bucket_end, fiscal_start, floor, shift_months
from sales_core.errors import BadPeriod
from sales_core.reckoning import USUAL, Reckoning

__all__ = ["FIRST_DAY", "LAST_DAY", "Grain", "Period", "PeriodSpec", "bucket_end", "shift_months"]

FIRST_DAY = date(1970, 1, 1)
"""No fact is older; "all" begins here."""

LAST_DAY = date(2080, 1, 1)
"""The first day that the calendar does not have."""

YEAR_OF_WEEKS = timedelta(weeks=52)


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


_FORMS = (
    "2011, 2011-Q2, 2011-03, 2011-03-05, 2011-01-01..2011-06-30, FY2012, FY2012-Q1, last_90_days, last_4_weeks, "
    "last_12_months, month_to_date, quarter_to_date, year_to_date, fiscal_year_to_date, all"
)

_BEGUN = {
    "month_to_date": Grain.MONTH,
    "quarter_to_date": Grain.QUARTER,
    "year_to_date": Grain.YEAR,
    "fiscal_quarter_to_date": Grain.FISCAL_QUARTER,
    "fiscal_year_to_date": Grain.FISCAL_YEAR,
}
_LAST = re.compile(r"last_([1-9]\d{0,3})_(days|weeks|months)", re.ASCII)
_UNITS = {"days": Grain.DAY, "weeks": Grain.WEEK, "months": Grain.MONTH}


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

    def resolve(self, today: date, reckoning: Reckoning = USUAL) -> Period:
        """The days meant, `today` being the business date now; periods to date end with today.

        The last so many days, weeks or months are whole ones and end before the current, so that they are held
        against as many whole ones. `reckoning` says when weeks and fiscal years begin.
        """
        period = self._resolve(today, reckoning)
        if period.start < FIRST_DAY or period.end > LAST_DAY:
            raise BadPeriod(f"the period {self.text!r} leaves the calendar, which runs from {FIRST_DAY} to {LAST_DAY}")
        return period

    def whole(self, today: date, reckoning: Reckoning = USUAL) -> Period:
        """The month or year that a period to date is the begun part of; any other period is whole itself."""
        period = self.resolve(today, reckoning)
        begun = _BEGUN.get(self.text)
        return Period(period.start, bucket_end(period.start, begun)) if begun else period

    def _resolve(self, today: date, reckoning: Reckoning) -> Period:
        if self.text == "all":
            return Period(FIRST_DAY, shift_months(date(today.year, 1, 1), 24))
        if self.text in _BEGUN:
            return Period(floor(today, _BEGUN[self.text], reckoning), today + timedelta(days=1))
        if found := _LAST.fullmatch(self.text):
            return self._last(int(found[1]), _UNITS[found[2]], floor(today, _UNITS[found[2]], reckoning))
        if ".." in self.text:
            first, _, last = self.text.partition("..")
            start, end = self._fixed(first.strip(), reckoning).start, self._fixed(last.strip(), reckoning).end
            if start >= end:
                raise BadPeriod(f"the period {self.text!r} ends before it begins; write the earlier day first")
            return Period(start, end)
        return self._fixed(self.text, reckoning)

    def _last(self, count: int, unit: Grain, end: date) -> Period:
        try:
            if unit is Grain.MONTH:
                return Period(shift_months(end, -count), end)
            return Period(end - timedelta(days=count * (7 if unit is Grain.WEEK else 1)), end)
        except (ValueError, OverflowError):
            raise BadPeriod(f"the period {self.text!r} leaves the calendar, which begins on {FIRST_DAY}") from None

    def _fixed(self, text: str, reckoning: Reckoning) -> Period:
        try:
            if found := re.fullmatch(r"(\d{4})(?:-Q([1-4])|-(\d\d))?", text, re.ASCII):
                year, quarter, month = int(found[1]), found[2], found[3]
                first = date(year, int(month) if month else 3 * int(quarter) - 2 if quarter else 1, 1)
                return Period(first, shift_months(first, 1 if month else 3 if quarter else 12))
            if found := re.fullmatch(r"FY(\d{4})(?:-Q([1-4]))?", text, re.ASCII):
                first = fiscal_start(int(found[1]), reckoning)
                first = shift_months(first, 3 * int(found[2]) - 3) if found[2] else first
                return Period(first, shift_months(first, 3 if found[2] else 12))
            day = date.fromisoformat(text)
            return Period(day, day + timedelta(days=1))
        except (ValueError, OverflowError):
            near = get_close_matches(text, [*_BEGUN, "last_90_days", "last_4_weeks", "last_12_months"], 1, 0.8)
            hint = f"did you mean {near[0]!r}?" if near else f"write one of: {_FORMS}"
            raise BadPeriod(f"cannot read the period {self.text!r}; {hint}") from None

    def __str__(self) -> str:
        return self.text.replace("_", " ").replace("..", " to ")

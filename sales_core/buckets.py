"""Time buckets of a period: where they start, which are whole, and which bucket before stands beside which now."""

from collections.abc import Iterator
from datetime import date, timedelta

from sales_core.calendars import Grain, bucket_end, floor, shift_months
from sales_core.periods import YEAR_OF_WEEKS, Period
from sales_core.query import Comparison
from sales_core.reckoning import USUAL, Reckoning


def starts(period: Period, grain: Grain, reckoning: Reckoning = USUAL) -> Iterator[date]:
    """The starts of all buckets that share a day with the period, ascending; the first may lie before it."""
    start = floor(period.start, grain, reckoning)
    while start < period.end:
        yield start
        start = bucket_end(start, grain, reckoning)


def is_partial(
    start: date, grain: Grain, period: Period, unfinished_from: date | None, reckoning: Reckoning = USUAL
) -> bool:
    """Whether the bucket is cut by an edge of the period, or not over yet."""
    end = bucket_end(start, grain, reckoning)
    if start < period.start or end > period.end:
        return True
    return unfinished_from is not None and end > unfinished_from


def covered(start: date, grain: Grain, period: Period, reckoning: Reckoning = USUAL) -> tuple[int, bool]:
    """How many days of the bucket lie in the period, and whether that is all of them."""
    end = bucket_end(start, grain, reckoning)
    days = (min(end, period.end) - max(start, period.start)).days
    return days, days == (end - start).days


class Counterparts:
    """Which bucket of the period before stands beside which bucket now.

    Days a year apart meet by their date, 29 February meeting nothing. Days 52 weeks apart meet whatever the bucket:
    they are aggregated under the bucket of the day they meet, so that each bucket stands beside itself. All else
    meets by position from the start.
    """

    def __init__(
        self, grain: Grain, period: Period, before: Period, comparison: Comparison, reckoning: Reckoning = USUAL
    ) -> None:
        if comparison is Comparison.WEEKS_BEFORE:
            before = Period(before.start + YEAR_OF_WEEKS, before.end + YEAR_OF_WEEKS)
            pairs = {start: start for start in starts(before, grain, reckoning)}
        elif grain is Grain.DAY and comparison is Comparison.YEAR_BEFORE:
            dated = ((d, shift_months(d, 12)) for d in starts(before, grain) if (d.month, d.day) != (2, 29))
            pairs = {d: now for d, now in dated if period.start <= now < period.end}
        else:
            pairs = dict(zip(starts(before, grain, reckoning), starts(period, grain, reckoning), strict=False))
        self._grain, self._period, self._whole_before, self._reckoning = grain, period, before, reckoning
        self._now = pairs
        self._before = {now: then for then, now in pairs.items()}

    def now(self, start: date) -> date | None:
        """The bucket now that the bucket before stands beside; None where there is none."""
        return self._now.get(start)

    def before(self, start: date) -> date | None:
        """The bucket before that stands beside the bucket now; None where there is none."""
        return self._before.get(start)

    def alike(self, start: date, unfinished_from: date | None) -> bool:
        """Whether bucket and counterpart may be held against each other: both whole, or cut to as many days."""
        then = self._before.get(start)
        if then is None:
            return False
        over = self._period
        if unfinished_from is not None and over.start <= unfinished_from:
            over = Period(over.start, min(over.end, unfinished_from + timedelta(days=1)))
        (now_days, now_whole), (then_days, then_whole) = (
            covered(start, self._grain, over, self._reckoning),
            covered(then, self._grain, self._whole_before, self._reckoning),
        )
        return (now_whole and then_whole) or (now_whole == then_whole and now_days == then_days)

"""An answer by time as rows of plain numbers: floats to draw with, exact values to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sales_core.periods import Grain, bucket_end
from sales_core.query import Comparison
from sales_core.reckoning import USUAL, Reckoning
from sales_core.result import BEFORE_SUFFIX, PARTIAL, Result
from sales_core.wording import Number, bucket, number

BEFORE_NAMES = {
    Comparison.NONE: "",
    Comparison.PREVIOUS_PERIOD: "Period before",
    Comparison.YEAR_BEFORE: "Year before",
    Comparison.WEEKS_BEFORE: "52 weeks before",
}


@dataclass(frozen=True, slots=True)
class Series:
    """One metric by bucket, in order of time. `partial` marks buckets cut by an edge or not over yet.

    `rows` are the buckets' positions in the answer.
    """

    metric: str
    grain: Grain
    starts: tuple[date, ...]
    now: tuple[Number | None, ...]
    before: tuple[Number | None, ...] | None
    before_name: str
    partial: tuple[bool, ...]
    rows: tuple[int, ...] = ()
    reckoning: Reckoning = USUAL

    @property
    def size(self) -> str:
        """What one bucket is called: month, fiscal quarter."""
        return self.grain.value.replace("_", " ")

    def named(self, position: int) -> str:
        """A bucket by its name under the reckoning."""
        return bucket(self.starts[position], self.grain, self.reckoning)

    @property
    def whole(self) -> tuple[int, ...]:
        """The positions of whole buckets with a value: those that may be held against each other."""
        return tuple(i for i, cut in enumerate(self.partial) if not cut and self.now[i] is not None)


def series_of(result: Result, metric: str, today: date) -> Series:
    """The metric's series of an answer that is broken down by a grain and nothing else.

    `today` is the business date now: its own bucket counts as not over yet, however the period ends.
    """
    grain = result.plan.grain
    if grain is None or result.plan.by != (grain.value,):
        raise ValueError(f"a series needs an answer by one grain, not by {result.plan.by}")
    frame = result.frame.sort_values(grain.value)
    compared = metric + BEFORE_SUFFIX in frame.columns
    return Series(
        metric=metric,
        grain=grain,
        starts=tuple(frame[grain.value]),
        now=tuple(
            None if _awaited(start, value, result) else number(value)
            for start, value in zip(frame[grain.value], frame[metric], strict=True)
        ),
        before=tuple(number(v) for v in frame[metric + BEFORE_SUFFIX]) if compared else None,
        before_name=BEFORE_NAMES[result.plan.comparison],
        partial=tuple(
            bool(cut) or bucket_end(start, grain, result.plan.reckoning) > today
            for start, cut in zip(frame[grain.value], frame[PARTIAL], strict=True)
        ),
        rows=tuple(int(row) for row in frame.index),
        reckoning=result.plan.reckoning,
    )


def _awaited(start: date, value: object, result: Result) -> bool:
    """Whether nothing of the bucket has come in yet: it is after the newest row, and empty."""
    newest = result.receipt.newest_source_row
    return newest is not None and start > newest.date() and not number(value)


def floats(values: Sequence[Number | None]) -> list[float | None]:
    """Numbers for drawing; missing stays missing."""
    return [None if value is None else float(value) for value in values]

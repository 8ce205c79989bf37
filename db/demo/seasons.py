"""When the demo company sells: days, growth, seasons, the week, and how lines fall on days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from db.demo.arrays import Floats, Ints, share_out
from db.demo.places import CATEGORIES

YEARS = 3
GROWTH = 1.14
"""A year's sales against the year before."""
_WEEK = np.array([1.12, 1.16, 1.15, 1.12, 1.10, 0.82, 0.53])
"""Monday first; the mean is 1."""
_STEP_DAYS, _STEP_LINES = 7, 50_000


@dataclass(frozen=True, slots=True)
class Span:
    """The history: days are counted from `start`, the first is 0; `today` is the first day without sales."""

    start: date
    today: date

    @property
    def days(self) -> int:
        """How many days there are sales on."""
        return (self.today - self.start).days

    def dates(self, count: int | None = None) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
        """The first `count` days (all without) as datetime64[D]."""
        return np.datetime64(self.start, "D") + np.arange(self.days if count is None else count)

    def day(self, when: date) -> int:
        """The number of a date; negative before the start."""
        return (when - self.start).days


@dataclass(frozen=True, slots=True)
class Step:
    """A few days made together: from `first` to before `end`; `lines` holds each day's count of lines."""

    number: int
    first: int
    end: int
    lines: Ints


def history(today: date) -> Span:
    """The whole quarters before today's, three years of them, and today's up to yesterday."""
    quarter = date(today.year - YEARS, (today.month - 1) // 3 * 3 + 1, 1)
    return Span(quarter, today)


def day_weights(span: Span, count: int, rng: np.random.Generator) -> Floats:
    """What share of sales falls on each of the first `count` days, up to a factor; positive."""
    dates = span.dates(count)
    of_year = (dates - dates.astype("datetime64[Y]")).astype(np.int64)
    turn = 2 * np.pi * of_year / 365.25
    season = 1 + 0.16 * np.cos(turn - 2 * np.pi * 335 / 365.25) + 0.08 * np.cos(2 * (turn - 2 * np.pi * 310 / 365.25))
    season += 0.38 * np.exp(-(((of_year - 333) / 10.0) ** 2))
    season[(of_year >= 358) | (of_year <= 1)] *= 0.5
    weekday = (dates.astype(np.int64) + 3) % 7
    growth = GROWTH ** (np.arange(count) / 365.25)
    weights: Floats = growth * season * _WEEK[weekday] * _noise(count, rng)
    return weights


def _noise(count: int, rng: np.random.Generator) -> Floats:
    """Weather and luck: weeks that hang together, and days that don't."""
    weeks = rng.normal(0, 0.025, count // 7 + 2)
    for week in range(1, len(weeks)):
        weeks[week] += 0.7 * weeks[week - 1]
    noise: Floats = np.exp(np.repeat(weeks, 7)[:count] + rng.normal(0, 0.05, count))
    return noise


def category_seasons(of_year: int) -> Floats:
    """How each category sells on a day of the year (0-365) against its own mean."""
    peaks = np.array([np.nan if c.peak is None else c.peak for c in CATEGORIES])
    height = np.array([0.9 if c.name in ("Garden & Outdoor", "Heating & Cooling") else 0.35 for c in CATEGORIES])
    wave = 1 + height * np.cos(2 * np.pi * (of_year - peaks) / 365.25)
    gifts = np.array([4.0 if c.name == "Gifts & Seasonal" else 0.0 for c in CATEGORIES])
    near = np.exp(-(((of_year - 345) / 18.0) ** 2))
    seasons: Floats = np.where(np.isnan(peaks), 1.0, wave) + gifts * near
    return seasons


def lines_by_day(lines: int, weights: Floats) -> Ints:
    """Exactly `lines` lines shared out over the days."""
    return share_out(lines, weights)


def steps(by_day: Ints) -> Iterator[Step]:
    """The days in order, a week at a time, fewer where that would be too many lines to hold."""
    first = number = 0
    while first < len(by_day):
        end = first + 1
        while end < min(first + _STEP_DAYS, len(by_day)) and by_day[first : end + 1].sum() <= _STEP_LINES:
            end += 1
        yield Step(number, first, end, by_day[first:end])
        first, number = end, number + 1


def year_end(today: date) -> date:
    """The first day of next year."""
    return date(today.year + 1, 1, 1)


def quarters(span: Span, end: date) -> list[tuple[date, date]]:
    """The quarters from the start to before `end`, half-open."""
    edges = [span.start]
    while edges[-1] < end:
        edges.append((edges[-1].replace(day=1) + timedelta(days=93)).replace(day=1))
    return list(pairwise(edges))

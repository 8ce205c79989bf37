"""An answer laid out in two directions: courses by time, or cells of two breakdowns. Numbers stay exact."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.compiler import KEY
from sales_core.looks import RESTS
from sales_core.periods import Grain
from sales_core.result import BEFORE_SUFFIX, PARTIAL, Result
from sales_core.wording import Number, bucket, number

ORDERED = ("weekday", "hour")
"""Dimensions whose values have an order of their own, that of their keys."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of an answer, what it was before, and the answer's row that holds it."""

    now: Number | None
    before: Number | None
    row: int


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a breakdown with its cells along the other; None where the answer has no row. `rest`: Other."""

    label: str
    cells: tuple[Cell | None, ...]
    rest: bool = False

    @property
    def size(self) -> Decimal:
        """By what lines are put in order: all of their cells together."""
        return sum((Decimal(cell.now or 0) for cell in self.cells if cell), Decimal(0))


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines over columns.

    `starts` are the columns' first days where they are buckets, `cut` says which of those are not whole; `rest` says
    which columns stand for all values beyond the first.
    """

    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    starts: tuple[date, ...]
    cut: tuple[bool, ...]
    rest: tuple[bool, ...]

    @property
    def largest(self) -> Decimal:
        """The largest value of all cells, before and now; 0 where there is none."""
        found = [Decimal(v) for line in self.lines for c in line.cells if c for v in (c.now, c.before) if v is not None]
        return max(found, default=Decimal(0))

    @property
    def least(self) -> Decimal:
        """The smallest value of all cells, before and now; 0 where there is none."""
        found = [Decimal(v) for line in self.lines for c in line.cells if c for v in (c.now, c.before) if v is not None]
        return min(found, default=Decimal(0))

    @property
    def reach(self) -> tuple[float, float]:
        """The smallest and the largest value, for drawing."""
        return float(self.least), float(self.largest)


def grid_of(result: Result, column: str, down: str | None, across: str) -> Grid:
    """The column of an answer with a line a value of `down`, one line where it is None, by the values of `across`."""
    places = _places(result, across)
    found: dict[Hashable, dict[int, Cell]] = {}
    labels: dict[Hashable, str] = {}
    before = column + BEFORE_SUFFIX
    for row in range(len(result.frame)):
        key, label = _value(result, down, row) if down else ("", "")
        labels[key] = label
        then = number(result.frame[before].iloc[row]) if before in result.frame.columns else None
        cell = Cell(number(result.frame[column].iloc[row]), then, row)
        found.setdefault(key, {})[places[_value(result, across, row)[0]]] = cell
    lines = [
        Line(labels[key], tuple(cells.get(i) for i in range(len(places))), str(key) in RESTS)
        for key, cells in found.items()
    ]
    if down in ORDERED:
        lines = [line for _, line in sorted(zip(map(_by_key, found), lines, strict=True), key=lambda pair: pair[0])]
    elif down and DIMENSIONS[down].grain is None:
        lines.sort(key=lambda line: (line.rest, -line.size, line.label))
    return _grid(result, across, tuple(lines), places)


def _grid(result: Result, across: str, lines: tuple[Line, ...], places: dict[Hashable, int]) -> Grid:
    plan = result.plan
    if DIMENSIONS[across].grain is None:
        names = {_value(result, across, row)[0]: _value(result, across, row)[1] for row in range(len(result.frame))}
        return Grid(lines, tuple(names[key] for key in places), (), (), tuple(str(key) in RESTS for key in places))
    starts = tuple(key for key in places if isinstance(key, date))
    marked = dict(zip(result.frame[across], result.frame[PARTIAL], strict=True))
    grain = Grain(across)
    columns = tuple(bucket(start, grain, plan.reckoning) for start in starts)
    return Grid(lines, columns, starts, tuple(bool(marked[start]) for start in starts), (False,) * len(starts))


def _places(result: Result, across: str) -> dict[Hashable, int]:
    """The position of each value: buckets by time, ordered dimensions by key, others as they come, the rest last."""
    keys = list(dict.fromkeys(_value(result, across, row)[0] for row in range(len(result.frame))))
    if DIMENSIONS[across].grain:
        keys.sort(key=str)
    elif across in ORDERED:
        keys.sort(key=_by_key)
    else:
        keys.sort(key=lambda key: str(key) in RESTS)
    return {key: i for i, key in enumerate(keys)}


def _by_key(key: Hashable) -> tuple[bool, int]:
    text = str(key)
    return not text.isdigit(), int(text) if text.isdigit() else 0


def _value(result: Result, name: str, row: int) -> tuple[Hashable, str]:
    """Key and label of a breakdown's value in a row; a bucket's key is its first day."""
    value = result.frame[name].iloc[row]
    if DIMENSIONS[name].grain:
        return value, str(value)
    key = result.frame[name + KEY].iloc[row]
    return (None if pd.isna(key) else str(key)), str(value)


def floats(cells: Sequence[Cell | None]) -> list[float | None]:
    """The cells' values for drawing; missing stays missing."""
    return [None if cell is None or cell.now is None else float(cell.now) for cell in cells]


def floats_before(cells: Sequence[Cell | None]) -> list[float | None]:
    """What the cells were, for drawing."""
    return [None if cell is None or cell.before is None else float(cell.before) for cell in cells]

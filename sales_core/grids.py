"""An answer laid out in two directions: courses by time, or cells of two breakdowns. Numbers stay exact."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.compiler import KEY
from sales_core.natural import has_order, place, rest_of, whole_list
from sales_core.periods import Grain
from sales_core.reckoning import Reckoning
from sales_core.result import BEFORE_SUFFIX, PARTIAL, Result
from sales_core.wording import Number, bucket, number


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


def grid_of(
    result: Result, column: str, down: str | None, across: str, *, sized_by: str = "", whole: Sequence[str] = ()
) -> Grid:
    """The column of an answer with a line a value of `down`, one line where it is None, by the values of `across`.

    Lines without an order of their own come by the size of their cells of `sized_by`, else of the column. Of the
    breakdowns in `whole` that have a closed list, values that the answer lacks stand there too, without a cell.
    """
    places = _places(result, across, whole)
    labels: dict[Hashable, str] = whole_list(result, down) if down and _is_listed(down, whole) else {}
    found: dict[Hashable, dict[int, Cell]] = {key: {} for key in labels}
    sizes: dict[Hashable, Decimal] = dict.fromkeys(labels, Decimal(0))
    for row in range(len(result.frame)):
        key, label = _value(result, down, row) if down else ("", "")
        labels[key] = label
        found.setdefault(key, {})[places[_value(result, across, row)[0]]] = _cell(result, column, row)
        size = number(result.frame[sized_by or column].iloc[row])
        sizes[key] = sizes.get(key, Decimal(0)) + Decimal(size or 0)
    rest = rest_of(result.plan, down) if down else None
    lines = {
        key: Line(labels[key], tuple(cells.get(i) for i in range(len(places))), rest is not None and key == rest)
        for key, cells in found.items()
    }
    order = _order(lines, sizes, down, result.plan.reckoning)
    return _grid(result, across, tuple(lines[key] for key in order), places)


def _cell(result: Result, column: str, row: int) -> Cell:
    frame, before = result.frame, column + BEFORE_SUFFIX
    then = number(frame[before].iloc[row]) if before in frame.columns else None
    return Cell(number(frame[column].iloc[row]), then, row)


def _order(
    lines: Mapping[Hashable, Line], sizes: Mapping[Hashable, Decimal], down: str | None, reckoning: Reckoning
) -> list[Hashable]:
    """The lines' keys from top to bottom; buckets stay as the answer has them, by time."""
    keys = list(lines)
    if down and has_order(down):
        keys.sort(key=lambda key: (lines[key].rest, place(down, key, reckoning.week_start)))
    elif down and DIMENSIONS[down].grain is None:
        keys.sort(key=lambda key: (lines[key].rest, -sizes[key], lines[key].label))
    return keys


def _is_listed(name: str, whole: Sequence[str]) -> bool:
    return name in whole and has_order(name)


def _grid(result: Result, across: str, lines: tuple[Line, ...], places: dict[Hashable, int]) -> Grid:
    plan = result.plan
    if DIMENSIONS[across].grain is None:
        names: dict[Hashable, str] = dict(DIMENSIONS[across].words)
        names |= dict(_value(result, across, row) for row in range(len(result.frame)))
        rest = rest_of(plan, across)
        rests = tuple(rest is not None and key == rest for key in places)
        return Grid(lines, tuple(names[key] for key in places), (), (), rests)
    starts = tuple(key for key in places if isinstance(key, date))
    marked = dict(zip(result.frame[across], result.frame[PARTIAL], strict=True))
    grain = Grain(across)
    columns = tuple(bucket(start, grain, plan.reckoning) for start in starts)
    return Grid(lines, columns, starts, tuple(bool(marked[start]) for start in starts), (False,) * len(starts))


def _places(result: Result, across: str, whole: Sequence[str]) -> dict[Hashable, int]:
    """The position of each value: buckets by time, ordered dimensions by theirs, others as they come, the rest last."""
    listed: list[Hashable] = list(whole_list(result, across)) if _is_listed(across, whole) else []
    rest = rest_of(result.plan, across)
    keys = list(dict.fromkeys((*listed, *(_value(result, across, row)[0] for row in range(len(result.frame))))))
    if DIMENSIONS[across].grain:
        keys.sort(key=str)
    elif has_order(across):
        keys.sort(key=lambda key: place(across, key, result.plan.reckoning.week_start, rest))
    else:
        keys.sort(key=lambda key: rest is not None and key == rest)
    return {key: i for i, key in enumerate(keys)}


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

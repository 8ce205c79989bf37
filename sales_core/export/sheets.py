"""One answer on a sheet, or on several where it has more rows than one takes; nothing is cut."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from sales_core.errors import DashboardError
from sales_core.export.cells import Cell, rows
from sales_core.export.columns import TOTAL_OF, Column, Kind, columns_of, is_number
from sales_core.export.exactness import fits, held
from sales_core.plain import digits
from sales_core.result import Result

MOST_ROWS = 1_048_576
"""Rows of a sheet, the headings' included: a limit of the format."""

LONGEST_TEXT = 32_767
"""Characters of a cell: a limit of the format."""

_LONGEST_TITLE = 31
_FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets count days from 1900, and take that year for a leap year; days before are written as text."""

_NUMBERS = {Kind.MONEY: "#,##0.00", Kind.WHOLE: "#,##0", Kind.QUANTITY: "#,##0.0##", Kind.SHARE: "0.0%"}


class ExportRefused(DashboardError):
    """The answer does not fit the kind of file that was asked for."""


class Formats:
    """The looks of cells in one workbook."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        shown = {Kind.DAY: "yyyy-mm-dd", Kind.TEXT: "@", Kind.FLAG: "General"} | _NUMBERS
        self._plain = {kind: book.add_format({"num_format": text}) for kind, text in shown.items()}
        self._bold = {kind: book.add_format({"num_format": text, "bold": True}) for kind, text in shown.items()}

    def of(self, kind: Kind, *, total: bool) -> Any:
        """How a cell of a kind is shown; totals are bold."""
        return (self._bold if total else self._plain)[kind]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A run of an answer's rows on one sheet; `first` marks the one that the answer begins on."""

    title: str
    result: Result
    currency: str
    start: int
    first: bool

    def write(self, book: Any, formats: Formats) -> None:
        """Add the sheet to the workbook. Raises ExportRefused for text that no cell takes."""
        columns = columns_of(self.result)
        beside = _not_held(self.result, columns)
        page = book.add_worksheet(self.title)
        page.freeze_panes(1, 0)
        for place, (heading, width) in enumerate(_headings(columns, beside, self.currency)):
            page.set_column(place, place, width)
            page.write_string(0, place, heading, formats.head)
        totals = next((i for i, column in enumerate(columns) if column.name == TOTAL_OF), None)
        last = 0
        for last, row in enumerate(islice(rows(self.result), self.start, self.start + MOST_ROWS - 1), 1):
            total = totals is not None and bool(row[totals])
            _write_row(page, last, _spread(row, columns, beside), formats, total=total)
        page.autofilter(0, 0, last, len(columns) + len(beside) - 1)


def sheets_of(results: Sequence[Result], currency: str) -> Iterator[Sheet]:
    """The sheets of the answers in order; titles are told apart."""
    taken: set[str] = set()
    for result in results:
        for start in range(0, max(1, len(result.frame)), MOST_ROWS - 1):
            yield Sheet(_title(result, taken), result, currency, start, first=start == 0)


def _title(result: Result, taken: set[str]) -> str:
    plan = result.plan
    what = plan.metrics[0] if len(plan.metrics) == 1 else f"{len(plan.metrics)} metrics"
    whole = f"{what} by {' '.join(plan.by)}" if plan.by else what
    title, again = whole[:_LONGEST_TITLE], 2
    while title in taken:
        mark = f" ({again})"
        title, again = whole[: _LONGEST_TITLE - len(mark)] + mark, again + 1
    taken.add(title)
    return title


def _not_held(result: Result, columns: tuple[Column, ...]) -> frozenset[str]:
    """The columns in which a number has more digits than a cell holds."""
    open_ = {i: c.name for i, c in enumerate(columns) if is_number(c.kind)}
    found: set[str] = set()
    for row in rows(result):
        for place in [i for i in open_ if row[i] is not None and not fits(_number(row[i]))]:
            found.add(open_.pop(place))
    return frozenset(found)


def _headings(columns: tuple[Column, ...], beside: frozenset[str], currency: str) -> Iterator[tuple[str, int]]:
    for column in columns:
        heading = f"{column.heading} ({currency})" if column.kind is Kind.MONEY else column.heading
        yield heading, 28 if column.kind is Kind.TEXT else 16
        if column.name in beside:
            yield f"{heading}, all digits", 30


def _spread(row: tuple[Cell, ...], columns: tuple[Column, ...], beside: frozenset[str]) -> Iterator[tuple[Cell, Kind]]:
    """The cells of a row with their kinds, the text of all digits behind the numbers that need it."""
    for cell, column in zip(row, columns, strict=True):
        yield cell, column.kind
        if column.name in beside:
            yield None if cell is None else digits(Decimal(_number(cell))), Kind.TEXT


def _write_row(page: Any, at: int, cells: Iterator[tuple[Cell, Kind]], formats: Formats, *, total: bool) -> None:
    for place, (cell, kind) in enumerate(cells):
        look = formats.of(kind, total=total)
        match cell:
            case None:
                page.write_blank(at, place, None, look)
            case bool():
                page.write_boolean(at, place, cell, look)
            case str():
                if len(cell) > LONGEST_TEXT:
                    raise ExportRefused(
                        f"{cell[:40]!r}… has {len(cell):,} characters, a cell takes 32,767: take the CSV"
                    )
                page.write_string(at, place, cell, look)
            case date() if cell >= _FIRST_DAY:
                page.write_datetime(at, place, cell, look)
            case date():
                page.write_string(at, place, cell.isoformat(), look)
            case _:
                page.write_number(at, place, held(cell), look)


def _number(cell: Cell) -> Decimal | int | float:
    if isinstance(cell, Decimal | int | float):
        return cell
    raise TypeError(f"a column of numbers holds {cell!r}")

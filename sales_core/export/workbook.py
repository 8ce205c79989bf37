"""Answers as a workbook: typed cells, a sheet an answer, and one that says where the numbers come from."""

import io
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any

from xlsxwriter import Workbook

from sales_core.export.origin import lines
from sales_core.export.sheets import Formats, Sheet, sheets_of
from sales_core.result import Result

ABOUT = "About"
_OPTIONS = {
    "constant_memory": True,  # rows go to a file as they are written
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_LONGEST_TEXT = 32_000
"""Characters that one cell takes of a text here; the limit of the format is 32,767."""

_EXACT = (
    "A cell holds 15 significant digits. Where a number of a column has more, every digit of the column stands as text "
    "in the column beside, headed “all digits”; the CSV has every digit of everything."
)


def xlsx_of(results: Iterable[Result], currency: str) -> bytes:
    """A workbook of all rows of the answers; amounts are in the currency. Raises ExportRefused."""
    out, answers = io.BytesIO(), tuple(results)
    with Workbook(out, _OPTIONS) as book:
        formats = Formats(book)
        written = list(sheets_of(answers, currency))
        for sheet in written:
            sheet.write(book, formats)
        _about(book, formats, written)
        if answers:
            made = max(each.receipt.answered_at for each in answers)
            book.set_properties({"created": made.astimezone(UTC).replace(tzinfo=None)})
    return out.getvalue()


def _about(book: Any, formats: Formats, written: list[Sheet]) -> None:
    """The sheet of receipts: which sheet, what, and the text."""
    page = book.add_worksheet(ABOUT)
    page.set_column(0, 1, 26)
    page.set_column(2, 2, 110)
    page.freeze_panes(1, 0)
    for row, cells in enumerate(_told(written)):
        for place, text in enumerate(cells):
            page.write_string(row, place, text, formats.head if row == 0 else formats.wrapped)


def _told(written: list[Sheet]) -> Iterator[tuple[str, str, str]]:
    yield "Sheet", "What", "Text"
    yield "all", "Exactness", _EXACT
    for sheet in (each for each in written if each.first):
        for what, text in lines(sheet.result):
            for start in range(0, max(1, len(text)), _LONGEST_TEXT):
                yield sheet.title, what, text[start : start + _LONGEST_TEXT]

"""An answer as CSV: every row, every digit, one heading a column."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sales_core.export.cells import Cell, rows
from sales_core.export.columns import columns_of
from sales_core.plain import digits, harmless
from sales_core.result import Result

BYTE_ORDER_MARK = "\ufeff".encode()
_CHUNK = 64 * 1024
"""Characters after which a piece is handed on."""


def csv_chunks(result: Result) -> Iterator[bytes]:
    """All rows of the answer as UTF-8 CSV (RFC 4180) with a byte order mark, in pieces; missing is an empty cell.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    yield BYTE_ORDER_MARK
    writer.writerow([column.name for column in columns_of(result)])
    for row in rows(result):
        writer.writerow([_written(cell) for cell in row])
        if out.tell() >= _CHUNK:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def csv_of(result: Result) -> bytes:
    """The whole file at once."""
    return b"".join(csv_chunks(result))


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return digits(cell)
        case date():
            return cell.isoformat()
        case str():
            return harmless(cell)
        case _:
            return str(cell)

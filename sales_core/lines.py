"""Batches of rows as CSV, a piece a batch."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sales_core.plain import harmless, plain

BYTE_ORDER_MARK = "\ufeff".encode()


def written(batches: Iterable[Sequence[tuple[Any, ...]]]) -> Iterator[bytes]:
    """UTF-8 CSV (RFC 4180) with a byte order mark; missing is an empty cell, decimals keep every digit.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    yield BYTE_ORDER_MARK
    for batch in batches:
        out = io.StringIO(newline="")
        csv.writer(out).writerows([_cell(value) for value in row] for row in batch)
        yield out.getvalue().encode()


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return harmless(value)
    found = plain(value)
    return "" if found is None else str(found)

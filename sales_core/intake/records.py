"""From lines to records as COPY takes them: fields split, quotes undone, each with the number of its first line."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from db.intake.staging import NULL
from sales_core.errors import IntakeError

MOST_COLUMNS = 500
"""Columns of a file; the staging table has one for each, and the database an end to them."""
LONGEST_RAW = 2_000
"""Characters of a broken line that are kept."""
_MOST_LINES = 100
"""Lines that one quoted record may span; a quote that is open for longer is a slip."""

_SPECIAL = re.compile('["\\\\\t\r\0]')
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_WHOLE = f"\t{NULL}\t{NULL}\t"
"""Between number and fields of a record with neither a fault nor quotes."""


class BadRecord(Exception):
    """A record whose form is broken; the message is the reason."""


class Lines:
    """Numbered lines, of which some can be given back to be read once more."""

    def __init__(self, blocks: Iterable[list[str]], first: int) -> None:
        self._new = (line for block in blocks for line in block)
        self._returned: deque[str] = deque()
        self.number = first - 1
        """The number of the line that was given last."""

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._new)
        self.number += 1
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        """The last lines that were given, in their order."""
        self._returned.extendleft(reversed(lines))
        self.number -= len(lines)


def split(record: str) -> list[str]:
    """The fields of a record, which may span lines. Raises BadRecord."""
    if not _opens_quote(record):
        return record.split(",")
    try:
        return next(csv.reader([record], strict=True))
    except (csv.Error, StopIteration) as error:
        raise BadRecord(f"a quoted field is malformed ({error})") from None


def copy_rows(lines: Lines, width: int) -> Iterator[str]:
    """Each record as a row of COPY's text format: number, fault, raw, fields. `width` is the number of fields.

    `raw` is kept only where the fields joined by commas are not the line as it came. Empty lines are passed over.
    """
    commas = width - 1
    for line in lines:
        if line.count(",") == commas and not _SPECIAL.search(line):
            yield f"{lines.number}{_WHOLE}{line.replace(',', chr(9))}\n"
        elif line:
            yield _careful_row(line, lines, width)


def _careful_row(line: str, lines: Lines, width: int) -> str:
    """The row of a record that begins with this line. If it spans lines and is broken, only its first is used up."""
    first = lines.number
    more = _more_lines(line, lines)
    record = "\n".join((line, *more))
    try:
        fields = _sound_fields(record, width)
    except BadRecord as fault:
        lines.give_back(more)
        raw = line[:LONGEST_RAW].replace("\0", "\\x00").translate(_ESCAPES)
        return f"{first}\t{str(fault).translate(_ESCAPES)}\t{raw}" + f"\t{NULL}" * width + "\n"
    raw = record[:LONGEST_RAW].translate(_ESCAPES)
    return f"{first}\t{NULL}\t{raw}\t" + "\t".join(field.translate(_ESCAPES) for field in fields) + "\n"


def _sound_fields(record: str, width: int) -> list[str]:
    if "\0" in record:
        raise BadRecord("a NUL byte stands in the line")
    fields = split(record)
    if len(fields) != width:
        raise BadRecord(f"{len(fields)} fields, where the header has {width}")
    return fields


def _opens_quote(line: str) -> bool:
    """Whether a field of the line begins with a quote; elsewhere a quote is a character like any other."""
    return line.startswith('"') or ',"' in line


def _more_lines(line: str, lines: Lines) -> list[str]:
    """The lines after this one that its record spans, up to the one where its quotes are even again."""
    more: list[str] = []
    is_open = _opens_quote(line) and line.count('"') % 2 == 1
    while is_open and len(more) < _MOST_LINES:
        following = next(lines, None)
        if following is None:
            break
        more.append(following)
        is_open = following.count('"') % 2 == 0
    return more


def header(name: str, lines: Lines) -> list[str]:
    """The names in the first record of the file `name`. Raises IntakeError where there are none, or too many."""
    first = next(lines, "")
    try:
        names = split("\n".join((first, *_more_lines(first, lines))))
    except BadRecord as error:
        raise IntakeError(f"{name} is not a CSV: in its first line {error}") from error
    if names in ([], [""]):
        raise IntakeError(f"{name} is empty: its first line must name the columns")
    if len(names) > MOST_COLUMNS:
        raise IntakeError(f"{name} has {len(names):,} columns; a file may have up to {MOST_COLUMNS}")
    return names

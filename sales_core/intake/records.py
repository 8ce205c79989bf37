"""From lines to records as COPY takes them: fields split, quotes undone, each with the number of its first line."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from db.intake.staging import NULL
from sales_core.errors import IntakeError
from sales_core.intake.answers import Delimiter

MOST_COLUMNS = 500
"""Columns of a file; the staging table has one for each, and the database an end to them."""
LONGEST_RAW = 2_000
"""Characters of a broken line that are kept."""
LONGEST_RECORD = 1 << 20
"""Characters of one record; it stands in memory as a whole."""
_MOST_LINES = 100
"""Lines that one quoted record may span; a quote that is open for longer is a slip."""

_SPECIAL = {
    Delimiter.COMMA: re.compile('["\\\\\t\r\0]'),
    Delimiter.SEMICOLON: re.compile('["\\\\\t\r\0]'),
    Delimiter.TAB: re.compile('["\\\\\r\0]'),
}
_ESCAPED = re.compile("[\\\\\n\r]")
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


def split(record: str, delimiter: Delimiter = Delimiter.COMMA) -> list[str]:
    """The fields of a record, which may span lines. Raises BadRecord."""
    if not _opens_quote(record, delimiter):
        return record.split(delimiter.mark)
    try:
        return next(csv.reader([record], strict=True, delimiter=delimiter.mark))
    except (csv.Error, StopIteration) as error:
        raise BadRecord(f"a quoted field is malformed ({error})") from None


def copy_rows(lines: Lines, width: int, delimiter: Delimiter = Delimiter.COMMA) -> Iterator[str]:
    """Each record as a row of COPY's text format: number, fault, raw, fields. `width` is the number of fields.

    `raw` is kept only where the fields joined by commas are not the line as it came. Empty lines are passed over.
    """
    mark, marks, special = delimiter.mark, width - 1, _SPECIAL[delimiter]
    is_comma = delimiter == Delimiter.COMMA
    for line in lines:
        if line.count(mark) == marks and not special.search(line):
            fields = line.replace(mark, "\t")
            yield f"{lines.number}{_WHOLE if is_comma else _kept(line)}{fields}\n"
        elif line:
            yield _careful(line, lines, width, delimiter).copied(width)


def _kept(line: str) -> str:
    """The same as _WHOLE with the line as it came."""
    return f"\t{NULL}\t{line[:LONGEST_RAW].translate(_ESCAPES)}\t"


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a file: its first line's number, what is wrong with it, how it stands there, its fields."""

    number: int
    fault: str | None
    raw: str
    fields: Sequence[str]
    """None where there is a fault."""

    def copied(self, width: int) -> str:
        """The record as a row of COPY's text format, with `width` fields."""
        raw = self.raw[:LONGEST_RAW].replace("\0", "\\x00").translate(_ESCAPES)
        if self.fault is not None:
            return f"{self.number}\t{self.fault.translate(_ESCAPES)}\t{raw}" + f"\t{NULL}" * width + "\n"
        fields = "\t".join(self.fields)
        if fields.count("\t") >= len(self.fields) or _ESCAPED.search(fields):
            fields = "\t".join(field.translate(_ESCAPES) for field in self.fields)
        return f"{self.number}\t{NULL}\t{raw}\t{fields}\n"


def records(lines: Lines, width: int, delimiter: Delimiter) -> Iterator[Record]:
    """Each record, sound or not. Empty lines are passed over."""
    return (_careful(line, lines, width, delimiter) for line in lines if line)


def _careful(line: str, lines: Lines, width: int, delimiter: Delimiter) -> Record:
    """The record that begins with this line. If it spans lines and is broken, only its first is used up."""
    first = lines.number
    more = _more_lines(line, lines, delimiter)
    record = "\n".join((line, *more))
    try:
        return Record(first, None, record, _sound_fields(record, width, delimiter))
    except BadRecord as fault:
        lines.give_back(more)
        return Record(first, str(fault), line, ())


def _sound_fields(record: str, width: int, delimiter: Delimiter) -> list[str]:
    if "\0" in record:
        raise BadRecord("a NUL byte stands in the line")
    fields = split(record, delimiter)
    if len(fields) != width:
        raise BadRecord(f"{len(fields)} fields, where the header has {width}")
    return fields


def _opens_quote(line: str, delimiter: Delimiter) -> bool:
    """Whether a field of the line begins with a quote; elsewhere a quote is a character like any other."""
    return line.startswith('"') or f'{delimiter.mark}"' in line


def _more_lines(line: str, lines: Lines, delimiter: Delimiter) -> list[str]:
    """The lines after this one that its record spans, up to the one where its quotes are even again."""
    more: list[str] = []
    is_open = _opens_quote(line, delimiter) and line.count('"') % 2 == 1
    first, length = lines.number, len(line)
    while is_open and len(more) < _MOST_LINES:
        following = next(lines, None)
        if following is None:
            break
        more.append(following)
        length += len(following)
        if length > LONGEST_RECORD:
            raise IntakeError(
                f"the quoted field that begins on line {first} is longer than {LONGEST_RECORD:,} characters; "
                "no cell of a table of sales is"
            )
        is_open = following.count('"') % 2 == 0
    return more


def header(name: str, lines: Lines, delimiter: Delimiter = Delimiter.COMMA) -> list[str]:
    """The names in the first record of the file `name`. Raises IntakeError where there are none, or too many."""
    first = next(lines, "")
    try:
        names = split("\n".join((first, *_more_lines(first, lines, delimiter))), delimiter)
    except BadRecord as error:
        raise IntakeError(f"{name} is not a CSV: in its first line {error}") from error
    if names in ([], [""]):
        raise IntakeError(f"{name} is empty: its first line must name the columns")
    if len(names) > MOST_COLUMNS:
        raise IntakeError(f"{name} has {len(names):,} columns; a file may have up to {MOST_COLUMNS}")
    return names

"""The tables of a folder: a CSV each, plain or gzipped, named like its table."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from sales_core.errors import IntakeError
from sales_core.intake import reading, records
from sales_core.intake.answers import Answers, Delimiter
from sales_core.intake.header import folded
from sales_core.intake.progress import UNTOLD, Course
from sales_core.intake.records import Record

_ENDINGS = (".csv", ".csv.gz")


@dataclass(frozen=True, slots=True)
class Row:
    """Some columns of a record of a table, by their names."""

    file_name: str
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def id(self, column: str) -> str:
        """A whole number as it is, also where a tool wrote it with a decimal, as columns with gaps are: 279.0."""
        return self.values[column].removesuffix(".0")

    def day(self, column: str) -> date:
        """A day, ISO; a time of day after it is left out."""
        try:
            return date.fromisoformat(self.values[column][:10])
        except ValueError:
            raise self.wrong(column, "is no date such as 2014-05-30") from None

    def number(self, column: str) -> Decimal:
        """A plain decimal number."""
        try:
            value = Decimal(self.values[column])
        except InvalidOperation:
            raise self.wrong(column, "is not a number") from None
        if not value.is_finite():
            raise self.wrong(column, "is not a number")
        return value

    def wrong(self, column: str, rule: str) -> IntakeError:
        """The refusal of the folder for this value."""
        return IntakeError(f"{self.file_name}, line {self.line}: {column} {self.values[column][:60]!r} {rule}")


def found(folder: Path, names: Sequence[str]) -> dict[str, Path]:
    """The files of the tables, by their names. Raises IntakeError where one is missing or there twice."""
    try:
        there = sorted(folder.iterdir())
    except OSError as error:
        raise IntakeError(f"{folder.name} cannot be read: {error.strerror or error}") from error
    files = {name: [file for file in there if file.name in {name + ending for ending in _ENDINGS}] for name in names}
    missing = [name for name, those in files.items() if not those]
    if missing:
        count = f"{len(missing)} tables" if len(missing) > 1 else "the table"
        raise IntakeError(f"{folder.name} lacks {count} {', '.join(missing)}: each is a CSV, such as {missing[0]}.csv")
    for name, those in files.items():
        if len(those) > 1:
            raise IntakeError(f"{folder.name} has {name} twice: {' and '.join(file.name for file in those)}")
    return {name: those[0] for name, those in files.items()}


def fingerprint(files: Mapping[str, Path]) -> str:
    """sha256 over the tables' names and the hashes of their files, in hexadecimal."""
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(f"{name} {reading.fingerprint(files[name])}\n".encode())
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a folder that is read with the same answers as the others."""

    path: Path
    answers: Answers

    def records(self, columns: Sequence[str], course: Course = UNTOLD) -> Iterator[tuple[Record, Row]]:
        """Each record with the columns; they are empty where the record has a fault.

        Raises IntakeError where the file can't be read or lacks a column.
        """
        blocks = reading.blocks(self.path, reading.fingerprint(self.path), course, self.answers.encoding)
        lines = records.Lines(blocks, first=1)
        first = next(lines, "")
        delimiter = self.answers.delimiter or max(Delimiter, key=lambda one: first.count(one.mark))
        lines.give_back([first] if first else [])
        header = [folded(name) for name in records.header(self.path.name, lines, delimiter)]
        missing = [column for column in columns if folded(column) not in header]
        if missing:
            raise IntakeError(f"{self.path.name} lacks the column {missing[0]!r}")
        places = [(column, header.index(folded(column))) for column in columns]
        for record in records.records(lines, len(header), delimiter):
            values = {} if record.fault else {column: record.fields[place].strip() for column, place in places}
            yield record, Row(self.path.name, record.number, values)

    def rows(self, columns: Sequence[str]) -> Iterator[Row]:
        """The columns of each record. Raises IntakeError, also where a record is broken."""
        for record, row in self.records(columns):
            if record.fault is not None:
                raise IntakeError(f"{self.path.name}, line {record.number}: {record.fault}")
            yield row

"""What is taken in, a file or a folder of them, brought line by line into the staging table."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from db.intake import staging
from db.intake.extras import NOTHING_BESIDE, Extras
from db.intake.shapes import Preset
from sales_core.errors import IntakeError
from sales_core.intake import header, reading, records
from sales_core.intake.answers import Answers, Delimiter, Encoding
from sales_core.intake.encodings import NotUtf8
from sales_core.intake.progress import Course


@dataclass(frozen=True, slots=True)
class Staged:
    """What came of a file: its lines, its preset with the fields it has, the staged columns, and what is to be told."""

    read: int
    preset: Preset
    columns: list[str]
    ignored: tuple[str, ...]
    notices: tuple[str, ...]
    extras: Extras = NOTHING_BESIDE


def stage_file(
    connection: Connection, path: Path, sha256: str, preset: Preset, others: Sequence[Preset], answers: Answers,
    course: Course,
) -> Staged:  # fmt: skip
    """Stage a file. One that turns out not to be UTF-8 is read once more as Windows-1252, where it may be that."""
    before = connection.begin_nested()
    try:
        staged = _stage(connection, path, sha256, preset, others, answers, course)
    except NotUtf8 as error:
        if answers.encoding is not None or not error.may_be_windows:
            raise
        before.rollback()
        where = error.where
    else:
        before.commit()
        return staged
    windows = Answers(Encoding.WINDOWS_1252, answers.delimiter, answers.decimals, answers.dates)
    staged = _stage(connection, path, sha256, preset, others, windows, course)
    told = f"the file was read as Windows-1252, since it is not UTF-8 ({where})"
    return Staged(staged.read, staged.preset, staged.columns, staged.ignored, (told, *staged.notices))


def _stage(
    connection: Connection, path: Path, sha256: str, preset: Preset, others: Sequence[Preset], answers: Answers,
    course: Course,
) -> Staged:  # fmt: skip
    lines = records.Lines(reading.blocks(path, sha256, course, answers.encoding), first=1)
    first = next(lines, "")
    delimiter = answers.delimiter or header.delimiter_of(first, (preset, *others))
    lines.give_back([first] if first else [])
    names = records.header(path.name, lines, delimiter)
    meanings = header.meanings(path.name, names, preset, others)
    read = staging.stage(connection, meanings, records.copy_rows(lines, len(names), delimiter))
    if not read:
        raise IntakeError(f"{path.name} has a header but no lines")
    told = () if delimiter == Delimiter.COMMA else (f"fields were separated at each {delimiter.value}",)
    return Staged(
        read,
        header.of_file(preset, meanings),
        staging.column_names(meanings),
        header.ignored(names, meanings),
        told,
    )

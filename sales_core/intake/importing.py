"""Taking in a file: read, stage, check, match, publish; all in one transaction, so that it is there whole or not."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from db.intake import checking, known, matching, naming, publishing, reference, staging
from db.intake.publishing import Origin, Published
from db.intake.shapes import Preset
from sales_core.company import company_of
from sales_core.errors import IntakeError
from sales_core.intake import header, reading, records
from sales_core.intake.answers import AS_IT_SHOWS, Answers
from sales_core.intake.progress import Course, Stage, Told
from sales_core.intake.report import ImportReport, Reject
from sales_core.loading import loading

_REJECTS_SHOWN = 5
_WORK_MEMORY = "64MB"
"""For the import's own sorts and hashes; they fit in it for files of a million lines, longer ones use the disk."""


@dataclass(frozen=True, slots=True)
class _Staged:
    """What came of a file: its lines, the staged columns, and its columns that are not read."""

    read: int
    columns: list[str]
    ignored: tuple[str, ...]


def take_in(
    engine: Engine,
    path: Path,
    preset: Preset,
    imported_by: str,
    *,
    answers: Answers = AS_IT_SHOWS,
    progress: Told | None = None,
    now: datetime | None = None,
) -> ImportReport:
    """Take in the file, or nothing of it. Lines that break a rule are rejected one by one, with their reason.

    `now` (the clock's time when not given) bounds the dates: lines beyond a year from it are rejected. A file that was
    taken in before does nothing, whoever took it in, also when both come at once. Raises Unanswered where the file can
    be read in two ways and `answers` doesn't say which, IntakeError where it can't be read as a whole, SettingsError
    before the company's settings are stored, SourceError's kinds, and what `progress` raises.
    """
    began = time.monotonic()
    course = Course(progress)
    sha256 = reading.fingerprint(path)
    with loading(engine) as connection:
        company_of(connection)  # refuses early; what it says may change until the lock is held
        before = known.published_import(connection, preset.name, sha256)
        if before is None:
            connection.execute(text(f"SET LOCAL work_mem = '{_WORK_MEMORY}'"))
            connection.execute(text("SET LOCAL default_statistics_target = 10"))
            staged = _stage(connection, path, sha256, preset, course)
            course.at(Stage.CHECKING, lines=staged.read)
            checking.check(connection, preset, now or datetime.now(UTC))
            reference.lock(connection)
            before = known.published_import(connection, preset.name, sha256)
        if before is not None:
            return _known(preset, path.name, sha256, *before, time.monotonic() - began)
        books = company_of(connection)
        course.at(Stage.WRITING, lines=staged.read)
        origin = Origin(path.name, sha256, imported_by, books.currency, books.time_zone, staged.ignored)
        published = _publish(connection, preset, origin, staged)
        rejects = known.first_rejects(connection, published.import_id, _REJECTS_SHOWN)
    course.at(Stage.DONE, lines=staged.read)
    return _report(preset, origin, published, rejects, staged.ignored, time.monotonic() - began)


def _stage(connection: Connection, path: Path, sha256: str, preset: Preset, course: Course) -> _Staged:
    lines = records.Lines(reading.blocks(path, sha256, course), first=1)
    names = records.header(path.name, lines)
    meanings = header.meanings(path.name, names, preset)
    read = staging.stage(connection, meanings, records.copy_rows(lines, len(names)))
    if not read:
        raise IntakeError(f"{path.name} has a header but no lines")
    return _Staged(read, staging.column_names(meanings), header.ignored(names, meanings))


def _publish(connection: Connection, preset: Preset, origin: Origin, staged: _Staged) -> Published:
    checking.refuse_days_outside_the_calendar(connection, preset, origin.business_zone)
    matching.number_lines(connection)
    matching.refuse_second_territories(connection, preset)
    naming.find_territories(connection, preset)
    matching.match_known(connection, preset, origin.business_zone)
    counts = checking.counts(connection)
    if counts.keys() & {"rejected", "repeated"}:
        matching.drop_documents_without_lines(connection)
    matching.name_new_documents(connection)
    reference.add_missing(connection, preset)
    return publishing.publish(connection, preset, origin, staged.columns, counts, staged.read)


def _known(preset: Preset, file_name: str, sha256: str, import_id: int, read: int, seconds: float) -> ImportReport:
    return ImportReport(
        import_id=import_id,
        preset=preset.name,
        file_name=file_name,
        sha256=sha256,
        known=True,
        read=read,
        loaded=0,
        repeated=read,
        rejected=0,
        by_kind=(),
        first_rejects=(),
        ignored_columns=(),
        unconverted=0,
        seconds=seconds,
    )


def _report(
    preset: Preset,
    origin: Origin,
    published: Published,
    rejects: list[tuple[int, str]],
    ignored: tuple[str, ...],
    seconds: float,
) -> ImportReport:
    return ImportReport(
        import_id=published.import_id,
        preset=preset.name,
        file_name=origin.file_name,
        sha256=origin.sha256,
        known=False,
        read=published.read,
        loaded=published.loaded,
        repeated=published.repeated,
        rejected=published.rejected,
        by_kind=tuple(published.by_kind.items()),
        first_rejects=tuple(Reject(line, reason) for line, reason in rejects),
        ignored_columns=ignored,
        unconverted=published.unconverted,
        seconds=seconds,
    )

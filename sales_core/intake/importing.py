"""Taking in a file: read, stage, check, match, publish; all in one transaction, so that it is there whole or not."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from db.intake import checking, dividing, documents, extras, known, matching, publishing, reference
from db.intake import reading as values
from db.intake.publishing import Origin, Published
from db.intake.shapes import Preset
from sales_core.company import Company, company_of
from sales_core.errors import IntakeError
from sales_core.intake import folders, sources
from sales_core.intake.answers import AS_IT_SHOWS, Answers
from sales_core.intake.notation import notation
from sales_core.intake.presets import PRESETS
from sales_core.intake.progress import Course, Stage, Told
from sales_core.intake.report import ImportReport, Reject
from sales_core.intake.sources import Staged
from sales_core.loading import loading
from sales_core.telemetry import taking_in

_REJECTS_SHOWN = 5
_WORK_MEMORY = "64MB"
"""For the import's own sorts and hashes; they fit in it for files of a million lines, longer ones use the disk."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be taken in, as it was asked."""

    path: Path
    sha256: str
    preset: Preset
    imported_by: str
    answers: Answers
    now: datetime


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
    """Take in the file, or the folder, or nothing of it. Lines that break a rule are rejected, with their reason.

    `now` (the clock's time when not given) bounds the dates: lines beyond a year from it are rejected. A file that was
    taken in before does nothing, whoever took it in, also when both come at once. Raises Unanswered where the file can
    be read in two ways and `answers` doesn't say which, IntakeError where it can't be read as a whole, SettingsError
    before the company's settings are stored, SourceError's kinds, and what `progress` raises.
    """
    with taking_in():
        asked = _Asked(path, folders.fingerprint(path, preset), preset, imported_by, answers, now or datetime.now(UTC))
        return _taken_in(engine, asked, progress)


def _taken_in(engine: Engine, asked: _Asked, progress: Told | None) -> ImportReport:
    began = time.monotonic()
    with loading(engine) as connection:
        books = company_of(connection)  # refuses early; what it says may change until the lock is held
        before = known.published_import(connection, asked.preset.name, asked.sha256)
        if before is not None:
            return _known(asked, *before, time.monotonic() - began)
        done = _take_in(connection, asked, books, Course(progress))
        if done is None:
            before = known.published_import(connection, asked.preset.name, asked.sha256)
            assert before is not None  # noqa: S101 - it is what `done` is None for
            return _known(asked, *before, time.monotonic() - began)
        staged, published = done
        rejects = known.first_rejects(connection, published.import_id, _REJECTS_SHOWN)
    Course(progress).at(Stage.DONE, lines=staged.read)
    return _report(asked, published, rejects, staged, time.monotonic() - began)


def _take_in(connection: Connection, asked: _Asked, books: Company, course: Course) -> tuple[Staged, Published] | None:
    """Stage, check and publish; None where another took in the same file meanwhile."""
    connection.execute(text(f"SET LOCAL work_mem = '{_WORK_MEMORY}'"))
    connection.execute(text("SET LOCAL default_statistics_target = 10"))
    staged = _staged(connection, asked, course)
    course.at(Stage.CHECKING, lines=staged.read)
    of_numbers, of_moments = values.collect(connection, staged.preset)
    written = notation(of_numbers, of_moments, asked.answers)
    values.read(connection, staged.preset, written.marks, written.order, company_zone=books.time_zone, now=asked.now)
    checking.check(connection, staged.preset)
    reference.lock(connection)
    if known.published_import(connection, asked.preset.name, asked.sha256) is not None:
        return None
    zone_then, books = books.time_zone, company_of(connection)
    if books.time_zone != zone_then and not asked.preset.time_zone:
        raise IntakeError("the company's time zone was changed while the file was read; take it in again")
    course.at(Stage.WRITING, lines=staged.read)
    told = replace(staged, notices=(*staged.notices, *written.notices))
    return told, _publish(connection, asked, told, books)


def _staged(connection: Connection, asked: _Asked, course: Course) -> Staged:
    preset = asked.preset
    if preset.takes_folder:
        return folders.stage(connection, asked.path, asked.sha256, preset, asked.answers, course)
    others = [other for other in PRESETS.values() if other.name != preset.name]
    return sources.stage_file(connection, asked.path, asked.sha256, preset, others, asked.answers, course)


def _publish(connection: Connection, asked: _Asked, staged: Staged, books: Company) -> Published:
    preset = staged.preset
    checking.refuse_days_outside_the_calendar(connection, preset, books.time_zone)
    documents.number_lines(connection, preset)
    documents.refuse_contradicting_lines(connection, preset)
    reference.find_territories(connection, preset)
    matching.match_known(connection, preset, books.currency, books.time_zone)
    dividing.refuse_what_can_not_be_divided(connection, preset)
    counts = checking.counts(connection)
    if counts.keys() & {"rejected", "repeated"}:
        documents.drop_documents_without_lines(connection, checking.TAKEN)
    documents.name_new_documents(connection)
    extras.add_rates_and_promotions(connection, preset, staged.extras)
    reference.add_missing(connection, preset, books.currency)
    dividing.divide(connection, preset)
    quotas = extras.add_quotas(connection, preset, staged.extras.quotas, books.currency)
    return publishing.publish(
        connection, preset, _origin(asked, staged, books, quotas), staged.columns, counts, staged.read
    )


def _origin(asked: _Asked, staged: Staged, books: Company, quotas: list[dict[str, Any]]) -> Origin:
    notices = list(staged.notices)
    left_out = len(staged.extras.quotas) - len(quotas)
    if left_out:
        notices.append(f"{left_out:,} quotas were left out: they are there already, or no rate converts them")
    return Origin(
        asked.path.name,
        asked.sha256,
        asked.imported_by,
        books.currency,
        books.time_zone,
        staged.ignored,
        (*notices, *staged.extras.notices),
        quotas,
    )


def _known(asked: _Asked, import_id: int, read: int, seconds: float) -> ImportReport:
    return ImportReport(
        import_id=import_id,
        preset=asked.preset.name,
        file_name=asked.path.name,
        sha256=asked.sha256,
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
    asked: _Asked, published: Published, rejects: list[tuple[int, str]], staged: Staged, seconds: float
) -> ImportReport:
    by_kind: Mapping[str, int] = published.by_kind
    return ImportReport(
        import_id=published.import_id,
        preset=asked.preset.name,
        file_name=asked.path.name,
        sha256=asked.sha256,
        known=False,
        read=published.read,
        loaded=published.loaded,
        repeated=published.repeated,
        rejected=published.rejected,
        by_kind=tuple(by_kind.items()),
        first_rejects=tuple(Reject(line, reason) for line, reason in rejects),
        ignored_columns=staged.ignored,
        unconverted=published.unconverted,
        seconds=seconds,
        unmatched=published.unmatched,
        notices=tuple(published.notices),
    )

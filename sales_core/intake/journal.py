"""What was taken in: every import with its report, and its rejected lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from db.intake import journal as rows
from sales_core.access import access
from sales_core.errors import IntakeError

_PAGE = 1_000
"""Rejected lines fetched at once, each in a transaction of its own: an import's rejects never change."""


@dataclass(frozen=True, slots=True)
class Import:
    """One file that was taken in. Counts are of data lines: read = loaded + repeated + rejected."""

    import_id: int
    preset: str
    file_name: str
    sha256: str
    read: int
    loaded: int
    repeated: int
    rejected: int
    by_kind: tuple[tuple[str, int], ...]
    """Loaded lines by kind, in the order of the preset's rules."""
    unconverted: int
    """Loaded lines of days without a rate to the company's currency."""
    unmatched: int
    """Returned lines that name a sale which isn't here; they are in no sale cohort."""
    ignored_columns: tuple[str, ...]
    notices: tuple[str, ...]
    """What else is to be known of the import, a sentence each."""
    imported_by: str
    imported_at: datetime
    taken_back_by: str | None
    """None while its facts are there."""
    taken_back_at: datetime | None

    @property
    def is_there(self) -> bool:
        """Whether its facts are there: it wasn't taken back."""
        return self.taken_back_at is None


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that was not taken in. `line` counts the file's, the header is 1; `raw` has up to 2,000 characters."""

    line: int
    reason: str
    raw: str


def imports(engine: Engine, limit: int = 100) -> list[Import]:
    """The newest imports first, also those that were taken back."""
    with access(engine) as connection:
        return [_import(row) for row in rows.newest(connection, limit)]


def import_of(engine: Engine, import_id: int) -> Import:
    """The import of that number. Raises IntakeError where there is none."""
    with access(engine) as connection:
        row = rows.one(connection, import_id)
    if row is None:
        raise IntakeError(f"there is no import {import_id}")
    return _import(row)


def rejects(engine: Engine, import_id: int) -> Iterator[RejectedLine]:
    """Every rejected line of an import in the order of its file, fetched as they are taken."""
    after = 0
    while True:
        with access(engine) as connection:
            page = rows.rejects(connection, import_id, after, _PAGE)
        yield from (RejectedLine(row.source_line, row.reason, row.raw) for row in page)
        if len(page) < _PAGE:
            return
        after = page[-1].source_line


def _import(row: Any) -> Import:
    notes: Mapping[str, Any] = row.notes
    back: Mapping[str, str] = notes.get("taken_back", {})
    return Import(
        import_id=row.import_id,
        preset=row.preset,
        file_name=row.file_name,
        sha256=row.file_sha256,
        read=row.lines_read,
        loaded=row.lines_loaded,
        repeated=row.lines_repeated,
        rejected=row.lines_rejected,
        by_kind=_in_order(notes),
        unconverted=notes.get("unconverted", 0),
        unmatched=notes.get("unmatched", 0),
        ignored_columns=tuple(notes.get("ignored_columns", ())),
        notices=tuple(notes.get("notices", ())),
        imported_by=row.imported_by,
        imported_at=row.imported_at,
        taken_back_by=back.get("by"),
        taken_back_at=datetime.fromisoformat(back["at"]) if back else None,
    )


def _in_order(notes: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    """JSONB keeps no order of its keys: the notes have it beside them."""
    by_kind: Mapping[str, int] = notes.get("by_kind", {})
    return tuple((kind, by_kind[kind]) for kind in notes.get("kinds", sorted(by_kind)))

"""Publishing: the import, its documents, its lines and its rejects, from the checked and matched lines."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from db.intake import facts, matching, naming
from db.intake.checking import CHECKED, TAKEN
from db.intake.documents import PLACES
from db.intake.shapes import Preset
from db.intake.staging import LINES


@dataclass(frozen=True, slots=True)
class Origin:
    """What an import says of itself in app.imports, and how the company keeps its books."""

    file_name: str
    sha256: str
    imported_by: str
    company_currency: str
    business_zone: str
    ignored_columns: Sequence[str]
    """The file's columns that are not read."""
    notices: Sequence[str]
    """What else is to be known of the import, a sentence each."""
    quotas: Sequence[Mapping[str, Any]]
    """Keys of the quotas that came with it."""


@dataclass(frozen=True, slots=True)
class Published:
    """A published import. Counts are of data lines: read = loaded + repeated + rejected."""

    import_id: int
    read: int
    loaded: int
    repeated: int
    rejected: int
    by_kind: Mapping[str, int]
    unconverted: int
    unmatched: int
    """Returned lines that name a sale which isn't here."""
    notices: Sequence[str]


_UNCONVERTED = f"""
    SELECT count(*) FROM {CHECKED} JOIN {PLACES} USING (source_line) JOIN {facts.HEADERS} USING (document_key)
    WHERE {TAKEN} AND rate IS NULL AND EXISTS (SELECT FROM {facts.HEADERS} WHERE rate IS NULL)
"""

_IMPORT = """
    INSERT INTO app.imports (import_id, preset, file_name, file_sha256, lines_read, lines_loaded, lines_repeated,
                             lines_rejected, imported_by, notes)
    VALUES (:import_id, :preset, :file_name, :sha256, :read, :loaded, :repeated, :rejected, :imported_by,
            CAST(:notes AS jsonb))
"""


def publish(
    connection: Connection, preset: Preset, origin: Origin, columns: Sequence[str], counts: Mapping[str, int], read: int
) -> Published:
    """Write everything that is to be taken in. `columns` are the staged columns, in the file's order.

    `read` was counted by COPY, `counts` by the checks, and `loaded` here is what was inserted: that they add up is a
    constraint of app.imports.
    """
    import_id = connection.execute(
        text("SELECT nextval(pg_get_serial_sequence('app.imports', 'import_id'))")
    ).scalar_one()
    facts.write_orders(connection, preset, import_id, origin.company_currency, origin.business_zone)
    loaded = facts.write_lines(connection, preset, import_id) + facts.write_returns(connection, preset, import_id)
    published = Published(
        import_id=import_id,
        read=read,
        loaded=loaded,
        repeated=counts.get("repeated", 0),
        rejected=counts.get("rejected", 0),
        by_kind={kind: counts.get(kind, 0) for kind in dict.fromkeys(rule.kind for rule in preset.kinds)},
        unconverted=connection.execute(text(_UNCONVERTED)).scalar_one(),
        unmatched=facts.unmatched_returns(connection, preset, import_id),
        notices=origin.notices,
    )
    _record(connection, preset, origin, published)
    if published.rejected:
        _keep_rejects(connection, import_id, columns)
    return published


def _record(connection: Connection, preset: Preset, origin: Origin, published: Published) -> None:
    connection.execute(
        text(_IMPORT),
        {
            "import_id": published.import_id,
            "preset": preset.name,
            "file_name": origin.file_name,
            "sha256": origin.sha256,
            "read": published.read,
            "loaded": published.loaded,
            "repeated": published.repeated,
            "rejected": published.rejected,
            "imported_by": origin.imported_by,
            "notes": json.dumps(_notes(connection, preset, origin, published)),
        },
    )


def _notes(connection: Connection, preset: Preset, origin: Origin, published: Published) -> dict[str, Any]:
    return {
        "by_kind": dict(published.by_kind),
        "kinds": list(published.by_kind),
        "unconverted": published.unconverted,
        "unmatched": published.unmatched,
        "ignored_columns": list(origin.ignored_columns),
        "notices": list(origin.notices),
        "quotas": [dict(key) for key in origin.quotas],
        "repeats": matching.repeats(connection) if published.repeated else {},
        **naming.used(connection, preset),
    }


def _keep_rejects(connection: Connection, import_id: int, columns: Sequence[str]) -> None:
    """The line as it came: kept where it had quotes, else its fields joined again."""
    fields = ", ".join(f"l.{column}" for column in columns)
    connection.execute(
        text(f"""
        INSERT INTO app.import_rejects (import_id, source_line, reason, raw)
        SELECT :import_id, source_line, c.reason, left(coalesce(l.raw, concat_ws(',', {fields})), 2000)
        FROM {CHECKED} AS c JOIN {LINES} AS l USING (source_line) WHERE c.reason IS NOT NULL
        """),
        {"import_id": import_id},
    )

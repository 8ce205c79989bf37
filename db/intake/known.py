"""Imports that are there: the same file again, and the rejects of one."""

from sqlalchemy import Connection, text


def published_import(connection: Connection, preset: str, sha256: str) -> tuple[int, int] | None:
    """The import that holds this very file, and how many lines it read; None where there is none."""
    row = connection.execute(
        text(
            "SELECT import_id, lines_read FROM app.imports "
            "WHERE preset = :preset AND file_sha256 = :sha256 AND state = 'published'"
        ),
        {"preset": preset, "sha256": sha256},
    ).one_or_none()
    return (row[0], row[1]) if row else None


def first_rejects(connection: Connection, import_id: int, most: int) -> list[tuple[int, str]]:
    """Line number and reason of an import's first rejected lines, in the order of the file."""
    rows = connection.execute(
        text(
            "SELECT source_line, reason FROM app.import_rejects WHERE import_id = :import_id "
            "ORDER BY source_line LIMIT :most"
        ),
        {"import_id": import_id, "most": most},
    )
    return [(line, reason) for line, reason in rows]

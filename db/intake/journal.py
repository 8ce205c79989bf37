"""Statements on the imports that were made. Who runs them acts as `dashboard_app`."""

from typing import Any

from sqlalchemy import Connection, text

_COLUMNS = """import_id, preset, file_name, file_sha256, state, lines_read, lines_loaded, lines_repeated,
              lines_rejected, imported_by, imported_at, notes"""


def newest(connection: Connection, limit: int) -> list[Any]:
    """Rows of imports, the newest first."""
    found = connection.execute(
        text(f"SELECT {_COLUMNS} FROM app.imports ORDER BY import_id DESC LIMIT :limit"), {"limit": limit}
    )
    return list(found)


def one(connection: Connection, import_id: int) -> Any:
    """The row of one import, None where there is none."""
    return connection.execute(
        text(f"SELECT {_COLUMNS} FROM app.imports WHERE import_id = :import_id"), {"import_id": import_id}
    ).one_or_none()


def rejects(connection: Connection, import_id: int, after: int, limit: int) -> list[Any]:
    """source_line, reason and raw of an import's rejected lines behind the line `after`, in the order of the file."""
    found = connection.execute(
        text(
            "SELECT source_line, reason, raw FROM app.import_rejects "
            "WHERE import_id = :import_id AND source_line > :after ORDER BY source_line LIMIT :limit"
        ),
        {"import_id": import_id, "after": after, "limit": limit},
    )
    return list(found)

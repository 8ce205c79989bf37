"""Frozen SQL of a revision: files of statements, separated by a blank line, executed one by one."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

SQL = Path(__file__).resolve().parent / "sql"


def statements(revision: str, area: str) -> Iterator[str]:
    """The statements of one area of a revision, in the order of the file."""
    text = (SQL / revision / f"{area}.sql").read_text(encoding="utf-8")
    yield from (s for s in (part.strip() for part in text.split("\n\n")) if s)


def execute(connection: Connection, revision: str, *areas: str) -> None:
    """Execute the areas, one statement an execute."""
    for area in areas:
        for statement in statements(revision, area):
            connection.exec_driver_sql(statement.replace("%", "%%"))

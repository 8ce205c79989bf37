"""A connection without SQLAlchemy's pool, for what must be cut off in time and for LISTEN.

An awaited call on it can be cancelled, also when the server hangs; a thread in a driver's call can not.
"""

from typing import Any

from psycopg import AsyncConnection
from sqlalchemy import ClauseElement, make_url
from sqlalchemy.dialects.postgresql.psycopg import dialect

from db.engine import driver_url
from db.remarks import remarked
from db.rules.roles import ASSUMED

CONNECT_SECONDS = 3


def conninfo(url: str) -> str:
    """The URL as the driver itself reads it."""
    return make_url(driver_url(url)).set(drivername="postgresql").render_as_string(hide_password=False)


async def connect(url: str) -> AsyncConnection[tuple[Any, ...]]:
    """One connection in autocommit."""
    return await AsyncConnection.connect(
        conninfo(url), autocommit=True, connect_timeout=CONNECT_SECONDS, application_name="sales-dashboard-gate"
    )


async def run_as(
    connection: AsyncConnection[tuple[Any, ...]], role: str, *statements: ClauseElement
) -> list[tuple[Any, ...]]:
    """Run the statements as the role in one transaction; the rows of the last one that gives any."""
    if role not in ASSUMED:
        raise ValueError(f"role {role!r} may not be assumed; one of {', '.join(ASSUMED)}")
    rows: list[tuple[Any, ...]] = []
    async with connection.transaction():
        await connection.execute(f"SET LOCAL ROLE {role}".encode())
        for statement in statements:
            compiled = statement.compile(dialect=dialect())  # type: ignore[no-untyped-call]
            cursor = await connection.execute(remarked(str(compiled)).encode(), compiled.params)
            rows = await cursor.fetchall() if cursor.description else rows
    return rows

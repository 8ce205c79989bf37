"""Connections: engines for the primary and the replica, and the one way to begin a transaction as a role."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, text

from db.plans import ACTING, Explaining
from db.remarks import remark_on
from db.rules.roles import ASSUMED, READER, READER_COSTS
from db.silence import watch
from db.statements import StatementWatch


def make_engine(url: str, *, pool_size: int = 8, statement_timeout_ms: int = 60_000, slow_query_ms: int = 0) -> Engine:
    """An engine whose connections speak UTC, die of a lost server within seconds and never run on for ever.

    `url` is an SQLAlchemy URL of the psycopg driver (`postgresql+psycopg://`); `postgresql://` is read as that.
    Statements of `slow_query_ms` and more are logged with their plan, 0: none.
    """
    options = f"-c timezone=UTC -c statement_timeout={statement_timeout_ms} -c jit=off"
    engine = create_engine(
        driver_url(url),
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        pool_timeout=5,
        connect_args={"options": options, "connect_timeout": 3, "application_name": "sales-dashboard"},
    )
    watch(engine)
    StatementWatch(slow_query_ms, Explaining(engine)).on(engine)
    remark_on(engine)
    return engine


def driver_url(url: str) -> str:
    """The URL with the driver named: `postgres://` and `postgresql://` become `postgresql+psycopg://`."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def bind_scope(connection: Connection, setting: str) -> None:
    """Set `dashboard.scope` for this transaction: 'everything', '' or ascending ids like '1,2,3'. The only place."""
    if setting not in ("", "everything") and not all(part.isdigit() for part in setting.split(",")):
        raise ValueError(f"a scope setting is 'everything', '' or ids like '1,2', not {setting!r}")
    connection.execute(text(f"SET LOCAL dashboard.scope = '{setting}'"))


@contextmanager
def acting_as(engine: Engine, role: str, scope: str | None = None, *, snapshot: bool = False) -> Iterator[Connection]:
    """One transaction as one of the assumable roles, committed at the end, rolled back on error.

    `scope` is the scope setting of a reader (see `bind_scope`); without it a reader sees no scoped row, also where
    the login has a scope by default: each reader's transaction sets its own.
    `snapshot` makes it REPEATABLE READ READ ONLY, so that every statement in it sees the same commits.
    """
    if role not in ASSUMED:
        raise ValueError(f"role {role!r} may not be assumed; one of {', '.join(ASSUMED)}")
    if scope is not None and role not in (READER, READER_COSTS):
        raise ValueError(f"only readers carry a scope, not {role}")
    with engine.connect() as connection, connection.begin():
        if snapshot:
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        connection.execute(text(f"SET LOCAL ROLE {role}"))
        connection.info[ACTING] = role
        if role in (READER, READER_COSTS):
            bind_scope(connection, scope or "")
        yield connection

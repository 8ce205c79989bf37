"""Figures of the database for Prometheus: connections, locks, long statements, bloat, sizes, queued jobs."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from db.engine import acting_as
from db.rules.roles import APP
from ops.sidecar.findings import Finding, State
from ops.sidecar.looks import told_error

LONG_SECONDS = 30
"""A statement that runs longer counts as long."""

_SERVER = f"""
SELECT count(*) FILTER (WHERE state = 'active')::float AS "connections/active",
       count(*) FILTER (WHERE state = 'idle')::float AS "connections/idle",
       count(*) FILTER (WHERE state LIKE 'idle in transaction%')::float AS "connections/idle_in_transaction",
       count(*) FILTER (WHERE state IS NULL OR state IN ('disabled', 'fastpath function call', 'starting'))::float
           AS "connections/other",
       current_setting('max_connections')::float AS "connections_most",
       count(*) FILTER (WHERE state = 'active' AND query_start < now() - interval '{LONG_SECONDS} s')::float
           AS "long_queries",
       coalesce(max(extract(epoch FROM now() - query_start)) FILTER (WHERE state = 'active'), 0)::float
           AS "longest_query_seconds",
       (SELECT count(*) FROM pg_locks WHERE granted)::float AS "locks/held",
       (SELECT count(*) FROM pg_locks WHERE NOT granted)::float AS "locks/waiting",
       pg_database_size(current_database())::float AS "size_bytes"
FROM pg_stat_activity WHERE coalesce(backend_type, 'client backend') = 'client backend'
    AND datid IS NOT NULL AND usesysid IS NOT NULL AND pid <> pg_backend_pid()
"""
# Asked as the login itself, as which every process of the dashboard connects: a role that it assumes may not look at
# what its connections do. Of another login's it is hidden even that they are connections of clients.
# Dead rows as part of all rows, times the size on disk: an estimate by what the server counts, read from no table.
_TABLES = """
SELECT coalesce(sum(pg_relation_size(relid) * n_dead_tup::float / (n_live_tup + n_dead_tup)), 0)::float
           AS "bloat_bytes",
       coalesce(max(pg_total_relation_size(relid)), 0)::float AS "largest_table_bytes"
FROM pg_stat_user_tables WHERE n_live_tup + n_dead_tup > 0
"""
_JOBS = """
SELECT count(*) FILTER (WHERE status = 'todo')::float AS "jobs_queued",
       count(*) FILTER (WHERE status = 'doing')::float AS "jobs_running",
       count(*) FILTER (WHERE status = 'failed')::float AS "jobs_failed"
FROM jobs.procrastinate_jobs
"""


_NO_WAITING = "SET LOCAL lock_timeout = '50ms'"


def at_figures(engine: Engine) -> Callable[[], Finding]:
    """The figures by name, a label's value after a slash. Connections of other logins count as `other`.

    Sizes of tables are left out while somebody keeps a table to themselves, figures of jobs without their schema: the
    rest is told all the more.
    """

    def look() -> Finding:
        try:
            with engine.begin() as connection:
                told = _row(connection, _SERVER)
        except SQLAlchemyError as error:
            return Finding(State.UNKNOWN, told_error(error))
        for statement in (_TABLES, _JOBS):
            try:
                with acting_as(engine, APP) as connection:
                    told |= _row(connection, statement)
            except SQLAlchemyError as error:
                told_error(error)  # lets go of the connection
        return Finding(State.OK, told)

    return look


def _row(connection: Connection, statement: str) -> dict[str, str | float | None]:
    connection.execute(text(_NO_WAITING))
    return dict(connection.execute(text(statement)).mappings().one())

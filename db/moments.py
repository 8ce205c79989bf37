"""Several transactions that see one moment: a snapshot exported by one that stays open."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event, text

_READ_ONLY = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


@contextmanager
def one_moment(engine: Engine) -> Iterator[Engine]:
    """An engine on the same connections: each transaction sees what was committed up to now, and writes nothing.

    It takes one connection more than what is done with it. What is read is kept from vacuum until the end.
    """
    with engine.connect() as holder, holder.begin():
        holder.execute(text(_READ_ONLY))
        # It is idle while others read by its snapshot, which would end with it.
        holder.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        snapshot = str(holder.execute(text("SELECT pg_export_snapshot()")).scalar_one())
        seeing = engine.execution_options()

        def see(connection: Connection) -> None:
            connection.exec_driver_sql(_READ_ONLY)
            connection.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{snapshot}'")

        event.listen(seeing, "begin", see)
        yield seeing

"""Reads from a replica that never miss a commit: it answers once it has replayed what the primary had."""

import time

import structlog
from sqlalchemy import Engine, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

log = structlog.get_logger(__name__)

_NOW = text("SELECT pg_current_wal_insert_lsn()")
_REPLAYED = text("SELECT pg_last_wal_replay_lsn() >= CAST(:lsn AS pg_lsn)")
_PAUSE_S = 0.01


def caught_up(primary: Engine, replica: Engine, *, patience_s: float = 0.5) -> Engine:
    """The replica, once it has replayed all that was written on the primary when this was called; else the primary.

    The primary answers too where the replica is away, lags longer than `patience_s`, or is no standby at all.
    """
    with primary.connect() as connection:
        lsn = connection.execute(_NOW).scalar_one()
    deadline = time.monotonic() + patience_s
    try:
        with replica.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            while not (replayed := connection.execute(_REPLAYED, {"lsn": str(lsn)}).scalar_one()):
                if replayed is None or time.monotonic() > deadline:
                    log.warning("no_standby" if replayed is None else "replica_behind")
                    return primary
                time.sleep(_PAUSE_S)
    except (OperationalError, InterfaceError, NoConnectionFree) as error:
        log.warning("replica_away", error=type(error.orig if hasattr(error, "orig") else error).__name__)
        return primary
    return replica

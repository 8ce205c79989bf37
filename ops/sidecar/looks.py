"""The looks: each opens a connection of its own, asks one thing, closes it, and says what it found.

A fresh connection is what a client that starts now would get: a kept one can go on answering after the server
has stopped taking new ones.
"""

from collections.abc import Callable
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from sqlalchemy import Engine, NullPool, create_engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from db.embedded import CLUSTER_NAME
from db.engine import acting_as, driver_url
from db.migrate import current
from db.rules.roles import READER
from db.schema.facts import orders
from ops.sidecar.findings import Finding, State
from ops.sidecar.watch import let_go
from sales_core.viewer import EVERYTHING

_SERVER_SIDE = "-c timezone=UTC -c statement_timeout=300 -c lock_timeout=300"
_PATIENCE = {
    # A look outlives the answer that gave up on it, but not for long: a server that is gone without a word
    # (a cut cable, a frozen host) is given up after about three seconds, when the next look may begin.
    "connect_timeout": 2,
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "tcp_user_timeout": 3000,
}


def looking_engine(url: str) -> Engine:
    """An engine that keeps no connection."""
    arguments = {**_PATIENCE, "options": _SERVER_SIDE, "application_name": "sales-dashboard-sidecar"}
    return create_engine(driver_url(url), poolclass=NullPool, hide_parameters=True, connect_args=arguments)


def at_database(engine: Engine) -> Callable[[], Finding]:
    """Does the server take a connection and answer?"""

    def look() -> Finding:
        try:
            with engine.connect() as connection:
                asked = text("SELECT current_setting('cluster_name'), current_setting('server_version')")
                cluster, version = connection.execute(asked).one()
        except SQLAlchemyError as error:
            return Finding(State.DOWN, told_error(error))
        state = State.DEVELOPMENT_ONLY if cluster == CLUSTER_NAME else State.OK
        return Finding(state, {"server_version": version})

    return look


def at_migrations(engine: Engine, heads: frozenset[str], known: frozenset[str]) -> Callable[[], Finding]:
    """Is the schema the one that this code was written for? `known` holds every revision of the code."""

    def look() -> Finding:
        try:
            with acting_as(engine, READER) as connection:
                found = current(connection)
        except SQLAlchemyError as error:
            return Finding(State.UNKNOWN, told_error(error))
        told = {"revision": ", ".join(sorted(found)) or None, "expected": ", ".join(sorted(heads))}
        if found == heads:
            return Finding(State.OK, told)
        return Finding(State.BEHIND if found <= known else State.AHEAD, told)

    return look


def at_newest_source_row(engine: Engine) -> Callable[[], Finding]:
    """How fresh are the facts? Every document has its row in orders, whose index on ordered_at ends in the answer."""

    def look() -> Finding:
        try:
            with acting_as(engine, READER, EVERYTHING.setting) as connection:
                newest = connection.execute(select(func.max(orders.c.ordered_at))).scalar_one()
        except SQLAlchemyError as error:
            return Finding(State.UNKNOWN, told_error(error))
        if newest is None:
            return Finding(State.ABSENT)
        return Finding(State.OK, {"ordered_at": newest.isoformat()})

    return look


def at_app(address: str) -> Callable[[], Finding]:
    """Does the app say at `address` that it is well? It asks its own database before it does. No proxy is asked."""
    opener = build_opener(ProxyHandler({}))

    def look() -> Finding:
        try:
            with opener.open(address, timeout=1) as answer:
                status = int(answer.status)
        except HTTPError as error:
            status = error.code
            error.close()
        except (HTTPException, OSError) as error:
            return Finding(State.DOWN, told_error(error))
        return Finding(State.OK if status == 200 else State.DOWN, {"code": str(status)})

    return look


def at_redis(url: str | None) -> Callable[[], Finding]:
    """Does the server answer a PING? 'absent' where none is configured."""

    def look() -> Finding:
        if url is None:
            return Finding(State.ABSENT)
        client = Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0))
        try:
            client.ping()
        except (RedisError, OSError) as error:
            return Finding(State.DOWN, told_error(error))
        finally:
            client.close()
        return Finding(State.OK)

    return look


def told_error(error: Exception) -> dict[str, str | float | None]:
    """The class of the error and of what the driver said; never its text, which may name hosts and users.

    Lets go of the connection that failed.
    """
    let_go(error)
    cause = getattr(error, "orig", None)
    return {"error": type(error).__name__, "cause": type(cause).__name__ if cause is not None else None}

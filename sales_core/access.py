"""The way to the schema `app`: one transaction as `dashboard_app`, its failures in the words of the house."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from db.engine import acting_as, make_engine
from db.rules.roles import APP
from sales_core.errors import SettingsError, SourceUnavailable
from sales_core.settings import load_settings
from sales_core.telemetry import watch_pool


@contextmanager
def access(engine: Engine, role: str = APP) -> Iterator[Connection]:
    """One transaction, committed at the end. SourceUnavailable when there is no connection or it was lost.

    `role`: another one for what stands outside the schema.
    """
    try:
        with acting_as(engine, role) as connection:
            yield connection
    except (OperationalError, InterfaceError, NoConnectionFree) as error:
        raise SourceUnavailable("the database of accounts is not reachable") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise SourceUnavailable("the connection to the database of accounts was lost") from error
        raise


@lru_cache(maxsize=1)
def access_engine() -> Engine:
    """This process's connections for accounts, sessions and audit; a few, since each use is short."""
    settings = load_settings()
    url = settings.database_url
    if url is None:
        raise SettingsError("DATABASE_URL is not set; `make run` starts a database when there is none")
    engine = make_engine(url, pool_size=3, statement_timeout_ms=10_000, slow_query_ms=settings.slow_query_ms)
    watch_pool(engine)
    return engine

"""The way to write facts and the company's settings: one transaction as `dashboard_loader`."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from db.engine import acting_as
from db.rules.roles import LOADER
from sales_core.errors import SourceError, SourceTimeout, SourceUnavailable

_AWAY = ("08", "57P", "53300")
"""SQLSTATEs of a server that is lost, ends, starts, or has no connection left."""

_LOOKS_EVERY = "2s"
"""How often the server looks whether the writer is still there: one that is gone keeps no lock until its end."""


@contextmanager
def loading(engine: Engine) -> Iterator[Connection]:
    """One transaction of any length, committed at the end, all of it or nothing. Raises SourceError's kinds."""
    try:
        with acting_as(engine, LOADER) as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text(f"SET LOCAL client_connection_check_interval = '{_LOOKS_EVERY}'"))
            try:
                yield connection
            except Exception:
                raise
            except BaseException:
                connection.invalidate()  # stopped in the middle of a statement: nothing more can be said over it
                raise
    except NoConnectionFree as error:
        raise SourceUnavailable("the database is busy: no connection became free; try again in a moment") from error
    except DBAPIError as error:
        raise _told(error.orig) from error
    except psycopg.Error as error:
        raise _told(error) from error


def _is_away(error: object) -> bool:
    """Whether the connection was lost or not got. Errors that the server explains are of the statement, mostly."""
    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    return error.sqlstate is None or error.sqlstate.startswith(_AWAY)


def _told(error: object) -> SourceError:
    first_line = str(error).strip().partition("\n")[0]
    if isinstance(error, psycopg.errors.QueryCanceled):
        return SourceTimeout("the database cancelled the writing; nothing was written")
    if isinstance(error, psycopg.errors.DiskFull | psycopg.errors.OutOfMemory):
        return SourceError(f"the database has no room left ({first_line}); nothing was written")
    if _is_away(error):
        return SourceUnavailable(f"the database is not reachable ({first_line}); run it again, it is never half done")
    return SourceError(f"the database refused the writing ({first_line}); nothing was written")

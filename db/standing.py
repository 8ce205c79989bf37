"""Whether the schema is the one that this code was written for; processes that need it wait for the migration."""

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError, OperationalError

from db.engine import acting_as, driver_url
from db.migrate import current, heads, known
from db.rules.roles import READER
from db.waiting import PATIENCE_S, NotThere, await_all_of, refusal

__all__ = ["NotThere", "await_schema"]


def await_schema(url: str, patience_s: float = PATIENCE_S) -> None:
    """Return once the schema is at this code's revision, or at one that is newer than this code. Else NotThere.

    `url` is of the login `dashboard`.
    """
    await_all_of("the schema", lambda: refusal(url) or _behind(url), patience_s)


def _behind(url: str) -> str | None:
    """What the schema lacks of this code's revisions; a revision that this code does not know is a newer one."""
    engine = create_engine(driver_url(url), hide_parameters=True)
    try:
        with acting_as(engine, READER) as connection:
            found = current(connection)
    except OperationalError:
        return "the connection was lost"
    except DBAPIError:
        found = set()  # neither roles nor a table of revisions
    finally:
        engine.dispose()
    if not found:
        return "no migration has run yet"
    if found == heads() or not found <= known():
        return None
    return f"it is at {', '.join(sorted(found))}, this release needs {', '.join(sorted(heads()))}"

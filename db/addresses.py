"""Whether a URL of a database is one: asked before anything is begun, so that a slip is told in one line."""

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from db.engine import driver_url

_FORM = "must look like postgresql://USER:PASSWORD@HOST:5432/DATABASE"
_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")


def fault_of_url(url: str) -> str | None:
    """Why nobody can connect by it, as the end of a sentence without a password; None where it can be tried."""
    scheme, _, rest = url.partition("://")
    if scheme not in _SCHEMES or not rest.strip("/"):
        return _FORM
    try:
        make_url(driver_url(url))
    except (ArgumentError, ValueError):  # the latter for a port that is none
        return _FORM
    return None

"""Processes start in any order: whoever needs the database waits for it."""

import time
from collections.abc import Callable

import psycopg
import structlog

from db.bare import CONNECT_SECONDS, conninfo
from db.errors import StoreError

PATIENCE_S = 60.0
_PAUSE_S = 0.25

_log = structlog.get_logger(__name__)


class NotThere(StoreError):
    """Patience is over; the message says what is missing, in one line and without a password."""


def await_database(url: str, patience_s: float = PATIENCE_S) -> None:
    """Return once a login by the URL is let in. NotThere after `patience_s` seconds, with the server's last word."""
    await_all_of("the database", lambda: refusal(url), patience_s)


def await_all_of(what: str, missing: Callable[[], str | None], patience_s: float) -> None:
    """Ask until nothing is missing; each new reason is told once."""
    deadline, told = time.monotonic() + patience_s, None
    while (reason := missing()) is not None:
        if time.monotonic() >= deadline:
            raise NotThere(f"{what} is not there after {patience_s:.0f} s: {reason}")
        if reason != told:
            _log.warning(f"waiting for {what}", reason=reason)
        told = reason
        time.sleep(_PAUSE_S)


def refusal(url: str) -> str | None:
    """Why a login by the URL is not let in now, in one line; None where it is."""
    try:
        psycopg.connect(conninfo(url), connect_timeout=CONNECT_SECONDS, application_name="sales-dashboard").close()
    except psycopg.OperationalError as refused:
        return str(refused).partition("\n")[0].strip() or type(refused).__name__
    return None

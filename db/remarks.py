"""Whose statement it is: a comment behind each SQL statement, so that the server's own lists and log name the request.

Only hexadecimal ids and a page's declared name ever stand in it. It is added on the way to the server: receipts, plans,
cache keys and frozen SQL never hold it. A statement with a comment of its own is never prepared on the server
(psycopg prepares a text at its fifth use on a connection): docs/decisions tells what that costs.
"""

import re
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, event

_ID = re.compile(r"[0-9a-f]{4,64}(?:-[0-9a-f]{4,64})?")
_PAGE = re.compile(r"[a-z][a-z0-9_]{0,40}")

_remark: ContextVar[str] = ContextVar("remark", default="")


def remark_by(request_id: str, run_id: str = "", page: str = "") -> None:
    """From here on in this thread or task, statements name these; what is not of their form is left out."""
    parts = (("request_id", request_id, _ID), ("run_id", run_id, _ID), ("page", page, _PAGE))
    words = [f"{name}={value}" for name, value, form in parts if form.fullmatch(value)]
    _remark.set(f" /* {' '.join(words)} */" if words else "")


def remarked(statement: str) -> str:
    """The statement with the comment behind it; as it is where nobody asks."""
    return statement + _remark.get()


def without_remark(statement: str) -> str:
    """The statement as it was before `remarked`."""
    return statement.rpartition(" /* ")[0] if statement.endswith(" */") else statement


def remark_on(engine: Engine) -> None:
    """Let every statement of the engine carry the comment of whoever runs it."""

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def add(
        _connection: object, _cursor: object, statement: str, parameters: Any, _context: object, _many: bool
    ) -> tuple[str, Any]:
        return remarked(statement), parameters

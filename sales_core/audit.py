"""What is remembered of who came in and what changed: rows of `app.audit`, each in the deed's transaction."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Engine

from db import audit as rows
from sales_core.access import access

COMMAND_LINE = "command line"
NOBODY = "nobody"


class Event(StrEnum):
    """Everything that is written down; the text is what stands in the row."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FAILED = "sign_in_failed"
    LOCKED = "locked"
    TICKET_REFUSED = "ticket_refused"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    ROLE_CHANGED = "role_changed"
    GRANTS_CHANGED = "grants_changed"
    PASSWORD_RESET = "password_reset"  # noqa: S105
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    IMPORT_TAKEN_BACK = "import_taken_back"
    JOB_STARTED = "job_started"
    JOB_RETRIED = "job_retried"
    JOB_CANCELLED = "job_cancelled"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row; `user_id` is the account it is about, None when the name has no account."""

    happened_at: datetime
    event: Event
    user_id: str | None
    actor: str
    detail: dict[str, str | int]


def record(connection: Connection, event: Event, *, user_id: str | None, actor: str, **detail: str | int) -> None:
    """Write it down in the caller's transaction, so that the deed and its row stand or fall together."""
    connection.execute(rows.append(event, user_id, actor, detail))


def newest(engine: Engine, limit: int = 100) -> list[Entry]:
    """The newest entries first."""
    with access(engine) as connection:
        found = connection.execute(rows.newest(limit)).all()
    return [Entry(at, Event(event), user, actor, dict(detail)) for at, event, user, actor, detail in found]

"""Sessions and the tickets that open them.

A session id is opaque and lives in one cookie; a ticket carries a checked password to the route that sets
the cookie. Of both only the sha256 is stored.
"""

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from db import sessions as rows
from sales_core.access import access
from sales_core.accounts.directory import scopes_of
from sales_core.audit import NOBODY, Event, record
from sales_core.viewer import Choices, Role, Viewer

SECONDS_IN_ALL = 7 * 86_400


@dataclass(frozen=True, slots=True)
class CookieNames:
    """`session` carries the session id; `browser` marks the browser that began to sign in."""

    session: str
    browser: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just opened: the id for the cookie, and the local path to go on to."""

    session_id: str
    next_path: str


def cookie_names(*, secure: bool) -> CookieNames:
    """With TLS the names promise, by their prefix, that the cookie is Secure and this host's alone."""
    prefix = "__Host-" if secure else ""
    return CookieNames(session=f"{prefix}dashboard_session", browser=f"{prefix}dashboard_browser")


def key_of(secret: str) -> bytes:
    """Under what a session id, a ticket or a browser mark is stored."""
    return hashlib.sha256(secret.encode()).digest()


def viewer_of(engine: Engine, session_id: str) -> Viewer | None:
    """Who this session belongs to, with the scope of now; None when it is dead."""
    with access(engine) as connection:
        account = connection.execute(rows.account_of(key_of(session_id))).one_or_none()
        if account is None:
            return None
        scope = scopes_of(connection, [account.user_id])[account.user_id]
    choices = Choices(account.locale or "", account.picture or "")
    return Viewer(account.sign_in_name, account.display_name, Role(account.role), scope, choices)


def issue_ticket(engine: Engine, user_id: str, next_path: str, browser: str) -> str:
    """A ticket for a person whose password was right, to be taken by this browser within 30 seconds."""
    ticket = secrets.token_urlsafe(32)
    with access(engine) as connection:
        connection.execute(rows.issue_ticket(key_of(ticket), user_id, next_path, key_of(browser)))
    return ticket


def enter(
    engine: Engine, ticket: str, browser: str, *, old_session: str | None, agent: str, address: str
) -> Opened | None:
    """Take the ticket and open a session, in one transaction, which ends the browser's old one.

    None when the ticket is another browser's, used up or too old.
    """
    session_id = secrets.token_urlsafe(32)
    with access(engine) as connection:
        taken = connection.execute(rows.take_ticket(key_of(ticket), key_of(browser))).one_or_none()
        if taken is None:
            _note_refusal(connection, key_of(ticket), address)
            return None
        if old_session:
            connection.execute(rows.end(key_of(old_session)))
        connection.execute(rows.open_session(key_of(session_id), taken.user_id, agent[:200]))
        record(
            connection, Event.SIGNED_IN, user_id=taken.user_id, actor=taken.user_id,
            address=address, agent=agent[:200],
        )  # fmt: skip
    return Opened(session_id, taken.next_path)


def sign_out(engine: Engine, session_id: str) -> None:
    """End the session, here and in every other process and tab."""
    with access(engine) as connection:
        user_id = connection.execute(rows.end(key_of(session_id))).scalar_one_or_none()
        if user_id is not None:
            record(connection, Event.SIGNED_OUT, user_id=user_id, actor=user_id)


def _note_refusal(connection: Connection, ticket: bytes, address: str) -> None:
    """Write down a ticket in the wrong browser; made-up tickets are not worth a row each."""
    owner = connection.execute(rows.ticket_account(ticket)).scalar_one_or_none()
    if owner is not None:
        record(connection, Event.TICKET_REFUSED, user_id=owner, actor=NOBODY, address=address)

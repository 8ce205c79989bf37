"""Statements on sessions and tickets, one a function; who runs them acts as `dashboard_app`.

Keys are sha256 hashes of what the browser holds: nothing stored opens a session. Deleting a session row
ends it in every process at once, by the trigger's NOTIFY on the channel GONE, whose payload is the key in
hexadecimal.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Delete, Insert, Select, Update, func, insert, select, update
from sqlalchemy.sql.dml import ReturningDelete

from db.schema.access import sessions, tickets, users

GONE = "session_gone"
_IDLE = timedelta(hours=8)
_IN_ALL = timedelta(days=7)
_TICKET = timedelta(seconds=30)
_SEEN_TO_THE = timedelta(minutes=1)


def live(key: bytes) -> Select[str, bool]:
    """The session if it lives and its account is open: user_id, and whether it is time to `touch` it."""
    return (
        select(sessions.c.user_id, (sessions.c.seen_at < func.now() - _SEEN_TO_THE).label("stale"))
        .join(users, users.c.user_id == sessions.c.user_id)
        .where(sessions.c.id_hash == key, sessions.c.expires_at > func.now(), users.c.disabled_at.is_(None))
    )


def touch(key: bytes) -> Update:
    """Note that the session was used: it lives 8 hours from now, but 7 days in all."""
    longest = sessions.c.created_at + _IN_ALL
    return (
        update(sessions)
        .where(sessions.c.id_hash == key, sessions.c.expires_at > func.now())
        .values(seen_at=func.now(), expires_at=func.least(longest, func.now() + _IDLE))
    )


def account_of(key: bytes) -> Select[Any]:
    """Whose live session it is: user_id, sign_in_name, display_name, role, and the choices locale and picture."""
    c = users.c
    return (
        select(c.user_id, c.sign_in_name, c.display_name, c.role, c.locale, c.picture)
        .join(sessions, users.c.user_id == sessions.c.user_id)
        .where(sessions.c.id_hash == key, sessions.c.expires_at > func.now(), users.c.disabled_at.is_(None))
    )


def open_session(key: bytes, user_id: str, agent: str) -> Insert:
    """A new session of the account."""
    return insert(sessions).values(id_hash=key, user_id=user_id, agent=agent, expires_at=func.now() + _IDLE)


def end(key: bytes) -> ReturningDelete[str]:
    """End one session; returns its user_id, or no row when there was none."""
    return sessions.delete().where(sessions.c.id_hash == key).returning(sessions.c.user_id)


def end_all_of(user_id: str, *, but: bytes | None = None) -> Delete:
    """End every session of the account, except the one whose key is `but`."""
    gone = sessions.delete().where(sessions.c.user_id == user_id)
    return gone if but is None else gone.where(sessions.c.id_hash != but)


def issue_ticket(key: bytes, user_id: str, next_path: str, browser: bytes) -> Insert:
    """A ticket for the browser whose pre-cookie hashes to `browser`, good for 30 seconds."""
    return insert(tickets).values(
        id_hash=key,
        user_id=user_id,
        next_path=next_path,
        browser_hash=browser,
        expires_at=func.now() + _TICKET,
    )


def take_ticket(key: bytes, browser: bytes) -> ReturningDelete[str, str]:
    """Take the ticket, once, if it is this browser's and still good: user_id, next_path."""
    open_accounts = select(users.c.user_id).where(users.c.disabled_at.is_(None))
    return (
        tickets.delete()
        .where(
            tickets.c.id_hash == key,
            tickets.c.browser_hash == browser,
            tickets.c.expires_at > func.now(),
            tickets.c.user_id.in_(open_accounts),
        )
        .returning(tickets.c.user_id, tickets.c.next_path)
    )


def ticket_account(key: bytes) -> Select[str]:
    """Whose ticket it is, whichever browser asks."""
    return select(tickets.c.user_id).where(tickets.c.id_hash == key)


def forget_tickets_of(user_id: str) -> Delete:
    """Withdraw the account's tickets."""
    return tickets.delete().where(tickets.c.user_id == user_id)


def purge_sessions() -> Delete:
    """Remove sessions that have expired; open sockets of theirs are closed by the NOTIFY."""
    return sessions.delete().where(sessions.c.expires_at <= func.now())


def purge_tickets() -> Delete:
    """Remove tickets that nobody took in time."""
    return tickets.delete().where(tickets.c.expires_at <= func.now())

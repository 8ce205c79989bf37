"""Coming in: the password is checked, limits first, in a time that does not tell whether the name exists."""

import hashlib
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from sqlalchemy import Engine

from db import accounts as rows
from db import attempts, sessions
from sales_core import passwords
from sales_core.access import access
from sales_core.accounts.directory import has_control_character, plain_name
from sales_core.audit import NOBODY, Event, record
from sales_core.errors import AccountError

ALLOWED = 5
FIRST_MINUTES = 1
MOST_MINUTES = 15
_HASHING = BoundedSemaphore(2)
"""Hashing takes a core for a quarter of a second: a flood of guesses must leave some for the signed in."""


class Locked(AccountError):
    """Too many wrong passwords for this name; `seconds` until the next one is looked at."""

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(f"Too many attempts. Please wait {wait}, then try again.")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Checked:
    """A person whose password was right just now; `proof` is the stored hash that it was compared with."""

    user_id: str
    sign_in_name: str
    display_name: str
    must_change_password: bool
    proof: str = field(repr=False)


def check_password(engine: Engine, name: str, password: str, *, address: str) -> Checked | None:
    """The person, or None when name and password do not belong together or the account is closed.

    Raises Locked. From the fifth wrong password on the name is locked for one minute, then two, four, eight,
    fifteen; a name without an account alike. `address` is where the attempt came from, for the audit.
    """
    typed = plain_name(name)
    key = name_key(typed)
    tries = _count_attempt(engine, key)
    with access(engine) as connection:
        account = connection.execute(rows.account_by_name(_askable(typed))).one_or_none()
    with _HASHING:
        right = passwords.matches(password, account.password_hash if account else None)
    if account is None or not right or not account.enabled:
        _note_failure(engine, account.user_id if account else None, tries, address)
        return None
    with access(engine) as connection:
        connection.execute(attempts.forget(key))
    return Checked(account.user_id, typed, account.display_name, account.must_change_password, account.password_hash)


def choose_password(engine: Engine, who: Checked, password: str, *, keep_session: bytes | None = None) -> None:
    """Replace the person's password and end the person's other sessions; AccountError tells the rule broken.

    `keep_session` is the key of the session in which it was chosen.
    """
    passwords.check_rule(password, who.sign_in_name)
    with _HASHING:
        if passwords.matches(password, who.proof):
            raise AccountError("The new password is the old one.")
        stored = passwords.hashed(password)
    with access(engine) as connection:
        done = connection.execute(rows.replace_password(who.user_id, stored, was=who.proof)).scalar_one_or_none()
        if done is None:
            raise AccountError("The password was changed elsewhere meanwhile. Please sign in again.")
        connection.execute(sessions.end_all_of(who.user_id, but=keep_session))
        connection.execute(sessions.forget_tickets_of(who.user_id))
        record(connection, Event.PASSWORD_CHANGED, user_id=who.user_id, actor=who.user_id)


def name_key(sign_in_name: str) -> bytes:
    """Under what the attempts for a name are counted."""
    return hashlib.sha256(sign_in_name.encode()).digest()


def _askable(name: str) -> str:
    """The name; for one with a control character, which no name has, the empty one, which nobody has either.

    The database refuses some of them, and its error would tell the name; the way through stays the same.
    """
    return "" if has_control_character(name) else name


def _count_attempt(engine: Engine, key: bytes) -> int:
    """How many attempts there are with this one; Locked when it may not be made."""
    begin = attempts.begin(key, allowed=ALLOWED, first_minutes=FIRST_MINUTES, most_minutes=MOST_MINUTES)
    with access(engine) as connection:
        tries = connection.execute(begin).scalar_one_or_none()
        if tries is None:
            raise Locked(int(connection.execute(attempts.seconds_locked(key)).scalar_one_or_none() or 1))
    return tries


def _note_failure(engine: Engine, user_id: str | None, tries: int, address: str) -> None:
    with access(engine) as connection:
        record(connection, Event.SIGN_IN_FAILED, user_id=user_id, actor=NOBODY, tries=tries, address=address)
        if tries >= ALLOWED:
            record(connection, Event.LOCKED, user_id=user_id, actor=NOBODY, tries=tries, address=address)

"""What an operator changes: accounts, roles, grants, passwords. Every change ends the account's sessions."""

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from db import accounts as rows
from db import attempts, sessions
from sales_core import passwords
from sales_core.access import access
from sales_core.accounts.check import name_key
from sales_core.accounts.directory import find, has_control_character, plain_name
from sales_core.audit import Event, record
from sales_core.errors import AccountError
from sales_core.viewer import Role, Scope


def add(engine: Engine, name: str, role: Role, scope: Scope, *, actor: str, display_name: str | None = None) -> str:
    """Make an account and return its one-time password, which is stored nowhere in the clear."""
    sign_in_name = plain_name(name)
    if not 1 <= len(sign_in_name) <= 100:
        raise AccountError(f"a name has 1 to 100 characters; {name!r} has {len(sign_in_name)}")
    if has_control_character(sign_in_name):
        raise AccountError(f"a name has no control characters; {name!r} has one")
    password = passwords.one_time_password()
    statement = rows.add_account(sign_in_name, (display_name or name).strip(), role, passwords.hashed(password))
    try:
        with access(engine) as connection:
            user_id = connection.execute(statement).scalar_one()
            _write_grants(connection, user_id, scope)
            record(connection, Event.ACCOUNT_ADDED, user_id=user_id, actor=actor, role=role, scope=scope.setting)
    except IntegrityError as error:
        if "uq_users_sign_in_name" in str(error):
            raise AccountError(
                f"there is an account {sign_in_name!r} already; `reset` gives it a new password"
            ) from error
        raise
    return password


def reset(engine: Engine, name: str, *, actor: str) -> str:
    """A new one-time password, which also ends a lockout; returns it."""
    account = find(engine, name)
    password = passwords.one_time_password()
    stored = passwords.hashed(password)
    with access(engine) as connection:
        connection.execute(rows.set_one_time_password(account.user_id, stored))
        connection.execute(attempts.forget(name_key(account.sign_in_name)))
        _end_everything(connection, account.user_id)
        record(connection, Event.PASSWORD_RESET, user_id=account.user_id, actor=actor)
    return password


def grant(engine: Engine, name: str, scope: Scope, *, actor: str) -> None:
    """Replace what the account may see; an empty scope takes everything away."""
    account = find(engine, name)
    with access(engine) as connection:
        connection.execute(rows.forget_grants(account.user_id))
        _write_grants(connection, account.user_id, scope)
        _end_everything(connection, account.user_id)
        record(connection, Event.GRANTS_CHANGED, user_id=account.user_id, actor=actor, scope=scope.setting)


def change_role(engine: Engine, name: str, role: Role, *, actor: str) -> None:
    """Replace what the account may do."""
    account = find(engine, name)
    with access(engine) as connection:
        connection.execute(rows.set_role(account.user_id, role))
        _end_everything(connection, account.user_id)
        record(connection, Event.ROLE_CHANGED, user_id=account.user_id, actor=actor, role=role)


def disable(engine: Engine, name: str, *, actor: str) -> None:
    """Close the account; what it made stays."""
    account = find(engine, name)
    with access(engine) as connection:
        connection.execute(rows.disable(account.user_id))
        _end_everything(connection, account.user_id)
        record(connection, Event.ACCOUNT_DISABLED, user_id=account.user_id, actor=actor)


def enable(engine: Engine, name: str, *, actor: str) -> None:
    """Open a closed account again."""
    account = find(engine, name)
    with access(engine) as connection:
        connection.execute(rows.enable(account.user_id))
        record(connection, Event.ACCOUNT_ENABLED, user_id=account.user_id, actor=actor)


def _write_grants(connection: Connection, user_id: str, scope: Scope) -> None:
    if scope.everything:
        connection.execute(rows.grant_everything(user_id))
    elif scope.territories:
        connection.execute(rows.grant_territories(user_id, sorted(scope.territories)))


def _end_everything(connection: Connection, user_id: str) -> None:
    """No session and no ticket made under the old rights lives on."""
    connection.execute(sessions.end_all_of(user_id))
    connection.execute(sessions.forget_tickets_of(user_id))

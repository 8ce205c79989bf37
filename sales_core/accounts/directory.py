"""Who exists and what they may see. Reads only."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sqlalchemy import Connection, Engine

from db import accounts as rows
from db.engine import acting_as
from db.rules.roles import READER
from sales_core.access import access
from sales_core.errors import AccountError, UnknownName
from sales_core.viewer import Role, Scope, Viewer


@dataclass(frozen=True, slots=True)
class Account:
    """One account; `scope` is the rows it may see."""

    user_id: str
    sign_in_name: str
    display_name: str
    role: Role
    enabled: bool
    must_change_password: bool
    scope: Scope


def listing(engine: Engine) -> list[Account]:
    """Every account, by sign-in name."""
    with access(engine) as connection:
        found = connection.execute(rows.all_accounts()).all()
        scopes = scopes_of(connection, [row.user_id for row in found])
    return [
        Account(
            user_id=row.user_id,
            sign_in_name=row.sign_in_name,
            display_name=row.display_name,
            role=Role(row.role),
            enabled=row.enabled,
            must_change_password=row.must_change_password,
            scope=scopes[row.user_id],
        )
        for row in found
    ]


def find(engine: Engine, sign_in_name: str) -> Account:
    """The account of that name, in any case; AccountError with the nearest name when there is none."""
    accounts = listing(engine)
    wanted = plain_name(sign_in_name)
    for account in accounts:
        if account.sign_in_name == wanted:
            return account
    near = get_close_matches(wanted, [account.sign_in_name for account in accounts], n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else "`python -m sales_core.accounts list` shows all"
    raise AccountError(f"there is no account {sign_in_name!r}; {hint}")


def viewer_named(engine: Engine, sign_in_name: str) -> Viewer:
    """The viewer that this account would be when signed in; AccountError for a closed account."""
    account = find(engine, sign_in_name)
    if not account.enabled:
        raise AccountError(f"the account {account.sign_in_name!r} is disabled")
    return Viewer(account.sign_in_name, account.display_name, account.role, account.scope)


def scopes_of(connection: Connection, user_ids: Sequence[str]) -> dict[str, Scope]:
    """The scope of each account: no grant, no rows; everything only where it is granted in so many words."""
    everything: set[str] = set()
    territories: dict[str, set[int]] = {user_id: set() for user_id in user_ids}
    for user_id, territory_id, whole in connection.execute(rows.grants_of(user_ids)):
        if whole:
            everything.add(user_id)
        elif territory_id is not None:
            territories[user_id].add(territory_id)
    return {
        user_id: Scope(everything=True) if user_id in everything else Scope(territories=frozenset(ids))
        for user_id, ids in territories.items()
    }


def territory_ids(engine: Engine, names: Iterable[str]) -> frozenset[int]:
    """The ids of these territories; UnknownName for a name that no territory has."""
    with acting_as(engine, READER, "") as connection:
        known = {name: territory_id for territory_id, name in connection.execute(rows.territory_names())}
    found = set()
    for name in names:
        if name not in known:
            raise UnknownName("territory", name, known)
        found.add(known[name])
    return frozenset(found)


def plain_name(typed: str) -> str:
    """How names are stored and compared: lower case, no blanks around."""
    return typed.strip().lower()


def has_control_character(name: str) -> bool:
    """Whether there is a C0 or C1 control in it: no name has one, and the database can not be asked for NUL."""
    return any(unicodedata.category(each) == "Cc" for each in name)

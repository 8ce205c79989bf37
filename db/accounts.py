"""Statements on accounts and grants, one a function; who runs them acts as `dashboard_app`.

Only `account_by_name` of a sign-in name in lower case finds anything: names are stored that way.
"""

from collections.abc import Iterable

from sqlalchemy import Delete, Insert, Select, Update, func, insert, null, select, update
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

from db.schema.access import grants, users
from db.schema.reference import territories


def add_account(sign_in_name: str, display_name: str, role: str, password_hash: str) -> ReturningInsert[str]:
    """Insert an account whose password must be changed at the first sign-in; returns its user_id."""
    return (
        insert(users)
        .values(
            sign_in_name=sign_in_name,
            display_name=display_name,
            role=role,
            password_hash=password_hash,
            must_change_password=True,
        )
        .returning(users.c.user_id)
    )


def account_by_name(sign_in_name: str) -> Select[str, str, str, str, str, bool, bool]:
    """The account of that name: user_id, names, role, password_hash, must_change_password, enabled."""
    return _accounts().where(users.c.sign_in_name == sign_in_name)


def all_accounts() -> Select[str, str, str, str, str, bool, bool]:
    """Every account, by sign-in name; the columns of `account_by_name`."""
    return _accounts().order_by(users.c.sign_in_name.collate("C"))


def _accounts() -> Select[str, str, str, str, str, bool, bool]:
    return select(
        users.c.user_id,
        users.c.sign_in_name,
        users.c.display_name,
        users.c.role,
        users.c.password_hash,
        users.c.must_change_password,
        users.c.disabled_at.is_(null()).label("enabled"),
    )


def set_one_time_password(user_id: str, password_hash: str) -> Update:
    """Replace the password by one that opens only the form for the next one."""
    return (
        update(users)
        .where(users.c.user_id == user_id)
        .values(password_hash=password_hash, must_change_password=True, password_set_at=func.now())
    )


def replace_password(user_id: str, password_hash: str, *, was: str) -> ReturningUpdate[str]:
    """Replace the password if it is still `was` and the account is open; returns the user_id when it was done."""
    return (
        update(users)
        .where(users.c.user_id == user_id, users.c.password_hash == was, users.c.disabled_at.is_(null()))
        .values(password_hash=password_hash, must_change_password=False, password_set_at=func.now())
        .returning(users.c.user_id)
    )


def set_choices(sign_in_name: str, locale: str | None, picture: str | None) -> Update:
    """Replace how the person wants numbers and days written and figures saved; None leaves it to the browser."""
    return update(users).where(users.c.sign_in_name == sign_in_name).values(locale=locale, picture=picture)


def set_role(user_id: str, role: str) -> Update:
    """Replace the role."""
    return update(users).where(users.c.user_id == user_id).values(role=role)


def disable(user_id: str) -> Update:
    """Close the account from now on; the moment of an earlier closing stays."""
    return (
        update(users).where(users.c.user_id == user_id, users.c.disabled_at.is_(null())).values(disabled_at=func.now())
    )


def enable(user_id: str) -> Update:
    """Open a closed account again."""
    return update(users).where(users.c.user_id == user_id).values(disabled_at=null())


def grants_of(user_ids: Iterable[str]) -> Select[str, int | None, bool]:
    """The grants of the accounts: user_id, territory_id (None with everything), everything."""
    return select(grants.c.user_id, grants.c.territory_id, grants.c.everything).where(
        grants.c.user_id.in_(list(user_ids))
    )


def forget_grants(user_id: str) -> Delete:
    """Take every grant from the account: it sees no rows until it is granted some."""
    return grants.delete().where(grants.c.user_id == user_id)


def grant_everything(user_id: str) -> Insert:
    """Grant the rows of every territory, those to come included."""
    return insert(grants).values(user_id=user_id, everything=True)


def grant_territories(user_id: str, territory_ids: Iterable[int]) -> Insert:
    """Grant the rows of these territories, at least one."""
    return insert(grants).values([{"user_id": user_id, "territory_id": t} for t in territory_ids])


def territory_names() -> Select[int, str]:
    """Every territory: id and name. Reference data: run it as a reader."""
    return select(territories.c.territory_id, territories.c.name).order_by(territories.c.name.collate("C"))

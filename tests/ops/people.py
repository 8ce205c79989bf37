"""People with accounts, and ways to be signed in without a browser."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from sales_core import sessions
from sales_core.accounts import book
from sales_core.accounts.check import check_password, choose_password
from sales_core.viewer import EVERYTHING, Role, Scope
from tests.kept_secrets import PLANTED
from tests.ops.web_process import Site

NAMES = sessions.cookie_names(secure=False)
PASSWORD = PLANTED.secret("correct horse battery")


@dataclass(frozen=True, slots=True)
class Person:
    """An account with a password of its own."""

    user_id: str
    name: str
    password: str = PASSWORD


def account(engine: Engine, name: str, role: Role = Role.ADMIN, scope: Scope = EVERYTHING) -> Person:
    """A new account that has chosen its password."""
    one_time = PLANTED.secret(book.add(engine, name, role, scope, actor="command line"))
    who = check_password(engine, name, one_time, address="")
    assert who is not None
    choose_password(engine, who, PASSWORD)
    return Person(who.user_id, name)


def cookies_of(site: Site, engine: Engine, person: Person, next_path: str = "/") -> Mapping[str, str]:
    """The cookie of a session opened by the real route, with a ticket for this browser."""
    mark = PLANTED.secret(site.get("/sign-in").cookies[NAMES.browser])
    ticket = PLANTED.secret(sessions.issue_ticket(engine, person.user_id, next_path, mark))
    answer = site.get(f"/auth/session?t={ticket}", {NAMES.browser: mark})
    assert answer.status == 303
    return {NAMES.session: PLANTED.secret(answer.cookies[NAMES.session])}

"""What a database needs before the first page: the newest schema, demo data once, a first account once."""

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DBAPIError

from db import migrate
from ops.launch.errors import LaunchError
from ops.launch.screen import Screen
from ops.launch.servers import Servers
from sales_core.accounts import book
from sales_core.accounts.directory import listing
from sales_core.viewer import Role, Scope

FIRST_ACCOUNT = "admin"
ACTOR = "launcher"


def bring_up_to_date(servers: Servers, screen: Screen) -> None:
    """Migrate to the newest revision as the owner; give the login role the password that its URL carries."""
    with screen.step("Schema") as step:
        try:
            migrate.upgrade(servers.owner_url, login_url=servers.database_url)
        except DBAPIError as refused:
            where = make_url(servers.owner_url).render_as_string(hide_password=True)
            reason = str(refused.orig).strip().splitlines()[0]
            raise LaunchError(f"the database {where} can't be migrated: {reason}") from refused
        step.done(f"at {', '.join(sorted(migrate.heads()))}")


def first_account(engine: Engine, screen: Screen) -> str | None:
    """The one-time password of the account made now, or None when there are accounts already."""
    if listing(engine):
        return None
    with screen.step("First account") as step:
        password = book.add(engine, FIRST_ACCOUNT, Role.ADMIN, Scope(everything=True), actor=ACTOR)
        step.done(FIRST_ACCOUNT)
    return password

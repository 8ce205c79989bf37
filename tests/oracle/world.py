"""A database with a company in it, and workspaces on it as the dashboard opens them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, create_engine, text

from db.engine import make_engine
from sales_core.cache import Cache, ProcessCache
from sales_core.workspace import Workspace
from tests.conftest import as_login
from tests.oracle import rows
from tests.oracle.company import TODAY, Company

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 15, tzinfo=UTC)


@dataclass(slots=True)
class World:
    """`superuser` is above row security and for writing and for the oracles; `engine` is the dashboard's own."""

    url: str
    superuser: Engine
    engine: Engine

    def workspace(self, cache: Cache | None = None) -> Workspace:
        """A workspace whose today is the company's."""
        return Workspace(self.engine, cache or ProcessCache(), ZoneInfo("UTC"), lambda: NOW)

    def rows(self) -> rows.Rows:
        """The raw rows as they stand."""
        return rows.read(self.superuser)

    @contextmanager
    def writing(self, role: str | None = "dashboard_loader") -> Iterator[Connection]:
        """One committed transaction, as a role; None: as the superuser."""
        with self.superuser.begin() as connection:
            if role:
                connection.execute(text(f"SET LOCAL ROLE {role}"))
            yield connection

    def write(self, *statements: str, role: str | None = "dashboard_loader") -> None:
        """Execute and commit in one transaction."""
        with self.writing(role) as connection:
            for statement in statements:
                connection.exec_driver_sql(statement.replace("%", "%%"))


@contextmanager
def opened(url: str) -> Iterator[World]:
    """Engines on a migrated database, of the superuser of the URL and of the dashboard's login."""
    made = World(url, create_engine(url), make_engine(as_login(url)))
    try:
        yield made
    finally:
        made.engine.dispose()
        made.superuser.dispose()


@contextmanager
def world(new_database: Callable[..., str], company: Company) -> Iterator[World]:
    """A fresh database with the company inserted."""
    with opened(new_database()) as made:
        company.insert(made.superuser)
        with made.superuser.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
        yield made

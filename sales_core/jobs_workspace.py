"""Workspaces for one verification: nothing of it is remembered, neither before nor after."""

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from db.engine import make_engine
from db.moments import one_moment
from sales_core.cache import ProcessCache
from sales_core.company import company
from sales_core.errors import SettingsError
from sales_core.settings import Settings
from sales_core.source import translated
from sales_core.workspace import Workspace

_LONGEST_STATEMENT_MS = 600_000


@contextmanager
def workspace_for(settings: Settings) -> Iterator[Workspace]:
    """On the primary, in the company's books; an answer from a cache would verify itself. Raises SettingsError."""
    if settings.database_url is None:
        raise SettingsError("DATABASE_URL is not set")
    engine = make_engine(
        settings.database_url,
        pool_size=2,
        statement_timeout_ms=_LONGEST_STATEMENT_MS,
        slow_query_ms=settings.slow_query_ms,
    )
    try:
        try:
            there = company(engine)
            zone, currency = there.zone, there.currency
        except SettingsError:
            zone, currency = settings.zone, settings.company_currency
        yield Workspace(engine, ProcessCache(), zone, currency=currency)
    finally:
        engine.dispose()


@contextmanager
def at_one_moment(workspace: Workspace) -> Iterator[Workspace]:
    """The workspace, all of whose answers, and what is read by its engine, are of now, whatever is written meanwhile.

    Raises SourceError's kinds.
    """
    books = workspace.books
    with translated(), one_moment(workspace.engine) as still:
        yield Workspace(still, ProcessCache(), ZoneInfo(books.zone), currency=books.currency)

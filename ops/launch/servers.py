"""The database and the cache: what the settings name, or embedded ones for what they don't."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import make_url

from db.embedded import EmbeddedError, Server, postgres_server, valkey_server
from db.rules.roles import LOGIN
from ops.launch.children import Child
from ops.launch.screen import Screen
from sales_core.settings import Settings


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the servers are. `owner_url` migrates, `environment` is what every child is told,
    `embedded` are the servers that must be watched."""

    owner_url: str
    database_url: str
    environment: dict[str, str]
    embedded: tuple[Child, ...]


@contextlib.contextmanager
def servers(settings: Settings, screen: Screen) -> Iterator[Servers]:
    """Start what is missing; the cache stops before the database."""
    with contextlib.ExitStack() as running:
        embedded: list[Child] = []
        told: dict[str, str] = {}
        owner_url, database_url = settings.owner_database_url, settings.database_url
        if database_url is None:
            with screen.step("PostgreSQL") as step:
                server = running.enter_context(postgres_server(settings.data_dir / "postgres"))
                step.done("embedded, for development only")
            embedded.append(Child("database", server.process, server.log))
            owner_url = server.url
            database_url = make_url(server.url).set(username=LOGIN).render_as_string(hide_password=False)
        told["DATABASE_URL"] = database_url
        cache = _cache(settings, screen, running)
        if cache is not None:
            told["REDIS_URL"] = cache.url
            embedded.append(Child("cache", cache.process, cache.log))
        yield Servers(owner_url or database_url, database_url, told, tuple(embedded))


def _cache(settings: Settings, screen: Screen, running: contextlib.ExitStack) -> Server | None:
    """The embedded cache of answers; None where another is named, none is wanted or none can run here."""
    if settings.redis_url is not None or not settings.embedded_cache:
        return None
    with screen.step("Cache") as step:
        try:
            started = running.enter_context(valkey_server(settings.data_dir / "cache"))
        except EmbeddedError as absent:
            step.done(f"in the process: {absent}")
            return None
        step.done("Valkey, embedded")
    return started

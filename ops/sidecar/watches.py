"""Which parts an installation has: built from its settings, once a process."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from db.migrate import config, heads
from ops.sidecar import hits, looks, machine, people, script, secrecy
from ops.sidecar.figures import at_figures
from ops.sidecar.findings import Finding, Part, State
from ops.sidecar.rounds import Rounds
from ops.sidecar.security import Concern, at_server_minor
from ops.sidecar.watch import Watch, Watched
from sales_core.settings import Settings


@dataclass(frozen=True, slots=True)
class Watches:
    """What is looked at for health, for safety, and for Prometheus alone."""

    health: Mapping[str, Watched]
    security: Mapping[str, Watched]
    figures: Watched

    def begin(self) -> None:
        """Let those go that look by themselves."""
        for watch in self.health.values():
            if isinstance(watch, Rounds):
                watch.begin()


def watches_for(settings: Settings, primary: Engine) -> Watches:
    """A watch for each part there is; a replica and a server of counters only where one is configured."""
    return Watches(
        health={**_of_apps(settings), **_of_database(primary), **_of_the_rest(settings)},
        security=_of_safety(settings, primary),
        figures=Watch("figures", at_figures(primary), State.UNKNOWN),
    )


def _of_apps(settings: Settings) -> dict[str, Watched]:
    addresses = app_urls(settings)
    told = hits.metrics_addresses(addresses, settings.metrics_port)
    found: dict[str, Watched] = {
        name: Watch(name, looks.at_app(f"{address}/healthz"), State.DOWN)
        for name, address in _numbered(Part.APP, addresses)
    }
    for name, address in _numbered(Part.SCRIPT, addresses):
        found[name] = Rounds(name, script.Tab(address, secure=settings.cookie_secure).run)
    return found | {Part.CACHE_HITS: Watch("cache-hits", hits.at_cache_hits(told), State.UNKNOWN)}


def _of_database(primary: Engine) -> dict[str, Watch]:
    every = frozenset(each.revision for each in ScriptDirectory.from_config(config()).walk_revisions())
    parts: dict[str, tuple[Callable[[], Finding], State]] = {
        Part.DATABASE: (looks.at_database(primary), State.DOWN),
        Part.MIGRATIONS: (looks.at_migrations(primary, frozenset(heads()), every), State.UNKNOWN),
        Part.NEWEST_SOURCE_ROW: (looks.at_newest_source_row(primary), State.UNKNOWN),
        Part.SESSIONS: (people.at_sessions(primary), State.UNKNOWN),
        Part.WORKER: (people.at_worker(primary), State.UNKNOWN),
    }
    return {part: Watch(part, look, unanswered) for part, (look, unanswered) in parts.items()}


def _of_the_rest(settings: Settings) -> dict[str, Watch]:
    found = {
        Part.CACHE.value: Watch("cache", looks.at_redis(settings.redis_url), State.DOWN),
        Part.MEMORY.value: Watch("memory", machine.at_memory(), State.UNKNOWN),
        Part.DISK.value: Watch("disk", machine.at_disk(), State.UNKNOWN),
    }
    if settings.database_read_url is not None:
        replica = looks.looking_engine(settings.database_read_url)
        found[Part.REPLICA.value] = Watch("replica", looks.at_database(replica), State.DOWN)
    if settings.limits_redis_url is not None:
        found[Part.LIMITS.value] = Watch("limits", looks.at_redis(settings.limits_redis_url), State.DOWN)
    return found


def _of_safety(settings: Settings, primary: Engine) -> dict[str, Watch]:
    found = {
        Concern.SERVER_MINOR: at_server_minor(looks.at_database(primary)),
        Concern.SECRETS: secrecy.at_strength(settings),
        Concern.SECRETS_AGE: secrecy.at_age(settings.secrets_dir),
        Concern.SIGN_INS: people.at_sign_ins(primary),
    }
    return {concern: Watch(concern, look, State.UNKNOWN) for concern, look in found.items()}


def _numbered(part: Part, addresses: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """The part's own name where there is one app, else a name for each, from 1 on."""
    if len(addresses) == 1:
        return [(part.value, addresses[0])]
    return [(f"{part.value}_{number}", address) for number, address in enumerate(addresses, 1)]


def app_urls(settings: Settings) -> tuple[str, ...]:
    """Where the apps are asked: APP_URL, else where one listens, by loopback when that is everywhere."""
    if settings.app_url is not None:
        return tuple(settings.app_url.split(","))
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.listen_address, settings.listen_address)  # noqa: S104
    return (f"http://{f'[{host}]' if ':' in host else host}:{settings.port}",)

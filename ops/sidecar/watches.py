"""Which parts an installation has: built from its settings, once a process."""

from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from db.migrate import config, heads
from ops.sidecar import looks
from ops.sidecar.findings import Part, State
from ops.sidecar.watch import Watch
from sales_core.settings import Settings


def watches_for(settings: Settings, primary: Engine) -> dict[Part, Watch]:
    """A watch for each part there is; a replica and a server of counters only where one is configured."""
    every = frozenset(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())
    found = {
        Part.APP: Watch("app", looks.at_app(f"{app_url(settings)}/healthz"), State.DOWN),
        Part.DATABASE: Watch("database", looks.at_database(primary), State.DOWN),
        Part.MIGRATIONS: Watch("migrations", looks.at_migrations(primary, frozenset(heads()), every), State.UNKNOWN),
        Part.NEWEST_SOURCE_ROW: Watch("newest", looks.at_newest_source_row(primary), State.UNKNOWN),
        Part.CACHE: Watch("cache", looks.at_redis(settings.redis_url), State.DOWN),
    }
    if settings.database_read_url is not None:
        replica = looks.looking_engine(settings.database_read_url)
        found[Part.REPLICA] = Watch("replica", looks.at_database(replica), State.DOWN)
    if settings.limits_redis_url is not None:
        found[Part.LIMITS] = Watch("limits", looks.at_redis(settings.limits_redis_url), State.DOWN)
    return found


def app_url(settings: Settings) -> str:
    """Where the app is asked: APP_URL, else where it listens, by loopback when that is everywhere."""
    if settings.app_url is not None:
        return settings.app_url
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.listen_address, settings.listen_address)  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"

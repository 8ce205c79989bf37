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

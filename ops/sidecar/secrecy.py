"""Whether the secrets that this installation runs on are strong and fresh; of their values nothing is told."""

import time
from collections.abc import Callable
from pathlib import Path

from db.passwords import weakness_of_url
from ops.sidecar.findings import Finding, State
from sales_core.deployment import DEVELOPMENT
from sales_core.settings import Settings

OLDEST_DAYS = 365
"""Older secrets should be changed."""

_DAY = 86_400
_NAMES = ("database_url", "database_read_url", "owner_database_url", "redis_url", "limits_redis_url")


def at_strength(settings: Settings) -> Callable[[], Finding]:
    """Is every password in a URL long, varied and not one of the examples? Weak ones are for development only."""

    def look() -> Finding:
        urls = {name: getattr(settings, name) for name in _NAMES}
        broken = {name: weakness_of_url(url) for name, url in urls.items() if url}
        told = {name: rule or "ok" for name, rule in broken.items()}
        if not told:
            return Finding(State.ABSENT)
        if not any(broken.values()):
            return Finding(State.OK, told)
        return Finding(State.DEVELOPMENT_ONLY if settings.environment == DEVELOPMENT else State.WEAK, told)

    return look


def at_age(folder: Path) -> Callable[[], Finding]:
    """How long ago the oldest secret was written; 'unknown' where secrets stand in no files."""

    def look() -> Finding:
        try:
            written = {
                file.name: file.stat().st_mtime
                for file in folder.iterdir()
                if file.is_file() and not file.name.startswith(".")
            }
        except OSError as error:
            return Finding(State.UNKNOWN, {"error": type(error).__name__})
        ages = {name.removesuffix(".txt"): int((time.time() - at) // _DAY) for name, at in written.items()}
        if not ages:
            return Finding(State.UNKNOWN)
        told = {f"{name}_days": float(age) for name, age in sorted(ages.items())}
        return Finding(State.OLD if max(ages.values()) > OLDEST_DAYS else State.OK, told)

    return look

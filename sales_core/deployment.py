"""What production and staging refuse, and development lets pass: each rule is a row that names variable and reason."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from db.passwords import weakness_of_url

if TYPE_CHECKING:
    from sales_core.settings import Settings

DEVELOPMENT, STAGING, PRODUCTION = "development", "staging", "production"
ENVIRONMENTS = (DEVELOPMENT, STAGING, PRODUCTION)

_Rule = Callable[["Settings"], str | None]

_REQUIRED: dict[str, _Rule] = {
    "DATABASE_URL": lambda asked: None if asked.database_url else "must be set: embedded servers are for development",
    "REDIS_URL": lambda asked: None if asked.redis_url else "must be set: app processes share one cache of answers",
    "COOKIE_SECURE": lambda asked: None if asked.cookie_secure else "must be true: people come by TLS only",
    "LOG_FORMAT": lambda asked: None if asked.log_format == "json" else "must be json: machines read these logs",
}
_WITH_PASSWORD = ("database_url", "database_read_url", "owner_database_url", "redis_url", "limits_redis_url")


def objections(asked: "Settings") -> list[str]:
    """Sentences that each name a variable and the rule that it breaks; none in development. No password is shown."""
    if asked.environment == DEVELOPMENT:
        return []
    broken = {name: rule(asked) for name, rule in _REQUIRED.items()}
    for field in _WITH_PASSWORD:
        url = getattr(asked, field)
        if url and (field != "owner_database_url" or url != asked.database_url):
            broken[field.upper()] = weakness_of_url(url)
    return [f"{name} {rule} ({asked.environment})" for name, rule in broken.items() if rule]

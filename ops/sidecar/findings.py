"""What was found of each part, and what that says of the whole. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """All that is told of a part to somebody who has not signed in."""

    OK = "ok"
    DEVELOPMENT_ONLY = "development only"
    ABSENT = "absent"
    BEHIND = "behind"
    AHEAD = "ahead"
    UNKNOWN = "unknown"
    DOWN = "down"


class Part(StrEnum):
    """What the sidecar looks at."""

    APP = "app"
    DATABASE = "database"
    REPLICA = "replica"
    MIGRATIONS = "migrations"
    NEWEST_SOURCE_ROW = "newest_source_row"
    CACHE = "cache"
    LIMITS = "limits"


SERVING = frozenset({State.OK, State.DEVELOPMENT_ONLY})
WELL = SERVING | {State.ABSENT}
NEEDED = frozenset({Part.APP, Part.DATABASE, Part.REPLICA, Part.MIGRATIONS})
"""Parts without which no question can be answered; without the others the app is slower or poorer."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of a part, and what only an admin may read: latency, error class, revision, time stamp."""

    state: State
    detail: Mapping[str, str | float | None] = field(default_factory=dict)


def can_serve(findings: Mapping[Part, Finding]) -> bool:
    """Whether every needed part that was looked at is serving."""
    return all(found.state in SERVING for part, found in findings.items() if part in NEEDED)


def overall(findings: Mapping[Part, Finding]) -> str:
    """'ok', 'degraded' (works, but not as it should) or 'down'."""
    if not can_serve(findings):
        return "down"
    return "ok" if all(found.state in WELL for found in findings.values()) else "degraded"


def body(findings: Mapping[Part, Finding], *, in_detail: bool) -> dict[str, object]:
    """What is answered: states only, or with the detail of each part."""
    told: dict[str, object] = {"status": overall(findings)}
    told |= {part.value: found.state.value for part, found in findings.items()}
    if in_detail:
        told["detail"] = {part.value: dict(found.detail) for part, found in findings.items()}
    return told

"""What was found of each part, and what that says of the whole. Values only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Detail = Mapping[str, str | float | None]


class State(StrEnum):
    """All that is told of a part to somebody who has not signed in."""

    OK = "ok"
    DEVELOPMENT_ONLY = "development only"
    ABSENT = "absent"
    PARTLY_DOWN = "partly down"
    SHORT = "short"
    OUTDATED = "outdated"
    WEAK = "weak"
    OLD = "old"
    MANY = "many"
    BEHIND = "behind"
    AHEAD = "ahead"
    UNKNOWN = "unknown"
    DOWN = "down"


class Part(StrEnum):
    """What the sidecar looks at. Of several apps each has a part of its own besides: `app_1`, `script_1`."""

    APP = "app"
    SCRIPT = "script"
    DATABASE = "database"
    REPLICA = "replica"
    MIGRATIONS = "migrations"
    NEWEST_SOURCE_ROW = "newest_source_row"
    CACHE = "cache"
    CACHE_HITS = "cache_hits"
    LIMITS = "limits"
    WORKER = "worker"
    SESSIONS = "sessions"
    MEMORY = "memory"
    DISK = "disk"
    ROLLUP_LAG = "rollup_lag"
    REPLICATION = "replication"


SERVING = frozenset({State.OK, State.DEVELOPMENT_ONLY, State.PARTLY_DOWN})
WELL = frozenset({State.OK, State.DEVELOPMENT_ONLY, State.ABSENT})
NEEDED = frozenset({Part.APP, Part.DATABASE, Part.MIGRATIONS})
"""Parts without which no question can be answered; without the others the app is slower or poorer: for a replica that
is away the primary answers."""

NOT_BUILT = (Part.ROLLUP_LAG, Part.REPLICATION)
"""Parts that nothing looks at yet: told as absent, so that nobody takes their silence for health."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of a part, and what only admins and the inside may read: latency, error class, revision, time stamp."""

    state: State
    detail: Detail = field(default_factory=dict)


Findings = Mapping[str, Finding]


def together(findings: Findings) -> dict[str, Finding]:
    """The findings, and one of the whole for the parts that are there several times."""
    wholes = {part.value: _whole(_members(findings, part)) for part in (Part.APP, Part.SCRIPT) if part not in findings}
    return {name: whole for name, whole in wholes.items() if whole is not None} | dict(findings)


def _members(findings: Findings, part: Part) -> list[State]:
    return [found.state for name, found in findings.items() if name.startswith(f"{part.value}_")]


def _whole(states: Iterable[State]) -> Finding | None:
    """The one state that all have, else partly down; a part that none was asked of has none."""
    kinds = set(states)
    if not kinds:
        return None
    if len(kinds) == 1:
        return Finding(kinds.pop())
    return Finding(State.PARTLY_DOWN if kinds & SERVING else State.DOWN)


def can_serve(findings: Findings) -> bool:
    """Whether every needed part that was looked at is serving, and pages are not known to fail."""
    script = findings.get(Part.SCRIPT)
    if script is not None and script.state is State.DOWN:
        return False
    return all(found.state in SERVING for part, found in findings.items() if part in NEEDED)


def overall(findings: Findings) -> str:
    """'ok', 'degraded' (works, but not as it should) or 'down'."""
    if not can_serve(findings):
        return "down"
    return "ok" if all(found.state in WELL for found in findings.values()) else "degraded"


def body(findings: Findings, status: str, *, in_detail: bool) -> dict[str, object]:
    """What is answered: states only, or with the detail of each part."""
    told: dict[str, object] = {"status": status}
    told |= {str(part): found.state.value for part, found in findings.items()}
    if in_detail:
        told["detail"] = {str(part): dict(found.detail) for part, found in findings.items()}
    return told

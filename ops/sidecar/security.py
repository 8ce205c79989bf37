"""What is watched for safety, and what it comes to."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from ops.sidecar.findings import WELL, Finding, Findings, State
from ops.sidecar.minors import judged


class Concern(StrEnum):
    """What /health/security tells of."""

    SERVER_MINOR = "server_minor"
    SECRETS = "secrets"
    SECRETS_AGE = "secrets_age"
    SIGN_INS = "failed_sign_ins"
    CANARY = "canary"
    AUDIT_HEAD = "audit_head"


NOT_BUILT = (Concern.CANARY, Concern.AUDIT_HEAD)
"""Concerns that nothing looks at yet."""


def at_server_minor(at_database: Callable[[], Finding]) -> Callable[[], Finding]:
    """Does the server have the fixes that are known to matter? An embedded one is for development whatever it has."""

    def look() -> Finding:
        found = at_database()
        version = found.detail.get("server_version")
        if not isinstance(version, str):
            return Finding(State.UNKNOWN, found.detail)
        judgement = judged(version)
        if found.state is State.DEVELOPMENT_ONLY:
            return Finding(State.DEVELOPMENT_ONLY, judgement.detail)
        return judgement

    return look


def with_what_is_not_built(findings: Findings) -> dict[str, Finding]:
    """The findings, and what is still absent by name."""
    return {**findings, **{concern.value: Finding(State.ABSENT) for concern in NOT_BUILT}}


def verdict(findings: Mapping[str, Finding]) -> str:
    """'attention' where something is not as it should be, 'incomplete' where something is not watched, else 'ok'."""
    states = {found.state for found in findings.values()}
    if states - WELL:
        return "attention"
    return "incomplete" if State.ABSENT in states else "ok"

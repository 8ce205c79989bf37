"""Statements on the audit: it is added to and read, never changed. Who runs them acts as `dashboard_app`."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Insert, Select, insert, select

from db.schema.access import audit


def append(event: str, user_id: str | None, actor: str, detail: Mapping[str, str | int]) -> Insert:
    """One row of what happened; `user_id` is the account it is about."""
    return insert(audit).values(event=event, user_id=user_id, actor=actor, detail=dict(detail))


def newest(limit: int) -> Select[datetime, str, str | None, str, dict[str, str | int]]:
    """The newest rows first: happened_at, event, user_id, actor, detail."""
    return (
        select(audit.c.happened_at, audit.c.event, audit.c.user_id, audit.c.actor, audit.c.detail)
        .order_by(audit.c.audit_id.desc())
        .limit(limit)
    )

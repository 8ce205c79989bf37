"""The queue as an operator sees it: what waits, runs, failed and is done; and starting, retrying, cancelling.

Only who may OPERATE changes anything; each change is written into the audit in its own transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from db import jobs as rows
from sales_core.access import access
from sales_core.audit import Event, record
from sales_core.errors import DashboardError, NotPermitted
from sales_core.jobs_declared import QUEUE, TASKS, task_named
from sales_core.viewer import Permission, Viewer

SILENT_SECONDS = 20.0
"""A worker that said nothing for so long is taken for gone, and its jobs are queued again."""


class JobError(DashboardError):
    """A job that can't be started, retried or cancelled as it is."""


class JobState(StrEnum):
    """Where a job is; the text is the word shown."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


_STATES = {
    "todo": JobState.QUEUED,
    "doing": JobState.RUNNING,
    "succeeded": JobState.DONE,
    "failed": JobState.FAILED,
    "cancelled": JobState.CANCELLED,
    "aborting": JobState.RUNNING,
    "aborted": JobState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Job:
    """One job. `attempts` counts those that ended; `words` is what the last one came to, empty before."""

    job_id: int
    title: str
    state: JobState
    attempts: int
    words: str
    queued_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    took: timedelta | None
    """From the beginning to the end of its last attempt; None before one ended."""
    forsaken: bool
    """It runs by the queue's word, but its worker is silent: another one takes it up."""
    stopping: bool
    """Somebody asked it to stop while it ran."""

    @property
    def can_be_retried(self) -> bool:
        """Only what failed can."""
        return self.state is JobState.FAILED

    @property
    def can_be_cancelled(self) -> bool:
        """What waits or runs can, unless it was asked to stop before."""
        return self.state in (JobState.QUEUED, JobState.RUNNING) and not self.stopping


@dataclass(frozen=True, slots=True)
class LastRun:
    """What the newest attempt of a task came to."""

    ended_at: datetime
    took: timedelta
    outcome: str
    words: str


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether an identity of the books held when it was last looked at."""

    name: str
    checked_at: datetime
    holds: bool
    words: str


def pending(engine: Engine) -> list[Job]:
    """What waits, runs or failed, the newest first: what somebody may do something about. Raises SourceUnavailable."""
    return _of(engine, ("todo", "doing", "failed"), limit=50)


def ended(engine: Engine, limit: int = 20) -> list[Job]:
    """What is done or was cancelled, the newest first. Raises SourceUnavailable."""
    return _of(engine, ("succeeded", "cancelled", "aborted"), limit)


def _of(engine: Engine, statuses: tuple[str, ...], limit: int) -> list[Job]:
    with access(engine) as connection:
        return [_job(row) for row in rows.newest(connection, statuses, limit, SILENT_SECONDS)]


def counts(engine: Engine) -> dict[JobState, int]:
    """How many jobs there are of each state. Raises SourceUnavailable."""
    found = dict.fromkeys(JobState, 0)
    with access(engine) as connection:
        for status, count in rows.counts(connection).items():
            found[_STATES[status]] += count
    return found


def live_workers(engine: Engine) -> list[float]:
    """Seconds since the last heartbeat of each worker that is not taken for gone. Raises SourceUnavailable."""
    with access(engine) as connection:
        return [seconds for seconds in rows.silences(connection) if seconds < SILENT_SECONDS]


def last_runs(engine: Engine) -> dict[str, LastRun]:
    """The newest outcome by task; a task that never ran is absent. Raises SourceUnavailable."""
    with access(engine) as connection:
        found = rows.last_outcomes(connection)
    return {row.task: LastRun(row.ended_at, row.ended_at - row.began_at, row.outcome, row.words) for row in found}


def verified(engine: Engine) -> list[Verified]:
    """The newest look at each identity. Raises SourceUnavailable."""
    with access(engine) as connection:
        return [Verified(*row) for row in rows.last_verified(connection)]


def start(engine: Engine, task: str, viewer: Viewer) -> int:
    """Queue a job of the task now; its number. Raises NotPermitted, UnknownName, JobError."""
    named = task_named(task)
    with _operating(engine, viewer) as connection, _one_waits(named.title):
        job_id = rows.defer(connection, task, QUEUE)
        record(connection, Event.JOB_STARTED, user_id=None, actor=viewer.user_id, job=job_id, task=task)
    return job_id


def retry(engine: Engine, job_id: int, viewer: Viewer) -> None:
    """Queue a failed job again. Raises NotPermitted, JobError."""
    with _operating(engine, viewer) as connection, _one_waits(f"the task of job {job_id}"):
        if not rows.retry(connection, job_id):
            raise JobError(f"job {job_id} {_is(connection, job_id)}: only a failed one can be retried")
        record(connection, Event.JOB_RETRIED, user_id=None, actor=viewer.user_id, job=job_id)


def cancel(engine: Engine, job_id: int, viewer: Viewer) -> None:
    """Take a job out of the queue, or ask it to stop at its next step. Raises NotPermitted, JobError."""
    with _operating(engine, viewer) as connection:
        if not rows.cancel(connection, job_id):
            raise JobError(f"job {job_id} {_is(connection, job_id)}: only one that waits or runs can be cancelled")
        record(connection, Event.JOB_CANCELLED, user_id=None, actor=viewer.user_id, job=job_id)


@contextmanager
def _operating(engine: Engine, viewer: Viewer) -> Iterator[Connection]:
    """One transaction on the queue for one who may."""
    if not viewer.can(Permission.OPERATE):
        raise NotPermitted(f"the role {viewer.role} may not {Permission.OPERATE}")
    with access(engine) as connection:
        yield connection


@contextmanager
def _one_waits(what: str) -> Iterator[None]:
    """The queue's rule in words: of each task at most one job waits."""
    try:
        yield
    except IntegrityError as refused:
        raise JobError(f"{what} is queued already, and a second one would do nothing more") from refused


def _is(connection: Connection, job_id: int) -> str:
    status = rows.status(connection, job_id)
    return f"is {_STATES[status]}" if status else "is not there any more"


def _job(row: Any) -> Job:
    state = _STATES[row.status]
    took = row.last_ended_at - row.last_began_at if row.last_ended_at else None
    return Job(
        job_id=row.id,
        title=TASKS[row.task].title if row.task in TASKS else row.task,
        state=state,
        attempts=row.attempts,
        words=row.words or "",
        queued_at=row.scheduled_at if row.scheduled_at and row.scheduled_at > datetime.now(UTC) else row.queued_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        took=took,
        forsaken=state is JobState.RUNNING and not row.has_worker,
        stopping=state is JobState.RUNNING and row.abort_requested,
    )

"""Around each job: one line of log, its outcome kept, its figures counted."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, assert_never

import structlog
from procrastinate import JobContext
from procrastinate.exceptions import JobAborted
from procrastinate.job_context import AbortReason
from procrastinate.worker import Worker
from sqlalchemy import Engine

from db import jobs as rows
from ops.worker.patience import wait_seconds
from sales_core import telemetry, trail
from sales_core.access import access
from sales_core.errors import DashboardError
from sales_core.spans import span

log = structlog.get_logger(__name__)

Told = tuple[str, str]
"""An outcome and what came of it, in words."""


def telling(engine: Engine) -> Callable[[Callable[[], Any], JobContext, Worker], str]:
    """The middleware; what a task returns is what came of it, in words. Each run of a job has an id of its own."""

    def tell(run: Callable[[], Any], context: JobContext, worker: Worker) -> str:
        del worker
        began, at = time.perf_counter(), datetime.now(UTC)
        trail.follow(trail.request_of(None))
        try:
            with telemetry.job(context.job.task_name, JobAborted), span("job", task=context.job.task_name):
                words = str(run())
        except BaseException as error:
            _told(engine, context, began, at, _of_error(error, context), error)
            raise
        _told(engine, context, began, at, ("done", words), None)
        return words

    return tell


def _told(
    engine: Engine, context: JobContext, began: float, at: datetime, told: Told, error: BaseException | None
) -> None:
    job, (outcome, words), ended = context.job, told, datetime.now(UTC)
    unforeseen = error is not None and not isinstance(error, DashboardError | JobAborted)
    say = log.error if outcome == "failed" else log.info
    say(
        "job", task=job.task_name, job_id=job.id, attempt=job.attempts, outcome=outcome, words=words,
        ms=round((time.perf_counter() - began) * 1000, 1), exc_info=error if unforeseen else None,
    )  # fmt: skip
    try:
        with access(engine) as connection:
            rows.keep_outcome(
                connection, job_id=job.id or 0, attempt=job.attempts, task=job.task_name,
                began_at=at, ended_at=ended, outcome=outcome, words=words,
            )  # fmt: skip
    except DashboardError as away:
        log.warning("outcome_not_kept", task=job.task_name, job_id=job.id, error=str(away))


def _of_error(error: BaseException, context: JobContext) -> Told:
    if isinstance(error, JobAborted):
        return _of_abort(context.abort_reason())
    # Only errors of the house are written for people; what others say may hold what nobody should read.
    ours = isinstance(error, DashboardError)
    said = str(error).rstrip(".") if ours else f"an unforeseen {type(error).__name__}; see the log"
    again = wait_seconds(error, context.job.attempts)
    return "failed", f"{said[:1].upper()}{said[1:]}" + (f"; tried again in {again} s." if again else ".")


def _of_abort(reason: AbortReason | None) -> Told:
    match reason:
        case AbortReason.SHUTDOWN | None:
            return "given_back", "Its worker was asked to stop; another one does it."
        case AbortReason.USER_REQUEST:
            return "cancelled", "It was cancelled while it ran."
        case other:
            assert_never(other)

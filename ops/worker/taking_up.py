"""Looking after the queue: what a worker left that is gone is queued again, and this one's heartbeat is shown."""

import asyncio

import structlog
from procrastinate.worker import Worker
from sqlalchemy import Engine

from db import jobs as rows
from ops.worker import heartbeat
from ops.worker.pace import Pace
from sales_core.access import access
from sales_core.errors import SourceUnavailable
from sales_core.jobs_declared import MOST_ATTEMPTS

log = structlog.get_logger(__name__)


async def look_after(worker: Worker, engine: Engine, pace: Pace) -> None:
    """Look now and then for as long as the worker runs; a database that is away is the worker's own affair."""
    while True:
        try:
            await asyncio.to_thread(_look, worker.worker_id, engine, pace)
        except SourceUnavailable:
            log.warning("queue_not_looked_after")
        await asyncio.sleep(pace.look)


def _look(worker_id: int | None, engine: Engine, pace: Pace) -> None:
    with access(engine) as connection:
        taken = rows.take_up(connection, pace.silent, MOST_ATTEMPTS)
        lives = worker_id is not None and rows.heartbeat_age(connection, worker_id) < pace.silent
    for job in taken:
        log.warning("job_left_behind", task=job.task, job_id=job.id, attempt=job.attempts, queued=job.queued)
    if lives:
        heartbeat.beat()

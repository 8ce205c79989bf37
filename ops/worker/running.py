"""The worker's life: work until asked to stop; when the database goes away, wait for it and begin anew."""

import asyncio
import signal
from contextlib import suppress

import psycopg
import psycopg_pool
import structlog
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker
from sqlalchemy import Engine

from db.engine import make_engine
from ops.worker import heartbeat
from ops.worker.ending import leave_after
from ops.worker.pace import Pace
from ops.worker.queue import app_for
from ops.worker.taking_up import look_after
from ops.worker.telling import telling
from sales_core.errors import SettingsError
from sales_core.settings import Settings
from sales_core.telemetry import watch_pool

log = structlog.get_logger(__name__)

_LONGEST_STATEMENT_MS = 600_000
_AWAY = (ConnectorException, psycopg.Error, psycopg_pool.PoolTimeout, OSError)


def work(settings: Settings, pace: Pace | None = None) -> None:
    """Work until SIGTERM or SIGINT; the process has ended `pace.leave` seconds after it, whatever hangs.

    Raises SettingsError without a database.
    """
    if settings.database_url is None:
        raise SettingsError("DATABASE_URL is not set; `make run` starts a database when there is none")
    engine = make_engine(
        settings.database_url,
        pool_size=settings.worker_concurrency,
        statement_timeout_ms=_LONGEST_STATEMENT_MS,
        slow_query_ms=settings.slow_query_ms,
    )
    watch_pool(engine)
    try:
        asyncio.run(_until_asked(settings, settings.database_url, engine, pace or Pace()))
    finally:
        heartbeat.stop()
        engine.dispose()


async def _until_asked(settings: Settings, url: str, engine: Engine, pace: Pace) -> None:
    asked = asyncio.Event()

    def ask() -> None:
        if not asked.is_set():
            leave_after(pace.leave)
            asked.set()

    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, ask)
    log.info("worker_started", concurrency=settings.worker_concurrency)
    while not asked.is_set():
        try:
            await _one_life(settings, url, engine, pace, asked)
        except _AWAY as error:
            log.warning("database_away", error=type(error).__name__)
        if not asked.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(asked.wait(), pace.before_again)
    log.info("worker_stopped")


async def _one_life(settings: Settings, url: str, engine: Engine, pace: Pace, asked: asyncio.Event) -> None:
    """One registered worker, from its first connection to its end; returns early where a part of it failed."""
    app = app_for(settings, url, engine, pace)
    try:
        if await _opened(app, asked):
            await _at_work(_worker(app, settings, engine, pace), engine, pace, asked)
    finally:
        await app.close_async()


def _worker(app: App, settings: Settings, engine: Engine, pace: Pace) -> Worker:
    return Worker(
        app,
        name="worker",
        concurrency=settings.worker_concurrency,
        fetch_job_polling_interval=pace.poll,
        abort_job_polling_interval=pace.poll,
        shutdown_graceful_timeout=pace.grace,
        install_signal_handlers=False,
        update_heartbeat_interval=pace.heartbeat,
        stalled_worker_timeout=pace.silent,
        task_middleware=[telling(engine)],
    )


async def _at_work(worker: Worker, engine: Engine, pace: Pace, asked: asyncio.Event) -> None:
    running = asyncio.create_task(worker.run(), name="worker")  # type: ignore[no-untyped-call]
    asking = asyncio.create_task(asked.wait(), name="asked to stop")
    looking = asyncio.create_task(look_after(worker, engine, pace), name="looking after")
    await asyncio.wait((running, asking, looking), return_when=asyncio.FIRST_COMPLETED)
    if asked.is_set():
        log.info("worker_stopping")
    worker.stop()  # type: ignore[no-untyped-call]
    for side in (asking, looking):
        side.cancel()
    results = await asyncio.gather(running, looking, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


async def _opened(app: App, asked: asyncio.Event) -> bool:
    """Connect, which waits for half a minute where nobody answers; False when asked to stop before."""
    opening, asking = asyncio.ensure_future(app.open_async()), asyncio.ensure_future(asked.wait())
    await asyncio.wait((opening, asking), return_when=asyncio.FIRST_COMPLETED)
    asking.cancel()
    if opening.done():
        await opening
        return True
    opening.cancel()
    with suppress(asyncio.CancelledError, *_AWAY):
        await opening
    return False

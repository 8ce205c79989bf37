"""Real workers in processes of their own, and the queue as the database has it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from sales_core.settings import PROJECT

QUICK = """
import logging
from ops.worker.__main__ import _one_line_a_job
from ops.worker.pace import Pace
from ops.worker.running import work
from sales_core.logs import configure_logs
from sales_core.settings import load_settings
configure_logs("info", "json")
_one_line_a_job()
work(load_settings(), Pace(heartbeat=0.2, silent=1.5, look=0.3, poll=0.2, grace=0.5, before_again=0.3, overdue=-1))
"""
"""The worker itself, at a pace for tests; the turns of the clock that are past are nobody's."""


@dataclass(slots=True)
class Running:
    """A worker; `log` is what it said, `beats` the folder of its heartbeat's file."""

    process: "subprocess.Popen[bytes]"
    log: Path
    beats: Path

    @property
    def said(self) -> str:
        return self.log.read_text()

    def killed(self) -> None:
        """`kill -9`."""
        self.process.kill()
        self.process.wait(10)

    def asked_to_stop(self) -> int:
        """SIGTERM, and its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(15)


@contextlib.contextmanager
def worker(url: str, folder: Path, name: str, program: str = QUICK, **settings: str) -> Iterator[Running]:
    """A worker on the database of the login's URL; killed at the end where it still runs."""
    beats = folder / name
    beats.mkdir()
    environment = {**os.environ, "DATABASE_URL": url, "REDIS_URL": "", "TMPDIR": str(beats), **settings}
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", program], cwd=PROJECT, env=environment, stdout=output, stderr=output
        )
    try:
        yield Running(process, log, beats)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def eventually(happened: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Wait until something is true; fail with what it was to be."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.05)


@dataclass(frozen=True, slots=True)
class Queue:
    """The database's own view, as its superuser."""

    superuser: Engine

    def found(self, sql: str, **bound: Any) -> list[Any]:
        """Rows; single columns as plain values."""
        with self.superuser.begin() as connection:
            rows = [tuple(row) for row in connection.execute(text(sql), bound)]
        return [row[0] if len(row) == 1 else row for row in rows]

    def write(self, *statements: str) -> None:
        """Execute and commit."""
        with self.superuser.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def status(self, job_id: int) -> str:
        """The queue's word."""
        return str(self.found("SELECT status::text FROM jobs.procrastinate_jobs WHERE id = :id", id=job_id)[0])

    def blocked(self) -> bool:
        """Whether some session of the dashboard waits for a lock."""
        asking = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        return bool(self.found(asking)[0])

    @contextlib.contextmanager
    def holding(self, table: str) -> Iterator[None]:
        """Nobody else writes into the table meanwhile: whoever wants to waits in the middle of what it does."""
        with self.superuser.connect() as connection, connection.begin():
            connection.execute(text(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"))
            yield

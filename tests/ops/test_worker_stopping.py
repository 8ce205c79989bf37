"""A worker that is asked to stop ends within ten seconds, whatever became of its database."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from db import embedded, migrate
from db.engine import make_engine
from ops.worker.ending import LEFT
from sales_core import jobs
from sales_core.viewer import EVERYTHING, Role, Viewer
from tests.conftest import as_login
from tests.ops.worker_process import Queue, Running, eventually, worker

ADMIN = Viewer("root", "Root", Role.ADMIN, EVERYTHING)
ITSELF = "import sys; from ops.worker.__main__ import main; sys.exit(main())"
AT_WORK = "SELECT count(*) FROM jobs.procrastinate_workers"
NOBODY = "postgresql://dashboard@127.0.0.1:1/none"
"""Where no database listens."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[embedded.Server]:
    """A migrated database of the test's own, which it may kill."""
    with embedded.postgres_server(tmp_path / "cluster", fsync="off") as made:
        migrate.upgrade(made.url)
        yield made


@contextmanager
def queue_of(server: embedded.Server) -> Iterator[Queue]:
    superuser = create_engine(server.url, poolclass=NullPool)
    yield Queue(superuser)
    superuser.dispose()


@contextmanager
def frozen(server: embedded.Server) -> Iterator[None]:
    """No process of the server does anything, and each connection stays as it is."""
    parent = server.process.pid
    os.kill(parent, signal.SIGSTOP)
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    every = [*map(int, children), parent]
    for process in every:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in every:
            os.kill(process, signal.SIGCONT)


def asked_to_stop(running: Running) -> tuple[int, float]:
    """Its exit code, and after how many seconds."""
    began = time.monotonic()
    running.process.send_signal(signal.SIGTERM)
    return running.process.wait(30), time.monotonic() - began


def test_a_worker_asked_to_stop_before_it_began_has_done_nothing(tmp_path: Path) -> None:
    with worker(NOBODY, tmp_path, "worker", ITSELF) as running:
        caught = Path(f"/proc/{running.process.pid}/status")
        listens = 1 << (signal.SIGTERM - 1)
        eventually(
            lambda: int(caught.read_text().split("SigCgt:")[1].split()[0], 16) & listens, "a worker that listens"
        )
        code, seconds = asked_to_stop(running)
        assert (code, seconds < 5) == (0, True), running.said


def test_a_worker_that_waits_for_a_database_stops_waiting_when_asked_to(tmp_path: Path) -> None:
    with worker(NOBODY, tmp_path, "worker", ITSELF) as running:
        eventually(lambda: "error connecting" in running.said, "a worker that tries to connect")
        code, seconds = asked_to_stop(running)
        assert (code, seconds < 10) == (0, True), running.said


def test_a_worker_whose_database_has_just_gone_ends_all_the_same(server: embedded.Server, tmp_path: Path) -> None:
    with queue_of(server) as queue, worker(as_login(server.url), tmp_path, "worker") as running:
        eventually(lambda: queue.found(AT_WORK) == [1], running.said)
        server.process.send_signal(signal.SIGQUIT)
        code, seconds = asked_to_stop(running)
        assert seconds < 10, running.said
        assert code in (0, LEFT)
        assert list(running.beats.iterdir()) == []


@pytest.mark.parametrize("in_a_job", [False, True])
def test_a_worker_whose_database_is_frozen_leaves_and_says_so(
    in_a_job: bool, server: embedded.Server, tmp_path: Path
) -> None:
    with queue_of(server) as queue, worker(as_login(server.url), tmp_path, "worker") as running:
        eventually(lambda: queue.found(AT_WORK) == [1], running.said)
        with queue.holding("app.tickets"):
            if in_a_job:
                engine = make_engine(as_login(server.url))
                jobs.start(engine, "retention", ADMIN)
                engine.dispose()
                eventually(queue.blocked, running.said)
            with frozen(server):
                code, seconds = asked_to_stop(running)
        assert (code, seconds < 10) == (LEFT, True), running.said
        assert "worker_left" in running.said
        assert list(running.beats.iterdir()) == []

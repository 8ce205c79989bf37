"""The worker in its surroundings: what fails and is mended, what is cancelled, a lost database, its sign of life."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from db import jobs as rows
from sales_core import jobs
from sales_core.access import access
from sales_core.audit import newest
from sales_core.errors import NotPermitted, UnknownName
from sales_core.jobs import JobError, JobState
from sales_core.jobs_declared import MOST_ATTEMPTS, TASKS
from sales_core.viewer import EVERYTHING, Role, Viewer
from tests.conftest import as_login
from tests.ops.worker_process import Queue, Running, eventually, worker

ADMIN = Viewer("root", "Root", Role.ADMIN, EVERYTHING)


@pytest.fixture
def queue(owner_url: str) -> Iterator[Queue]:
    superuser = create_engine(owner_url, poolclass=NullPool)
    yield Queue(superuser)
    superuser.dispose()


def probe(running: Running) -> int:
    """What HEALTHCHECK would say beside this worker."""
    command = [sys.executable, "-m", "ops.worker.probe"]
    environment = {**os.environ, "TMPDIR": str(running.beats)}
    return subprocess.run(command, env=environment, check=False, capture_output=True).returncode


def lines(running: Running, event: str) -> list[dict[str, object]]:
    """The worker's log lines of an event."""
    told = [json.loads(line) for line in running.said.splitlines() if line.startswith("{")]
    return [line for line in told if line["event"] == event]


def test_only_who_may_operate_starts_retries_and_cancels(engine: Engine) -> None:
    for role in (Role.VIEWER, Role.ANALYST, Role.MANAGER):
        other = Viewer("x", "X", role, EVERYTHING)
        for change in (
            lambda who: jobs.start(engine, "usage", who),
            lambda who: jobs.retry(engine, 1, who),
            lambda who: jobs.cancel(engine, 1, who),
        ):
            with pytest.raises(NotPermitted):
                change(other)
    assert sum(jobs.counts(engine).values()) == 0


def test_what_is_started_waits_once_can_be_cancelled_and_stands_in_the_audit(engine: Engine) -> None:
    job_id = jobs.start(engine, "usage", ADMIN)
    with pytest.raises(JobError, match="queued already"):
        jobs.start(engine, "usage", ADMIN)
    with pytest.raises(UnknownName, match="did you mean 'retention'"):
        jobs.start(engine, "retentoin", ADMIN)
    with pytest.raises(JobError, match=f"job {job_id} is queued: only a failed one"):
        jobs.retry(engine, job_id, ADMIN)
    assert [job.state for job in jobs.pending(engine)] == [JobState.QUEUED]
    jobs.cancel(engine, job_id, ADMIN)
    with pytest.raises(JobError, match="is cancelled"):
        jobs.cancel(engine, job_id, ADMIN)
    with pytest.raises(JobError, match="is not there any more"):
        jobs.cancel(engine, 99, ADMIN)
    assert jobs.counts(engine)[JobState.CANCELLED] == 1
    told = [(entry.event, entry.actor, entry.detail["job"]) for entry in newest(engine)]
    assert told == [("job_cancelled", "root", job_id), ("job_started", "root", job_id)]


def test_without_a_worker_nobody_is_said_to_work(engine: Engine, queue: Queue) -> None:
    queue.write("INSERT INTO jobs.procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
    assert jobs.live_workers(engine) == []


def test_a_job_that_ended_its_workers_too_often_fails_and_is_not_begun_again(engine: Engine, queue: Queue) -> None:
    for attempts in (MOST_ATTEMPTS - 2, MOST_ATTEMPTS - 1):
        queue.write(
            "INSERT INTO jobs.procrastinate_jobs (queue_name, task_name, status, attempts) "
            f"VALUES ('upkeep', 'usage', 'doing', {attempts})"
        )
    with access(engine) as connection:
        taken = rows.take_up(connection, 20, MOST_ATTEMPTS)
    assert sorted((job.attempts, job.queued) for job in taken) == [(3, True), (4, False)]
    found = "SELECT attempts, status::text FROM jobs.procrastinate_jobs ORDER BY 1, 2"
    assert queue.found(found) == [(MOST_ATTEMPTS - 1, "todo"), (MOST_ATTEMPTS, "failed")]


def test_a_job_whose_worker_lives_is_left_alone(engine: Engine, queue: Queue) -> None:
    queue.write(
        "INSERT INTO jobs.procrastinate_workers DEFAULT VALUES",
        "INSERT INTO jobs.procrastinate_jobs (queue_name, task_name, status, worker_id) "
        "SELECT 'upkeep', 'usage', 'doing', id FROM jobs.procrastinate_workers",
    )
    with access(engine) as connection:
        assert rows.take_up(connection, 20, MOST_ATTEMPTS) == []


def test_books_in_doubt_fail_their_job_in_words_and_are_verified_again_once_mended(
    engine: Engine, queue: Queue, owner_url: str, tmp_path: Path
) -> None:
    queue.write("INSERT INTO sales.customers (customer_id, source, source_key, name, territory_ids) "
                "VALUES (7, 'x', '7', 'Odd', '{3}')")  # fmt: skip
    job_id = jobs.start(engine, "verification", ADMIN)
    with worker(as_login(owner_url), tmp_path, "worker") as running:
        eventually(lambda: queue.status(job_id) == "failed", running.said)
        (job,) = jobs.pending(engine)
        assert job.words.startswith("1 of 12 identities do not hold: Every customer has the territories of the orders")
        assert job.can_be_retried
        assert {one.name for one in jobs.verified(engine) if not one.holds} == {"customer_territories"}
        queue.write("DELETE FROM sales.customers WHERE customer_id = 7")
        jobs.retry(engine, job_id, ADMIN)
        eventually(lambda: queue.status(job_id) == "succeeded", running.said)
        assert all(one.holds for one in jobs.verified(engine))
        told = [(line["job_id"], line["outcome"], line["level"]) for line in lines(running, "job")]
        assert told == [(job_id, "failed", "error"), (job_id, "done", "info")]
        assert all(isinstance(line["ms"], float) for line in lines(running, "job"))


def test_a_running_job_that_is_cancelled_stops_at_its_next_step(
    engine: Engine, queue: Queue, owner_url: str, tmp_path: Path
) -> None:
    with worker(as_login(owner_url), tmp_path, "worker") as running:
        with queue.holding("app.tickets"):
            job_id = jobs.start(engine, "retention", ADMIN)
            eventually(queue.blocked, "retention in its middle")
            jobs.cancel(engine, job_id, ADMIN)
            assert jobs.pending(engine)[0].stopping
            time.sleep(1)  # the word reaches the worker
        eventually(lambda: queue.status(job_id) == "aborted", running.said)
    assert [job.words for job in jobs.ended(engine)] == ["It was cancelled while it ran."]


def test_a_slow_statement_of_a_job_is_logged_with_its_plan_and_the_jobs_own_id(
    engine: Engine, queue: Queue, owner_url: str, tmp_path: Path
) -> None:
    with worker(as_login(owner_url), tmp_path, "worker", SLOW_QUERY_MS="700") as running:
        with queue.holding("app.tickets"):
            job_id = jobs.start(engine, "retention", ADMIN)
            eventually(queue.blocked, "retention in its middle")
            time.sleep(1)
        eventually(lambda: queue.status(job_id) == "succeeded", running.said)

        def slow() -> list[dict[str, object]]:
            return [line for line in lines(running, "slow query") if "DELETE FROM app.tickets" in str(line["sql"])]

        eventually(lambda: bool(slow()), running.said)
        [told], [job] = slow(), lines(running, "job")
    assert told["request_id"] == job["request_id"]
    assert "Delete on tickets" in str(told["plan"])


def test_a_worker_outlives_its_database_connections_and_shows_its_heartbeat(
    engine: Engine, queue: Queue, owner_url: str, tmp_path: Path
) -> None:
    with worker(as_login(owner_url), tmp_path, "worker") as running:
        assert probe(running) == 1
        eventually(lambda: jobs.live_workers(engine), "a worker")
        eventually(lambda: probe(running) == 0, "a heartbeat's file")
        queue.write(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sales-dashboard-worker'"
        )
        job_id = jobs.start(engine, "usage", ADMIN)
        eventually(lambda: queue.status(job_id) == "succeeded", running.said)
        running.killed()
        (beat,) = running.beats.iterdir()
        os.utime(beat, (time.time() - 60, time.time() - 60))
        assert probe(running) == 1


def test_a_worker_that_ends_by_itself_takes_its_sign_of_life_with_it(owner_url: str, tmp_path: Path) -> None:
    with worker(as_login(owner_url), tmp_path, "worker") as running:
        eventually(lambda: probe(running) == 0, "a heartbeat's file")
        assert running.asked_to_stop() == 0
        assert list(running.beats.iterdir()) == []


def test_two_workers_take_each_turn_of_the_clock_once(queue: Queue, owner_url: str, tmp_path: Path) -> None:
    url = as_login(owner_url)
    clock = "from ops.worker.__main__ import main; main()"
    with worker(url, tmp_path, "first", clock) as first, worker(url, tmp_path, "second", clock) as second:
        done = "SELECT count(*) FROM jobs.procrastinate_jobs WHERE status = 'succeeded'"
        eventually(lambda: queue.found(done)[0] >= len(TASKS), first.said + second.said, 60)
        turns = queue.found("SELECT task_name, count(*) FROM jobs.procrastinate_jobs GROUP BY 1 ORDER BY 1")
        assert [task for task, _ in turns] == sorted(TASKS)
        once = "SELECT count(*) = count(DISTINCT (task_name, args->>'timestamp')) FROM jobs.procrastinate_jobs"
        assert queue.found(once) == [True]

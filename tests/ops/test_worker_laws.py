"""The worker: at least once, alone, taken up after kill -9, given back when asked to stop; each task once as twice."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from db.demo.loading import load
from sales_core import jobs
from sales_core.company import settle
from sales_core.jobs_checks import IDENTITIES
from sales_core.jobs_declared import TASKS
from sales_core.settings import Settings
from sales_core.viewer import EVERYTHING, Role, Viewer
from tests.conftest import as_login
from tests.ops.people import account
from tests.ops.worker_process import QUICK, Queue, eventually, worker

ADMIN = Viewer("root", "Root", Role.ADMIN, EVERYTHING)


@pytest.fixture
def queue(owner_url: str, engine: Engine) -> Iterator[Queue]:
    """A database with something for each task to do: old rows, uses of three days, a small company."""
    settle(engine, Settings(company_currency="USD"))
    load(engine, 800, today=datetime.now(UTC).date(), currency="USD")
    account(engine, "ann", Role.ANALYST)
    superuser = create_engine(owner_url, poolclass=NullPool)
    made = Queue(superuser)
    made.write(
        "INSERT INTO app.sessions (id_hash, user_id, created_at, expires_at, agent) SELECT sha256(n::text::bytea), "
        "user_id, now() - interval '9 days', now() - interval '3 days', '' FROM app.users, generate_series(1, 7) AS n",
        "INSERT INTO app.attempts (name_hash, failures, last_at) SELECT sha256(n::text::bytea), 1, "
        "now() - interval '5 days' FROM generate_series(1, 4) AS n",
        "INSERT INTO app.page_uses (use_id, used_at, user_id, page, metrics, milliseconds) SELECT gen_random_uuid(), "
        "now() - make_interval(days => n % 3), user_id, 'sales', ARRAY['net_sales', 'orders'], n FROM app.users, "
        "generate_series(1, 30) AS n",
    )
    yield made
    superuser.dispose()


LEFT = {
    "retention": ("app.attempts", "SELECT (SELECT count(*) FROM app.sessions), (SELECT count(*) FROM app.attempts)"),
    "usage": (
        "app.page_use_days",
        "SELECT sum(uses), sum(milliseconds), max(slowest), count(*) FROM app.page_use_days",
    ),
    "verification": ("app.verifications", "SELECT count(*), bool_and(holds) FROM app.verifications"),
}
"""By task: the table in the middle of it, and what it leaves."""

# 30 uses of two metrics over three days: 1 + … + 30 = 465 milliseconds a metric, the last of 30.
EXPECTED: dict[str, list[Any]] = {
    "retention": [(0, 0)],
    "usage": [(60, 930, 30, 6)],
    "verification": [(len(IDENTITIES), True)],
}


@pytest.mark.parametrize("task", list(TASKS))
def test_a_task_killed_in_its_middle_is_taken_up_by_another_worker_and_leaves_what_once_would(
    task: str, queue: Queue, engine: Engine, owner_url: str, tmp_path: Path
) -> None:
    job_id = jobs.start(engine, task, ADMIN)
    table, left = LEFT[task]
    with worker(as_login(owner_url), tmp_path, "first") as first:
        with queue.holding(table):
            eventually(queue.blocked, "the first worker in the middle of its task")
            first.killed()
        assert queue.status(job_id) == "doing"
    with worker(as_login(owner_url), tmp_path, "second") as second:
        eventually(lambda: queue.status(job_id) == "succeeded", second.said)
        assert queue.found(left) == EXPECTED[task]
        assert second.said.count('"event": "job"') == 1
        assert second.asked_to_stop() == 0
    # Once more: what is done already stays as it is.
    again = jobs.start(engine, task, ADMIN)
    with worker(as_login(owner_url), tmp_path, "third") as third:
        eventually(lambda: queue.status(again) == "succeeded", third.said)
    assert queue.found(left)[0] == (EXPECTED[task][0] if task != "verification" else (2 * len(IDENTITIES), True))


def test_two_workers_share_the_queue_and_never_run_two_of_a_task_at_once(
    queue: Queue, engine: Engine, owner_url: str, tmp_path: Path
) -> None:
    url = as_login(owner_url)
    with worker(url, tmp_path, "first"), worker(url, tmp_path, "second"):
        eventually(lambda: len(jobs.live_workers(engine)) == 2, "two workers")
        with queue.holding("app.page_use_days"):
            running = jobs.start(engine, "usage", ADMIN)
            eventually(queue.blocked, "the first job in its middle")
            waiting = jobs.start(engine, "usage", ADMIN)
            other = jobs.start(engine, "verification", ADMIN)
            eventually(lambda: queue.status(other) == "succeeded", "another task beside it")
            assert (queue.status(running), queue.status(waiting)) == ("doing", "todo")
        eventually(lambda: queue.status(waiting) == "succeeded", "the second, after the first")
    began = "SELECT began_at, ended_at FROM app.job_outcomes WHERE task = 'usage' ORDER BY began_at"
    (_, first_end), (second_begin, _) = queue.found(began)
    assert first_end <= second_begin


COUNTED = """
from sales_core.telemetry import REGISTRY
found = [REGISTRY.get_sample_value("dashboard_jobs_total", {"task": "usage", "outcome": outcome})
         for outcome in ("interrupted", "failed")]
print("interrupted %s, failed %s" % tuple(found))
"""
"""What a worker that has ended counted of its one job."""


def test_a_worker_asked_to_stop_ends_what_it_can_and_gives_back_the_rest(
    queue: Queue, engine: Engine, owner_url: str, tmp_path: Path
) -> None:
    job_id = jobs.start(engine, "usage", ADMIN)
    with worker(as_login(owner_url), tmp_path, "first", QUICK + COUNTED) as first:
        with queue.holding("app.page_use_days"):
            eventually(queue.blocked, "a job in its middle")
            first.process.terminate()
            eventually(lambda: "worker_stopping" in first.said, "the worker on its way out")
            time.sleep(2)  # four times its grace: from here on the job is asked to stop at its next step
        assert first.process.wait(15) == 0
        assert '"event": "worker_stopped"' in first.said
        assert "interrupted 1.0, failed None" in first.said  # nobody is called for it
    assert queue.status(job_id) == "todo"
    assert queue.found("SELECT outcome FROM app.job_outcomes WHERE job_id = :id", id=job_id) == ["given_back"]
    assert queue.found("SELECT count(*) FROM jobs.procrastinate_workers") == [0]
    with worker(as_login(owner_url), tmp_path, "second") as second:
        eventually(lambda: queue.status(job_id) == "succeeded", second.said)
    assert queue.found(LEFT["usage"][1]) == EXPECTED["usage"]

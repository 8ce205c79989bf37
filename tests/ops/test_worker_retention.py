"""What is old goes by its own period, what is young stays; a file of an upload that was cut off goes too."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from db.retention import GONE
from sales_core.intake.upload_folders import FOLDER_PREFIX, upload_folder
from sales_core.jobs_kept import LEFTOVERS, PERIODS, remove_old
from sales_core.viewer import Role
from tests.ops.people import account
from tests.ops.worker_process import Queue

NAMED = {period.name: period for period in PERIODS}
KEY = "sha256(('x' || {n})::bytea)"
PERSON = "(SELECT user_id FROM app.users)"

ROWS = {
    "sessions": "INSERT INTO app.sessions SELECT " + KEY + f", {PERSON}, {{at}} - interval '1 h', now(), {{at}}, ''",
    "tickets": "INSERT INTO app.tickets SELECT " + KEY + f", {PERSON}, '/', " + KEY + ", {at}",
    "attempts": "INSERT INTO app.attempts SELECT " + KEY + ", 1, {at}, NULL",
    "outcomes": "INSERT INTO app.job_outcomes SELECT {n}, 0, 'usage', {at}, {at}, 'done', ''",
    "verifications": "INSERT INTO app.verifications SELECT {n}, 'x', {at}, true, ''",
    "uses": f"WITH used AS (INSERT INTO app.page_uses SELECT gen_random_uuid(), {{at}}, {PERSON}, 'sales' "
    "RETURNING used_at, user_id) INSERT INTO app.page_use_days SELECT (used_at AT TIME ZONE 'UTC')::date, user_id, "
    "'sales', '', 1, 0, 0 FROM used",
    "use_days": f"INSERT INTO app.page_use_days SELECT ({{at}})::date, {PERSON}, 'sales', '', 1, 0, 0",
    "jobs": "WITH job AS (INSERT INTO jobs.procrastinate_jobs (queue_name, task_name, status) "
    "SELECT 'upkeep', 'usage', 'succeeded' RETURNING id) "
    "INSERT INTO jobs.procrastinate_events (job_id, type, at) SELECT id, 'succeeded', {at} FROM job",
}
"""A row of each kind whose time began at `at`."""


@pytest.fixture
def queue(owner_url: str, engine: Engine) -> Iterator[Queue]:
    account(engine, "ann", Role.ANALYST)
    superuser = create_engine(owner_url, poolclass=NullPool)
    yield Queue(superuser)
    superuser.dispose()


def go_on() -> None:
    """Nobody asks the job to stop."""


def test_every_period_is_of_a_table_or_of_files_and_every_table_has_its_period() -> None:
    assert {*NAMED} == {*GONE, LEFTOVERS}
    assert {*ROWS} == {*GONE}


@pytest.mark.parametrize("name", list(GONE))
def test_a_row_goes_once_its_period_is_over_and_not_before(name: str, queue: Queue, engine: Engine) -> None:
    period, (table, _) = NAMED[name], GONE[name]
    for number, age in enumerate((period.days + 1.5, period.days - 0.5)):
        queue.write(ROWS[name].format(n=number, at=f"now() - interval '{age} days'"))
    assert queue.found(f"SELECT count(*) FROM {table}") == [2]
    assert remove_old(engine, period, go_on) == 1
    assert queue.found(f"SELECT count(*) FROM {table}") == [1]
    assert remove_old(engine, period, go_on) == 0


def test_a_name_that_is_locked_still_is_kept_however_old_its_attempts(queue: Queue, engine: Engine) -> None:
    queue.write("INSERT INTO app.attempts SELECT sha256('x'), 9, now() - interval '9 days', now() + interval '1 hour'")
    assert remove_old(engine, NAMED["attempts"], go_on) == 0


def test_a_use_whose_day_was_never_counted_is_kept(queue: Queue, engine: Engine) -> None:
    queue.write(f"INSERT INTO app.page_uses SELECT gen_random_uuid(), now() - interval '99 days', {PERSON}, 'sales'")
    assert remove_old(engine, NAMED["uses"], go_on) == 0


def test_a_job_that_waits_or_runs_is_never_removed(queue: Queue, engine: Engine) -> None:
    for status in ("todo", "doing"):
        queue.write(
            f"INSERT INTO jobs.procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 't', '{status}')"
        )
    queue.write("UPDATE jobs.procrastinate_events SET at = now() - interval '99 days'")
    assert remove_old(engine, NAMED["jobs"], go_on) == 0


def test_the_folder_of_an_upload_goes_once_its_process_is_gone(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / f"{FOLDER_PREFIX}left"
    left.mkdir()
    (left / "sales.csv").write_text("a,b\n")
    with upload_folder() as held:
        assert remove_old(engine, NAMED[LEFTOVERS], go_on) == 1
        assert (left.exists(), held.exists()) == (False, True)

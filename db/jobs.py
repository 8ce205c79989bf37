"""Statements on the queue in the schema `jobs`. Who runs them acts as `dashboard_app`.

What changes a job calls the package's own functions, which name their search path.
"""

from collections.abc import Sequence
from datetime import datetime
from math import inf
from typing import Any

from sqlalchemy import Connection, text

_EVENT = "(SELECT max(e.at) FROM jobs.procrastinate_events AS e WHERE e.job_id = j.id AND e.type IN ({}))"

_NEWEST = text(f"""
SELECT j.id, j.task_name AS task, j.status::text AS status, j.attempts, j.scheduled_at, j.abort_requested,
    {_EVENT.format("'deferred', 'retried', 'deferred_for_retry'")} AS queued_at,
    {_EVENT.format("'started'")} AS started_at,
    {_EVENT.format("'succeeded', 'failed', 'cancelled', 'aborted'")} AS ended_at,
    o.words, o.began_at AS last_began_at, o.ended_at AS last_ended_at,
    w.last_heartbeat >= now() - make_interval(secs => :silent_s) AS has_worker
FROM jobs.procrastinate_jobs AS j
LEFT JOIN LATERAL (SELECT * FROM app.job_outcomes AS x WHERE x.job_id = j.id ORDER BY x.attempt DESC LIMIT 1) AS o
    ON true
LEFT JOIN jobs.procrastinate_workers AS w ON w.id = j.worker_id
WHERE j.status::text = ANY(:statuses) ORDER BY j.id DESC LIMIT :limit
""")

_COUNTS = text("SELECT status::text AS status, count(*) AS many FROM jobs.procrastinate_jobs GROUP BY status")

_WORKERS = text("SELECT extract(epoch FROM now() - last_heartbeat) FROM jobs.procrastinate_workers ORDER BY 1")

_HEARTBEAT = text(
    "SELECT extract(epoch FROM now() - last_heartbeat) FROM jobs.procrastinate_workers WHERE id = :worker_id"
)

_LAST = text("""
SELECT DISTINCT ON (task) task, job_id, began_at, ended_at, outcome, words FROM app.job_outcomes
ORDER BY task, ended_at DESC, job_id DESC, attempt DESC
""")

_DEFER = text("""
SELECT unnest(jobs.procrastinate_defer_jobs_v1(ARRAY[CAST(ROW(
    CAST(:queue AS varchar), CAST(:task AS varchar), 0, CAST(:task AS text), CAST(:task AS text), '{}'::jsonb,
    NULL::timestamptz) AS jobs.procrastinate_job_to_defer_v1)]))
""")

_RETRY = text("""
SELECT jobs.procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM (
    SELECT id FROM jobs.procrastinate_jobs WHERE id = :job_id AND status = 'failed' FOR UPDATE) AS failed
""")

_CANCEL = text("SELECT jobs.procrastinate_cancel_job_v1(:job_id, true, false)")

_STATUS = text("SELECT status::text FROM jobs.procrastinate_jobs WHERE id = :job_id")

_TAKE_UP = text("""
WITH left_behind AS (
    SELECT j.id, j.task_name, j.attempts FROM jobs.procrastinate_jobs AS j WHERE j.status = 'doing'
    AND NOT EXISTS (SELECT FROM jobs.procrastinate_workers AS w
        WHERE w.id = j.worker_id AND w.last_heartbeat >= now() - make_interval(secs => :silent_s))
    FOR UPDATE OF j SKIP LOCKED
), done AS MATERIALIZED (
    SELECT id, task_name, attempts, CASE WHEN attempts + 1 < :most
        THEN jobs.procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL)::text
        ELSE jobs.procrastinate_finish_job_v1(id, 'failed', false)::text END AS made FROM left_behind
)
SELECT id, task_name AS task, attempts, attempts + 1 < :most AS queued, made FROM done
""")

_OUTCOME = text("""
INSERT INTO app.job_outcomes (job_id, attempt, task, began_at, ended_at, outcome, words)
VALUES (:job_id, :attempt, :task, :began_at, :ended_at, :outcome, :words)
ON CONFLICT (job_id, attempt) DO UPDATE
SET began_at = excluded.began_at, ended_at = excluded.ended_at, outcome = excluded.outcome, words = excluded.words
""")

_VERIFIED = text("""
INSERT INTO app.verifications (job_id, name, checked_at, holds, words) VALUES (:job_id, :name, now(), :holds, :words)
ON CONFLICT (job_id, name) DO UPDATE
SET checked_at = excluded.checked_at, holds = excluded.holds, words = excluded.words
""")

_LAST_VERIFIED = text("""
SELECT DISTINCT ON (name) name, checked_at, holds, words FROM app.verifications
ORDER BY name, checked_at DESC, job_id DESC
""")

_ALONE = text("SELECT pg_advisory_xact_lock(:key)")


def newest(connection: Connection, statuses: Sequence[str], limit: int, silent_s: float) -> list[Any]:
    """Jobs of these statuses, the newest first; a worker that is silent so long is gone."""
    asked = {"statuses": list(statuses), "limit": limit, "silent_s": silent_s}
    return list(connection.execute(_NEWEST, asked))


def counts(connection: Connection) -> dict[str, int]:
    """How many jobs are of each status that there is."""
    return {row.status: row.many for row in connection.execute(_COUNTS)}


def silences(connection: Connection) -> list[float]:
    """Seconds since the last heartbeat of each registered worker, the shortest first."""
    return [float(seconds) for seconds in connection.execute(_WORKERS).scalars()]


def heartbeat_age(connection: Connection, worker_id: int) -> float:
    """Seconds since the worker's last heartbeat; infinite where it is not registered."""
    found = connection.execute(_HEARTBEAT, {"worker_id": worker_id}).scalar_one_or_none()
    return inf if found is None else float(found)


def last_outcomes(connection: Connection) -> list[Any]:
    """The newest outcome of each task."""
    return list(connection.execute(_LAST))


def defer(connection: Connection, task: str, queue: str) -> int:
    """Queue a job; at most one of a task waits and one runs. Raises IntegrityError where one waits already."""
    return int(connection.execute(_DEFER, {"task": task, "queue": queue}).scalar_one())


def retry(connection: Connection, job_id: int) -> bool:
    """Queue a failed job again; False where it isn't failed. Raises IntegrityError where another of its task waits."""
    return connection.execute(_RETRY, {"job_id": job_id}).one_or_none() is not None


def cancel(connection: Connection, job_id: int) -> bool:
    """Cancel a job that waits, or ask the one that runs to stop; False where it has ended or there is none."""
    return connection.execute(_CANCEL, {"job_id": job_id}).scalar_one() is not None


def status(connection: Connection, job_id: int) -> str | None:
    """The queue's own word for where a job is, None where there is none."""
    found: str | None = connection.execute(_STATUS, {"job_id": job_id}).scalar_one_or_none()
    return found


def take_up(connection: Connection, silent_s: float, most_attempts: int) -> list[Any]:
    """Queue again what runs nowhere: its worker is gone or silent for so long. id, task, attempts, queued of each.

    What was begun `most_attempts` times is not queued but failed: it seems to end its workers.
    """
    return list(connection.execute(_TAKE_UP, {"silent_s": silent_s, "most": most_attempts}))


def keep_outcome(connection: Connection, **outcome: str | int | datetime) -> None:
    """Keep what came of an attempt: job_id, attempt, task, began_at, ended_at, outcome, words."""
    connection.execute(_OUTCOME, outcome)


def keep_verified(connection: Connection, job_id: int, name: str, holds: bool, words: str) -> None:
    """Keep whether an identity held, once a job."""
    connection.execute(_VERIFIED, {"job_id": job_id, "name": name, "holds": holds, "words": words})


def last_verified(connection: Connection) -> list[Any]:
    """name, checked_at, holds and words of the newest look at each identity."""
    return list(connection.execute(_LAST_VERIFIED))


def alone(connection: Connection, key: int) -> None:
    """Wait until no other transaction holds the key, then hold it to the end of this one."""
    connection.execute(_ALONE, {"key": key})

"""Jobs, workers and durations in words."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import assert_never

from sales_core.jobs import Job, JobState, LastRun, Verified
from sales_core.jobs_declared import Task
from sales_core.wellbeing import Remark
from sales_core.wording import grouped, moment

Local = Callable[[datetime], datetime]
"""A moment in the company's zone."""


def took(duration: timedelta) -> str:
    """A duration: milliseconds below a second, seconds below two minutes, minutes from there."""
    milliseconds = round(duration / timedelta(milliseconds=1))
    if milliseconds < 1_000:
        return f"{grouped(milliseconds)} ms"
    seconds = round(milliseconds / 1_000)
    return f"{grouped(seconds)} s" if seconds < 120 else f"{grouped(round(seconds / 60))} min"


def of_workers(silences: Sequence[float], waiting: int) -> Remark:
    """Whether somebody works; `silences` are the seconds since the heartbeat of each worker that lives."""
    if silences:
        many = "1 worker is" if len(silences) == 1 else f"{grouped(len(silences))} workers are"
        return Remark(True, f"{many} at work; the last sign of life is {took(timedelta(seconds=min(silences)))} old.")
    jobs = (
        "1 job waits" if waiting == 1 else f"{grouped(waiting)} jobs wait" if waiting else "What is started now waits"
    )
    return Remark(False, f"No worker is at work. {jobs} until one is: python -m ops.worker.")


def of_job(job: Job, local: Local) -> str:
    """Where a job is and since when, in a sentence."""
    match job.state:
        case JobState.QUEUED if job.queued_at and job.queued_at > datetime.now(UTC):
            said = f"Waits for its next attempt, {_at(job.queued_at, local)}"
        case JobState.QUEUED:
            said = f"Waits since {_at(job.queued_at, local)}"
        case JobState.RUNNING if job.forsaken:
            said = f"Begun {_at(job.started_at, local)} by a worker that is silent; another one takes it up"
        case JobState.RUNNING if job.stopping:
            said = f"Runs since {_at(job.started_at, local)}, and stops at its next step"
        case JobState.RUNNING:
            said = f"Runs since {_at(job.started_at, local)}"
        case JobState.DONE | JobState.FAILED | JobState.CANCELLED:
            how_long = f" after {took(job.took)}" if job.took is not None else ""
            said = f"{job.state.capitalize()} {_at(job.ended_at, local)}{how_long}"
        case state:
            assert_never(state)
    tried = f", begun {grouped(job.attempts)} times before" if job.attempts > 1 and not _ended(job) else ""
    return f"{said}{tried}."


def of_task(task: Task, last: LastRun | None, local: Local) -> tuple[str, str]:
    """What the task came to last, and when its next turn is."""
    turn = task.next_turn(datetime.now(UTC))
    following = f"Next {moment(local(turn))}, {task.turns}."
    if last is None:
        return "It has not run yet.", following
    outcome = last.outcome.replace("_", " ").capitalize()
    return f"{outcome} {moment(local(last.ended_at))} in {took(last.took)}. {last.words}", following


def of_verified(found: Sequence[Verified], local: Local) -> str:
    """When the identities were last looked at, and how many hold."""
    if not found:
        return "They have not been verified yet."
    holding = sum(one.holds for one in found)
    told = "all hold" if holding == len(found) else f"{grouped(len(found) - holding)} do not hold"
    newest = max(one.checked_at for one in found)
    return f"{grouped(len(found))} identities, last looked at {moment(local(newest))}: {told}."


def _ended(job: Job) -> bool:
    return job.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


def _at(when: datetime | None, local: Local) -> str:
    return moment(local(when)) if when else "an unknown moment"

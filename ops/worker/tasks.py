"""The tasks, each idempotent: run once, twice, or killed in the middle and run again, it leaves the same."""

from collections.abc import Callable
from functools import partial

from procrastinate import App, JobContext
from procrastinate.exceptions import JobAborted
from sqlalchemy import Engine

from db import jobs as rows
from ops.worker.patience import Patience
from sales_core.access import access
from sales_core.errors import DashboardError
from sales_core.jobs_declared import QUEUE, TASKS
from sales_core.settings import Settings

GoOn = Callable[[], None]
"""Called between the steps of a task: raises where the job is to stop."""


class BooksInDoubt(DashboardError):
    """An identity of the books does not hold; trying again would not help."""


def usage(engine: Engine, settings: Settings, job_id: int, go_on: GoOn) -> str:
    """Count uses by day."""
    from sales_core.usage_days import count_days

    del settings, job_id
    days = count_days(engine, go_on)
    return f"{days} {'day' if days == 1 else 'days'} counted."


def retention(engine: Engine, settings: Settings, job_id: int, go_on: GoOn) -> str:
    """Remove what is older than its period, a kind after the other."""
    from sales_core.jobs_kept import PERIODS, remove_old

    del settings, job_id
    gone = [(remove_old(engine, period, go_on), period.what) for period in PERIODS]
    return "; ".join(f"{count} {what}" for count, what in gone if count).capitalize() + (
        " removed." if any(count for count, _ in gone) else "Nothing was old enough."
    )


def verification(engine: Engine, settings: Settings, job_id: int, go_on: GoOn) -> str:
    """Look at each identity, and keep what was found. Raises BooksInDoubt where one does not hold."""
    # Heavy: pandas and all that answers questions; only this task needs it.
    from sales_core.jobs_checks import IDENTITIES
    from sales_core.jobs_workspace import workspace_for

    broken = []
    with workspace_for(settings) as workspace:
        for identity in IDENTITIES:
            go_on()
            found = identity.verify(workspace)
            with access(engine) as connection:
                rows.keep_verified(connection, job_id, identity.name, found.holds, found.words)
            if not found.holds:
                broken.append(identity.claim)
    if broken:
        raise BooksInDoubt(f"{len(broken)} of {len(IDENTITIES)} identities do not hold: {' '.join(broken)}")
    return f"All {len(IDENTITIES)} identities hold."


_WORK = {"usage": usage, "retention": retention, "verification": verification}


def add_tasks(app: App, engine: Engine, settings: Settings) -> None:
    """Give the app every declared task, with its turns; of each at most one waits and one runs."""
    for task in TASKS.values():
        work = partial(_run, _WORK[task.name], engine, settings)
        added = app.task(
            name=task.name, queue=QUEUE, lock=task.name, queueing_lock=task.name, pass_context=True, retry=Patience()
        )(work)
        app.periodic(cron=task.cron)(added)


def _run(
    work: Callable[[Engine, Settings, int, GoOn], str],
    engine: Engine,
    settings: Settings,
    context: JobContext,
    timestamp: int = 0,
) -> str:
    """`timestamp` is the turn of a job that the clock queued."""
    del timestamp

    def go_on() -> None:
        if context.should_abort():
            raise JobAborted

    return work(engine, settings, context.job.id or 0, go_on)

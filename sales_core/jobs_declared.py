"""What the worker does by itself: one row a task, with when and why. Times are UTC."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sales_core.errors import UnknownName

QUEUE = "upkeep"
MOST_ATTEMPTS = 5
"""How often a job is begun before it counts as failed."""


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of job; no two of a kind run at once. `hour` None: every hour at `minute`."""

    name: str
    title: str
    does: str
    minute: int
    hour: int | None

    @property
    def cron(self) -> str:
        """When, in cron's words."""
        return f"{self.minute} {'*' if self.hour is None else self.hour} * * *"

    @property
    def turns(self) -> str:
        """When, in a person's words."""
        if self.hour is None:
            return f"every hour at {self.minute} past"
        return f"every day at {self.hour:02}:{self.minute:02} UTC"

    def next_turn(self, now: datetime) -> datetime:
        """The first turn after `now`, which is in UTC."""
        turn = now.replace(minute=self.minute, second=0, microsecond=0)
        if self.hour is not None:
            turn = turn.replace(hour=self.hour)
        step = timedelta(hours=1) if self.hour is None else timedelta(days=1)
        return turn if turn > now else turn + step


_DECLARED = (
    Task(
        "usage",
        "Count uses",
        "Counts by day who opened which page and asked for which metric.",
        minute=7,
        hour=None,
    ),
    Task(
        "retention",
        "Remove what is old",
        "Removes sessions, notes of sign-ins, uses and ended jobs once their time is over, each by its own period.",
        minute=17,
        hour=2,
    ),
    Task(
        "verification",
        "Verify the books",
        "Computes identities of the books anew from the facts, and compares what the facts repeat of their orders.",
        minute=37,
        hour=3,
    ),
)
TASKS: dict[str, Task] = {task.name: task for task in _DECLARED}


def task_named(name: str) -> Task:
    """The task of that name. Raises UnknownName."""
    if name not in TASKS:
        raise UnknownName("task", name, TASKS)
    return TASKS[name]

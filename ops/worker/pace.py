"""How often the worker gives signs of life, and how long it waits."""

from dataclasses import dataclass

from sales_core.jobs import SILENT_SECONDS


@dataclass(frozen=True, slots=True)
class Pace:
    """In seconds. A worker that is `silent` so long is taken for gone; `look` is between looks for what it left.

    `grace` is what running jobs have to end when the worker is asked to; then they are given back at their next step.
    `leave` is when the process ends all the same; what it still had is taken up once it is taken for gone.
    """

    heartbeat: float = 2.0
    silent: float = SILENT_SECONDS
    look: float = 5.0
    poll: float = 5.0
    grace: float = 3.0
    leave: float = 8.0
    before_again: float = 5.0
    """Between attempts to reach a database that is away."""
    overdue: float = 86_400.0
    """How late a turn is still taken that nobody was there to take."""

"""How long what is kept by the way is kept: one row a kind, with its period and its sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from db import retention as rows
from sales_core.access import access
from sales_core.intake.upload_folders import remove_unowned

_MOST_AT_ONCE = 5_000
LEFTOVERS = "leftovers"


@dataclass(frozen=True, slots=True)
class Period:
    """What is removed `days` after its end; `what` is a plural, `because` why it is kept so long and no longer."""

    name: str
    what: str
    days: int
    because: str


PERIODS: tuple[Period, ...] = (
    Period("sessions", "ended sessions", 1, "Apps remove them as they end; this takes what ended while none ran."),
    Period("tickets", "unused tickets of signing in", 1, "A ticket is good for thirty seconds."),
    Period("attempts", "wrong passwords by name", 2, "They lock a name for a day at most."),
    Period(LEFTOVERS, "files of imports that were cut off", 0, "A file is kept only while it is taken in."),
    Period("uses", "single uses of pages", 30, "From then on uses by day are enough."),
    Period("use_days", "uses by day", 400, "A year can be held against the year before."),
    Period("jobs", "ended jobs", 30, "A month of jobs shows what fails again and again."),
    Period("outcomes", "outcomes of jobs", 90, "Durations of a quarter show what grows slower."),
    Period("verifications", "verifications", 400, "A year of them shows when the books were last in doubt."),
)


def remove_old(engine: Engine, period: Period, go_on: Callable[[], None]) -> int:
    """Remove what is older; returns how many there were. `go_on` is called between pieces and may raise to stop.

    Stopped or killed in the middle, what is gone is gone, and the next run removes the rest.
    """
    if period.name == LEFTOVERS:
        return remove_unowned()
    gone = 0
    while True:
        go_on()
        with access(engine) as connection:
            some = rows.remove_some(connection, period.name, period.days, _MOST_AT_ONCE)
        gone += some
        if some < _MOST_AT_ONCE:
            return gone

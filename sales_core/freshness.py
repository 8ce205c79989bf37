"""How old the newest row is, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sales_core.wording import age, day

RECENT = timedelta(days=2)
"""Data no older than this is called fresh: yesterday's orders are in."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """`through` says up to when there is data, `text` how that is."""

    through: str
    text: str
    recent: bool


def freshness_of(newest: datetime | None, now: datetime) -> Freshness:
    """By the newest source row that the viewer may see; None: there is none."""
    if newest is None:
        return Freshness("no data yet", "empty", recent=False)
    old = now - newest
    recent = old <= RECENT
    return Freshness(f"data through {day(newest.date())}", "fresh" if recent else age(old.total_seconds()), recent)

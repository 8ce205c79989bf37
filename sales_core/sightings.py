"""Distinct counts along time: a thing seen in several buckets counts once in any run of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import Any

from sales_core.compiler import KEY
from sales_core.plan import Leg, Plan
from sales_core.seeing import PREVIOUS
from sales_core.tally import Key

Course = tuple[Key, Key]
"""A key of an answer without its bucket: what stands before the bucket, and what behind it."""

Sighting = tuple[date, date | None, int]
"""A bucket, the last earlier one that the same things were seen in, and how many things they are."""


@dataclass(slots=True)
class Sightings:
    """What the legs of sightings gave, by measure and course."""

    seen: dict[tuple[str, Course], list[Sighting]] = field(default_factory=dict)

    def take(self, plan: Plan, leg: Leg, row: Mapping[str, Any]) -> None:
        """Keep a row of such a leg."""
        (measure,) = leg.measures
        key = tuple(row[name + KEY] for name in plan.by[: leg.level])
        bucket, course = split(plan, key)
        self.seen.setdefault((measure, course), []).append((bucket, row[PREVIOUS], row[measure]))

    def counted(self, measure: str, course: Course, places: Mapping[date, int], window: int | None) -> list[int]:
        """For each place of a bucket, how many things were seen in the window that ends there, or so far.

        A thing seen again counts where the window no longer holds the bucket it was seen in before.
        """
        steps = [0] * (len(places) + 1)
        for bucket, previous, count in self.seen.get((measure, course), ()):
            place = places[bucket]
            if window is None:
                steps[place] += count if previous is None else 0
                continue
            since = place if previous is None else max(place, places[previous] + window)
            until = min(place + window, len(places))
            if since < until:
                steps[since] += count
                steps[until] -= count
        return list(accumulate(steps))[:-1]


def split(plan: Plan, key: Key) -> tuple[date, Course]:
    """The key's bucket, and the rest of it; the plan has a grain and the key reaches to it."""
    assert plan.grain is not None  # noqa: S101  only asked for keys that hold a bucket
    place = plan.by.index(plan.grain.value)
    bucket: date = key[place]
    return bucket, (key[:place], key[place + 1 :])

"""SQL of sightings: in which buckets each thing of a distinct count was seen, and in which it was seen before that."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

THING, PREVIOUS = "thing__", "previous__"
"""The counted thing; the last earlier bucket of its course that it was seen in, missing for the first."""


def sighted(things: Select[Any], keys: Sequence[str], bucket: str, name: str) -> Select[Any]:
    """How many things, as `name`, by the keys and PREVIOUS.

    `things` has a row for each value of the keys with each THING; `bucket` is the key among them that is of time.
    Whatever run of buckets is asked about, a thing is counted once in it: where it is first seen.
    """
    seen = things.subquery("things")
    course = [seen.c[key] for key in keys if key != bucket]
    previous = func.lag(seen.c[bucket]).over(partition_by=[*course, seen.c[THING]], order_by=seen.c[bucket])
    dated = select(*(seen.c[key] for key in keys), previous.label(PREVIOUS)).subquery("dated")
    by = [dated.c[key] for key in (*keys, PREVIOUS)]
    return select(*by, func.count().label(name)).group_by(*by)

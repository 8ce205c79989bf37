"""The law of sightings: a run of buckets counts each thing seen in it once, whatever was seen before and after."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sales_core.sightings import Sighting, Sightings

BUCKETS = [date(2011, month, 1) for month in range(1, 9)]
PLACES = {bucket: place for place, bucket in enumerate(BUCKETS)}
COURSE = ((), ())


def rows_of(seen: list[set[int]]) -> list[Sighting]:
    """For each thing the buckets it was seen in, each with the one before; as the database gives them."""
    rows: list[Sighting] = []
    for places in map(sorted, seen):
        rows += [(BUCKETS[place], None, 1) for place in places[:1]]
        rows += [(BUCKETS[place], BUCKETS[before], 1) for before, place in pairwise(places)]
    return rows


@given(
    st.lists(st.sets(st.integers(0, len(BUCKETS) - 1)), max_size=6),
    st.one_of(st.none(), st.integers(2, len(BUCKETS) + 2)),
)
def test_a_run_counts_each_thing_that_was_seen_in_it(seen: list[set[int]], window: int | None) -> None:
    sightings = Sightings({("customers", COURSE): rows_of(seen)})
    expected = [
        sum(any((place - window if window else -1) < p <= place for p in places) for places in seen)
        for place in range(len(BUCKETS))
    ]
    assert sightings.counted("customers", COURSE, PLACES, window) == expected

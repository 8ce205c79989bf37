"""The small company in a database of its own, for the laws."""

from collections.abc import Callable, Iterator

import pytest

from tests.oracle import company
from tests.oracle.world import World, world


@pytest.fixture(scope="module")
def small_world(new_database: Callable[..., str]) -> Iterator[World]:
    """The company of seed 1; tests may write to it."""
    with world(new_database, company.make(1)) as made:
        yield made

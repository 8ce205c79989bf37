"""A small company in a database of its own for each file, and a blank company for figures worked by hand."""

from collections.abc import Callable, Iterator

import pytest

from tests.oracle import company
from tests.oracle.world import World, world
from tests.soundness.hand import blank


@pytest.fixture(scope="module")
def small_world(new_database: Callable[..., str]) -> Iterator[World]:
    """The company of seed 2; tests may write to it."""
    with world(new_database, company.make(2)) as made:
        yield made


@pytest.fixture
def hand(new_database: Callable[..., str]) -> Iterator[World]:
    """Two territories, two customers of one name, two products, and no document: see tests.soundness.hand."""
    with world(new_database, blank()) as made:
        yield made

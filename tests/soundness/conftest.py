"""A small company in a database of its own for each file, and a blank company for figures worked by hand."""

import itertools
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.oracle import company
from tests.oracle.world import World, opened, world
from tests.soundness.hand import blank

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def small_world(new_database: Callable[..., str]) -> Iterator[World]:
    """The company of seed 2; tests may write to it."""
    with world(new_database, company.make(2)) as made:
        yield made


@pytest.fixture(scope="session")
def blank_template(new_database: Callable[..., str]) -> str:
    """Name of a database with the hand company in it, which nobody is connected to."""
    with world(new_database, blank()) as made:
        name = make_url(made.url).database
    assert name
    return name


@pytest.fixture
def hand(cluster: str, blank_template: str) -> Iterator[World]:
    """Two territories, two customers of one name, three products, and no document: see tests.soundness.hand."""
    name = f"hand_{next(_numbers)}"
    admin = create_engine(cluster, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {blank_template}"))
    admin.dispose()
    with opened(make_url(cluster).set(database=name).render_as_string(hide_password=False)) as made:
        yield made

"""Every metric's row carries SQL that gives its number another way; the engine says the same of each group."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import text

from sales_core.catalog.metrics import METRICS
from sales_core.periods import PeriodSpec
from sales_core.query import Query
from sales_core.viewer import EVERYTHING, Role, Scope, Viewer
from tests.oracle import company
from tests.oracle.metric_oracles import ALL_DAYS, agree, told
from tests.oracle.periods import Days
from tests.oracle.world import World, opened, world
from tests.properties.comparing import records

GROUPS: tuple[tuple[str, Days], ...] = (
    ("2010", (date(2010, 1, 1), date(2011, 1, 1))),
    ("2011", (date(2011, 1, 1), date(2012, 1, 1))),
    ("2012", (date(2012, 1, 1), date(2013, 1, 1))),
)


@pytest.fixture(scope="module")
def small(new_database: Callable[..., str]) -> Iterator[World]:
    """The company of seed 3."""
    with world(new_database, company.make(3)) as made:
        yield made


@pytest.fixture(scope="module")
def retail(online_retail: str) -> Iterator[World]:
    """Online Retail as it was taken in."""
    with opened(online_retail) as made:
        yield made


def differences(world: World, period: str, days: Days, scope: Scope, territories: list[int]) -> list[str]:
    """Metrics of which the engine says something else than their oracle."""
    query = Query(tuple(METRICS), PeriodSpec.parse(period))
    (row,) = records(world.workspace().run(query, Viewer("ada", "Ada", Role.ADMIN, scope)))
    with world.superuser.connect() as connection:
        oracle = told(connection, METRICS.values(), territories, days)
    return [
        f"{name}: the engine says {row[name]}, its oracle {oracle[name]}"
        for name, metric in METRICS.items()
        if not agree(metric, row[name], oracle[name])
    ]


def territories_of(world: World) -> list[int]:
    """All there are."""
    with world.superuser.connect() as connection:
        ids = connection.execute(text("SELECT territory_id FROM sales.territories ORDER BY 1")).scalars()
        return [int(territory) for territory in ids]


def test_every_metric_has_an_oracle() -> None:
    assert [name for name, metric in METRICS.items() if not metric.oracle.startswith("SELECT ")] == []


@pytest.mark.parametrize(("period", "days"), GROUPS)
def test_a_metrics_oracle_agrees_year_by_year(small: World, period: str, days: Days) -> None:
    assert differences(small, period, days, EVERYTHING, territories_of(small)) == []


@pytest.mark.parametrize("territory", range(1, 6))
def test_a_metrics_oracle_agrees_for_who_sees_one_territory(small: World, territory: int) -> None:
    scope = Scope(territories=frozenset({territory}))
    assert differences(small, "all", ALL_DAYS, scope, [territory]) == []


@pytest.mark.parametrize(("period", "days"), GROUPS[:2])
def test_a_metrics_oracle_agrees_on_online_retail_year_by_year(retail: World, period: str, days: Days) -> None:
    assert differences(retail, period, days, EVERYTHING, territories_of(retail)) == []


def test_a_metrics_oracle_agrees_on_online_retail_for_who_sees_some_territories(retail: World) -> None:
    some = territories_of(retail)[1::7]
    assert differences(retail, "all", ALL_DAYS, Scope(territories=frozenset(some)), some) == []

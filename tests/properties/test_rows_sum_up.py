"""The law of rows behind: the rows of its sources sum to every metric that sums; any other but zero has rows."""

from decimal import Decimal
from typing import Any

import pytest

from sales_core.arithmetic import evaluate, stated, total
from sales_core.catalog.metrics import METRICS
from sales_core.formulas import measures_of
from sales_core.periods import PeriodSpec
from sales_core.query import Filter, Query, Reckoning
from sales_core.reckoning import CurrencyView, ReturnsBy
from sales_core.slices import additive
from sales_core.workspace import Workspace
from tests.oracle.world import World
from tests.properties.comparing import records
from tests.soundness.hand import ADMIN

PERIOD = PeriodSpec.parse("all")
OTHERWISE = Reckoning(
    zone="Asia/Kathmandu",
    returns_by=ReturnsBy.SALE_DATE,
    statuses=("placed", "cancelled"),
    currency=CurrencyView.AVERAGE,
)


def sums_of(workspace: Workspace, query: Query) -> dict[str, Any]:
    """Each measure that the rows of some source add up to."""
    found: dict[str, Any] = {}
    for source in workspace.behind(query, ADMIN, size=1).sources:
        page, number = workspace.behind(query, ADMIN, source=source, size=1000), 1
        frames = [page.frame]
        while number < page.pages:
            number += 1
            frames.append(workspace.behind(query, ADMIN, source=source, page=number, size=1000).frame)
        assert sum(map(len, frames)) == page.total
        for name in set(page.frame.columns) & measures_of(query.metrics[0]):
            values = [value for frame in frames for value in frame[name] if value is not None and value == value]
            found[name] = total(Decimal(value) for value in values)
    return found


@pytest.mark.parametrize("metric", [m.name for m in METRICS.values() if not m.hidden])
@pytest.mark.parametrize("reckoning", [Reckoning(), OTHERWISE], ids=["usual", "otherwise"])
def test_the_rows_behind_a_metric_sum_to_it(small_world: World, metric: str, reckoning: Reckoning) -> None:
    workspace = small_world.workspace()
    query = Query((metric,), PERIOD, reckoning=reckoning)
    (row,) = records(workspace.run(query, ADMIN))
    if not additive(metric):
        assert workspace.behind(query, ADMIN).total > 0 or not row[metric]
        return
    assert stated(metric, evaluate(metric, sums_of(workspace, query))) == row[metric]


def test_the_rows_behind_a_ranking_are_those_of_what_it_came_to(small_world: World) -> None:
    workspace = small_world.workspace()
    query = Query(("gross_sales",), PERIOD, filters=(Filter.parse("customer top 2 by gross_sales"),))
    (row,) = records(workspace.run(query, ADMIN))
    assert sums_of(workspace, query)["gross_sales"] == row["gross_sales"]
    assert len(set(workspace.behind(query, ADMIN, size=1000).frame["customer__key"])) <= 2

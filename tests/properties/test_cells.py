"""The law of a cell: the question narrowed to it has its value as the whole answer, whatever it was broken down by."""

from dataclasses import replace

import pytest

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.drill import narrowed
from sales_core.errors import AskError
from sales_core.periods import PeriodSpec
from sales_core.planner import dimensions_of
from sales_core.query import Comparison, Filter, Order, Query, Reckoning, Top
from sales_core.reckoning import CurrencyView
from tests.oracle.world import World
from tests.properties.comparing import records
from tests.soundness.hand import ADMIN

METRICS = ("net_sales", "orders", "customers")
KNOWN = [name for name in DIMENSIONS if all(name in {d.name for d in dimensions_of(m)} for m in METRICS)]
PERIOD = PeriodSpec.parse("all")


def cells_hold(world: World, query: Query, *, most: int = 40) -> int:
    """Checks every row up to `most`; how many there were."""
    workspace = world.workspace()
    result = workspace.run(query, ADMIN)
    rows = records(result)[:most]
    for place, row in enumerate(rows):
        (cell,) = records(workspace.run(narrowed(query, result, place), ADMIN))
        for metric in query.metrics:
            assert cell[metric] == row[metric], f"{row} became {cell} by {narrowed(query, result, place)}"
    return len(rows)


@pytest.mark.parametrize("name", KNOWN)
def test_a_cell_of_every_dimension_is_the_answer_to_its_own_question(small_world: World, name: str) -> None:
    assert cells_hold(small_world, Query(METRICS, PERIOD, (name,)), most=12)


@pytest.mark.parametrize(
    "query",
    [
        Query(METRICS, PERIOD, ("month", "territory"), totals=True),
        Query(METRICS, PERIOD, ("customer", "quarter"), totals=True, order=Order("net_sales"), limit=5),
        Query(METRICS, PERIOD, ("product",), fold=Top("product", 2, "net_sales")),
        Query(METRICS, PERIOD, ("territory", "product"), fold=Top("product", 2, "orders"), totals=True),
        Query(METRICS, PERIOD, ("customer",), (Filter.parse("customer top 3 by net_sales"),)),
        Query(METRICS, PERIOD, ("month",), (Filter.parse("customer top 3 by net_sales"),), totals=True),
        Query(
            METRICS,
            PERIOD,
            ("customer",),
            (Filter.parse("customer top 6 by orders"),),
            fold=Top("customer", 2, "net_sales"),
        ),
        Query(METRICS, PERIOD, ("segment", "fiscal_quarter"), reckoning=Reckoning(fiscal_start=4)),
        Query(("gross_sales",), PERIOD, ("retail_period",), comparison=Comparison.PREVIOUS_PERIOD),
        Query(("quota", "net_sales"), PERIOD, ("month", "salesperson")),
    ],
    ids=str,
)
def test_a_cell_of_two_dimensions_a_total_or_an_other_is_the_answer_to_its_own_question(
    small_world: World, query: Query
) -> None:
    assert cells_hold(small_world, query)


def test_a_cell_of_a_ranking_that_keeps_too_many_to_name_is_refused(small_world: World) -> None:
    query = Query(METRICS, PERIOD, ("month",), (Filter.parse("product top 999 by net_sales"),))
    result = small_world.workspace().run(query, ADMIN)
    ranking = replace(result.plan.rankings[0], keys=tuple(map(str, range(101))))
    many = replace(result, plan=replace(result.plan, rankings=(ranking,)))
    with pytest.raises(AskError, match="break it down by 'product' too"):
        narrowed(query, many, 0)


@pytest.mark.parametrize(
    ("query", "what"),
    [
        (Query(METRICS, PERIOD, ("year", "customer_status")), "who is new"),
        (Query(METRICS, PERIOD, ("year",), (Filter.parse("customer_status=new"),)), "who is new"),
        (Query(("returning_customers", "orders"), PERIOD, ("year",)), "who is new"),
        (Query(METRICS, PERIOD, ("year",), reckoning=Reckoning(currency=CurrencyView.AVERAGE)), "rates are averaged"),
    ],
    ids=str,
)
def test_a_bucket_is_not_looked_into_where_its_days_alone_would_count_otherwise(
    small_world: World, query: Query, what: str
) -> None:
    """Who is new in a year need not be new in its March, and March has other rates on average."""
    result = small_world.workspace().run(query, ADMIN)
    with pytest.raises(AskError, match=f"{what}.* ask for those days alone"):
        narrowed(query, result, 0)


def test_a_bucket_that_is_all_of_the_days_is_looked_into_whatever_its_days_decide(small_world: World) -> None:
    reckoning = Reckoning(currency=CurrencyView.AVERAGE)
    assert cells_hold(
        small_world, Query(METRICS, PeriodSpec.parse("2011"), ("year", "customer_status"), reckoning=reckoning)
    )

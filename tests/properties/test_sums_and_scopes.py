"""Parts sum to the whole, narrower viewers see less, and versions move only with what they name."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Unit
from sales_core.conditions import RANKED
from sales_core.periods import PeriodSpec
from sales_core.planner import dimensions_of
from sales_core.query import Filter, Operator, Order, Query
from sales_core.result import Result
from sales_core.viewer import EVERYTHING, NOTHING, Role, Scope, Viewer
from tests.oracle.calendars import GRAINS
from tests.oracle.company import FIRST
from tests.oracle.rows import UNKNOWN
from tests.oracle.sums import DISTINCT, RATIOS
from tests.oracle.world import World
from tests.properties.asking import Drawing, Question
from tests.properties.comparing import key_of, records
from tests.properties.labels import LABELS

ADMIN = Viewer("ada", "Ada", Role.ADMIN, EVERYTHING)
ADDITIVE = tuple(name for name in METRICS if name not in (*RATIOS, *DISTINCT))
PERIODS = ("all", "2011", "2012-Q1", "2011-11-15..2012-02-29")
OF_MORE = ("customer_status", "order_size", "payment_state")
"""What a line is by more than itself: other lines of its order or customer, of which a viewer may see fewer."""

BY_LABEL = (Operator.IS, Operator.IS_NOT)
SOME = settings(
    max_examples=30,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[*HealthCheck],
)


def questions(metric: str) -> st.SearchStrategy[Question]:
    """Random questions about a metric, of rows and columns alone: no totals, no ranking, nothing seen by its first."""
    return st.integers(0, 2**32).map(lambda seed: simple(Drawing(Random(seed)).question(metric)))


def simple(question: Question) -> Question:
    """The question without what looks at more than the row's own facts."""
    query = question.query
    by = tuple(name for name in query.by if name not in OF_MORE)
    filters = tuple(f for f in query.filters if f.dimension not in OF_MORE and f.operator not in RANKED)
    rows = replace(query, by=by, filters=filters, totals=False, fold=None, calculations=())
    return replace(question, query=rows)


def narrowed(viewer: Viewer, *territories: int) -> Viewer:
    """The viewer with those territories alone."""
    return replace(viewer, scope=Scope(territories=frozenset(territories)))


def total(results: list[Result], name: str) -> Decimal:
    """The sum of a column's values, missing ones left out."""
    values = (row[name] for result in results for row in records(result))
    return sum((Decimal(value) for value in values if value is not None), Decimal(0))


@pytest.mark.parametrize("dimension", sorted(DIMENSIONS))
def test_parts_of_an_additive_metric_sum_to_its_total(small_world: World, dimension: str) -> None:
    """Unknown included. A part whose amounts can't be valued is missing, so sums of sums are held part by part."""
    workspace = small_world.workspace()
    metrics = tuple(m for m in ADDITIVE if dimension in {d.name for d in dimensions_of(m)})
    for period in PERIODS:
        query = Query(metrics, PeriodSpec.parse(period))
        whole = records(workspace.run(query, ADMIN))[0]
        parts = workspace.run(replace(query, by=(dimension,)), ADMIN)
        rows = records(parts)
        for name in metrics:
            simple = METRICS[name].unit is not Unit.MONEY or not any(row[name] is None for row in rows)
            if simple or name in ("gross_sales", "discounts", "returns", "document_total", "fees", "tax"):
                assert total([parts], name) == whole[name], (name, period)


@pytest.mark.parametrize("by", ["month", "week", "segment", "territory", "salesperson"])
def test_new_customers_are_counted_once(small_world: World, by: str) -> None:
    """A customer's first order has one day, one territory and one person; the customer has one segment."""
    workspace = small_world.workspace()
    query = Query(("new_customers",), PeriodSpec.parse("all"))
    whole = records(workspace.run(query, ADMIN))[0]["new_customers"]
    assert total([workspace.run(replace(query, by=(by,)), ADMIN)], "new_customers") == whole > 0


def test_unknown_is_among_the_parts(small_world: World) -> None:
    workspace = small_world.workspace()
    for name in ("country", "segment", "category", "salesperson", "team"):
        labels = workspace.options(name, ADMIN, PeriodSpec.parse("all"))
        assert UNKNOWN in labels, name


def test_every_territory_by_itself_sums_to_everything(small_world: World) -> None:
    """Of what can be valued in each: what is missing in one is not zero there."""
    workspace = small_world.workspace()
    query = Query(ADDITIVE, PeriodSpec.parse("2011"))
    whole = records(workspace.run(query, ADMIN))[0]
    each = [workspace.run(query, narrowed(ADMIN, territory)) for territory in range(1, 6)]
    rows = [records(result)[0] for result in each]
    whole_everywhere = [name for name in ADDITIVE if all(row[name] is not None for row in rows)]
    assert {name: total(each, name) for name in whole_everywhere} == {name: whole[name] for name in whole_everywhere}
    assert {"gross_sales", "net_sales", "returns", "document_total", "quota"} <= set(whole_everywhere)


@SOME
@given(st.sampled_from(("document_lines", "gross_sales", "quota", "cancelled_lines")).flatmap(questions))
def test_a_narrower_viewer_sees_a_subset_and_an_empty_grant_nothing(small_world: World, question: Question) -> None:
    """New customers are left out: of fewer rows another order may be the first."""
    workspace, viewer = small_world.workspace(), question.viewer
    query = replace(question.query, metrics=question.query.metrics[:1])
    wide = viewer.scope.territories or frozenset(range(1, 6))
    rows = {key_of(query, row): row for row in records(workspace.run(query, replace(viewer, scope=EVERYTHING)))}
    fewer = workspace.run(query, narrowed(viewer, *sorted(wide)[::2]))
    for row in records(fewer):
        assert key_of(query, row) in rows
        if query.metrics[0] in ("document_lines", "cancelled_lines"):
            assert (row[query.metrics[0]] or 0) <= (rows[key_of(query, row)][query.metrics[0]] or 0)
    none = workspace.run(query, replace(viewer, scope=NOTHING))
    assert none.receipt.rows == 0
    assert none.receipt.newest_source_row is None
    assert all(row[query.metrics[0]] in (0, None) for row in records(none))
    assert not (query.by and records(none))


@SOME
@given(st.data())
def test_no_filter_widens_a_scope(small_world: World, data: st.DataObject) -> None:
    workspace = small_world.workspace()
    scope = data.draw(st.sets(st.integers(1, 5), min_size=1, max_size=3))
    query = Query(("document_lines", "orders"), PeriodSpec.parse("all"), ("territory",))
    known = set.intersection(*({d.name for d in dimensions_of(metric)} for metric in query.metrics))
    name = data.draw(st.sampled_from(sorted({*LABELS} & known - {*OF_MORE})))
    condition = Filter(name, data.draw(st.sampled_from(BY_LABEL)), (data.draw(st.sampled_from(LABELS[name])),))
    own = {row["territory"]: row for row in records(workspace.run(query, narrowed(ADMIN, *scope)))}
    filtered = records(workspace.run(replace(query, filters=(condition,)), narrowed(ADMIN, *scope)))
    assert all(row["document_lines"] <= own[row["territory"]]["document_lines"] for row in filtered)


@SOME
@given(st.sampled_from(sorted(METRICS)).flatmap(questions), st.integers(1, 9), st.booleans())
def test_a_limit_keeps_the_first_rows_and_says_how_many_there_are(
    small_world: World, question: Question, limit: int, descending: bool
) -> None:
    workspace = small_world.workspace()
    order = Order(question.query.metrics[0], descending)
    whole = workspace.run(replace(question.query, order=order), question.viewer)
    first = workspace.run(replace(question.query, order=order, limit=limit), question.viewer)
    assert records(first) == records(whole)[:limit]
    assert first.receipt.total_rows == len(whole.frame)
    values = [row[order.column] for row in records(whole)]
    present = [v for v in values if v is not None]
    assert values == sorted(present, reverse=descending) + [None] * (len(values) - len(present))
    assert any("rows are shown" in note for note in first.receipt.notes) == (limit < len(whole.frame))


@SOME
@given(st.sampled_from([m for m in METRICS if m != "new_customers"]).flatmap(questions), st.integers(0, 4))
def test_a_write_to_other_days_leaves_the_version_as_it_was(small_world: World, question: Question, n: int) -> None:
    """And a write to one of the plan's days does not. What looks back to every day before is left out."""
    workspace = small_world.workspace()
    query = replace(question.query, metrics=question.query.metrics[:1])
    first = workspace.run(query, question.viewer)
    days = first.plan.days
    outside = max(period.end for period in days) + timedelta(days=n)
    inside = max(days[0].start, FIRST)
    touch = "UPDATE sales.order_lines SET tax = tax WHERE business_date = '{0}'"
    lines = {row["business_date"] for row in small_world.rows().order_lines}
    for day, same in ((outside, True), (inside, False)):
        if day not in lines:
            continue
        small_world.write(touch.format(day))
        again = workspace.run(query, question.viewer)
        assert (again.receipt.version == first.receipt.version) == same
        assert again.receipt.from_cache == same
        assert again.receipt.checksum == first.receipt.checksum


def test_grains_are_the_only_dimensions_that_every_metric_knows(small_world: World) -> None:
    shared = set.intersection(*({d.name for d in dimensions_of(m)} for m in METRICS))
    assert shared == {*GRAINS, "weekday", "territory", "region", "country", "salesperson", "team"}

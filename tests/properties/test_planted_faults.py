"""The laws can see: each way to a wrong number, planted in the engine for one run, is caught by random questions."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sales_core import compiler, workspace
from sales_core.cache import ProcessCache
from sales_core.periods import PeriodSpec
from sales_core.query import Calculation, CalculationKind, Filter, Operator, Order, Query, Top
from sales_core.reckoning import Reckoning
from sales_core.viewer import EVERYTHING, Role, Scope, Viewer
from tests.oracle.world import World
from tests.properties.asker import ask_many
from tests.properties.comparing import records
from tests.properties.faults import FAULTS, key_without

SEED, MOST = 20_110_228, 600
"""Faults are met within the first of so many questions."""


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What an engine with a fault in it compiled is forgotten after."""
    yield
    workspace._sql.cache_clear()
    workspace._recipe.cache_clear()


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_caught(small_world: World, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    FAULTS[name](monkeypatch)
    outcome = ask_many(small_world, SEED, range(MOST), most=1)
    assert outcome.count_wrong == 1, f"{MOST} questions were answered right with a {name}"
    (told,) = outcome.wrong
    assert "expected" in told, f"caught by an error, not by a number: {told}"


def test_without_a_fault_the_same_questions_are_answered_right(small_world: World) -> None:
    """Else anything would be caught."""
    assert ask_many(small_world, SEED, range(60)).wrong == []


def test_the_row_policy_stands_behind_a_scope_that_a_statement_forgets(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The literal alone is dropped: the database still gives only what the viewer may see."""
    right = compiler.scoping
    monkeypatch.setattr(compiler, "scoping", lambda setting: right("everything"))
    assert ask_many(small_world, SEED, range(60)).wrong == []


ALL = Query(("gross_sales", "orders"), PeriodSpec.parse("2011"), ("territory", "month"))
ADMIN = Viewer("ada", "Ada", Role.ADMIN, EVERYTHING)
NORTH = replace(ADMIN, scope=Scope(territories=frozenset({1})))
OTHERS: dict[str, Query] = {
    "metrics": replace(ALL, metrics=("units", "orders")),
    "by": replace(ALL, by=("month", "territory")),
    "filters": replace(ALL, filters=(Filter("channel", Operator.IS, ("Shop",)),)),
    "order": replace(ALL, order=Order("gross_sales")),
    "limit": replace(ALL, limit=3),
    "fold": replace(ALL, fold=Top("territory", 2, "gross_sales")),
    "totals": replace(ALL, totals=True),
    "calculations": replace(ALL, calculations=(Calculation("orders", CalculationKind.RANK),)),
    "reckoning": replace(ALL, reckoning=Reckoning(statuses=("placed", "cancelled"))),
    "scope": ALL,
}
"""A question that differs from another one in a field of its plan; of the scope, who asks. Other days are told apart
by the version of what they hold, whatever the key."""


def told_apart(world: World, field: str) -> bool:
    """Whether two questions that differ in a field, one after the other, are answered as each is by itself."""
    first = replace(ALL, fold=Top("territory", 1, "gross_sales")) if field == "fold" else ALL
    pairs = [(first, ADMIN), (OTHERS[field], NORTH if field == "scope" else ADMIN)]
    shared = world.workspace(ProcessCache())
    answers = [records(shared.run(query, viewer)) for query, viewer in pairs]
    return answers == [records(world.workspace(ProcessCache()).run(query, viewer)) for query, viewer in pairs]


@pytest.mark.parametrize("field", OTHERS)
def test_a_cache_key_without_a_field_is_caught(small_world: World, monkeypatch: pytest.MonkeyPatch, field: str) -> None:
    """With the whole key each gets its own answer; without the field the second gets the first one's."""
    assert told_apart(small_world, field)
    key_without(monkeypatch, field)
    assert not told_apart(small_world, field)

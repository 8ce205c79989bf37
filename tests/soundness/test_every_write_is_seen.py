"""Wrong without an error: a remembered answer that a write has made old. Every kind of write, by every writer."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.periods import PeriodSpec
from sales_core.planner import dimensions_of
from sales_core.query import Query
from sales_core.reckoning import CurrencyView, Reckoning
from sales_core.workspace import Workspace
from tests.oracle.world import World
from tests.properties.writes import FACTS, REFERENCES, WRITERS, write
from tests.soundness.hand import ADMIN, Document, asked

WIDE = ((), ("month", "territory"), ("customer",))
"""Asked of every metric, so of every kind of fact; the others of a metric of each kind, since they name other rows."""
TOGETHER = (("segment",), ("category",), ("product", "stock_code"), ("salesperson",), ("team", "channel"),
            ("region", "country"), ("kind",))  # fmt: skip
SIGNS = {"quantity_sign", "price_sign"}
_NAMED = {name for by in (*WIDE, *TOGETHER) for name in by} | SIGNS
ALONE = tuple((d.name,) for d in DIMENSIONS.values() if not d.grain and d.name not in _NAMED)
"""What nobody put together with another."""
OF_EACH_FACT = (
    "net_sales",
    "returns_of_sales",
    "gross_margin",
    "new_customers",
    "document_lines",
    "quota",
    "not_counted",
)


@pytest.fixture(scope="module")
def warm(small_world: World) -> Workspace:
    """A workspace that remembers from case to case."""
    return small_world.workspace()


def broad(by: tuple[str, ...], metrics: Iterable[str] = METRICS) -> Query:
    """Those of the metrics that know the breakdown, over all time."""
    known = tuple(m for m in metrics if {*by} <= {d.name for d in dimensions_of(m)})
    return Query(known, PeriodSpec.parse("all"), by)


BY_AVERAGE = replace(broad(("month",), OF_EACH_FACT), reckoning=Reckoning(currency=CurrencyView.AVERAGE))
QUESTIONS = (*map(broad, WIDE), *(broad(by, OF_EACH_FACT) for by in (*TOGETHER, *ALONE)), BY_AVERAGE)
CASES = [
    (name, writer)
    for number, name in enumerate([*FACTS, *REFERENCES])
    for place, writer in enumerate(WRITERS)
    if number % len(WRITERS) == place or name in ("sell", "call a document a credit note", "recode a product")
]


@pytest.mark.parametrize(("name", "writer"), CASES)
def test_a_remembered_answer_is_not_given_after_the_write(
    small_world: World, warm: Workspace, name: str, writer: str
) -> None:
    """Warm, write, ask again: the same as one who remembers nothing; and the write did change an answer."""
    before = [warm.run(query, ADMIN).receipt for query in QUESTIONS]
    for number in range(5, 10):
        write(small_world, writer, (FACTS | REFERENCES)[name](small_world.rows(), number * 101))
    after = [warm.run(query, ADMIN).receipt for query in QUESTIONS]
    fresh = [small_world.workspace().run(query, ADMIN).receipt for query in QUESTIONS]
    assert [r.checksum for r in after] == [r.checksum for r in fresh]
    changed = [b.checksum != a.checksum for b, a in zip(before, after, strict=True)]
    assert any(changed), "the write changes no answer, so this test could not fail"


def test_every_dimension_is_among_the_questions() -> None:
    named = {name for question in QUESTIONS for name in question.by}
    assert named >= {d.name for d in DIMENSIONS.values() if not d.grain} - SIGNS


REPLAY = "SET LOCAL session_replication_role = replica"


def test_what_facts_name_may_come_after_them_when_foreign_keys_are_off(small_world: World, warm: Workspace) -> None:
    """A dump is replayed in any order: lines first, then their document, then what it names."""
    line = Document(1, 77_000_000, date(2011, 5, 5), kind="credit_note", territory=9)
    said = []
    for statement in (
        line.line("10", product=1),
        line.header(),
        "INSERT INTO sales.territories (territory_id, name, region) VALUES (9, 'Late', 'Isles')",
        "DELETE FROM sales.territories WHERE territory_id = 9",
        "DELETE FROM sales.orders WHERE order_id = 77000000",
    ):
        small_world.write(REPLAY, statement, role=None)
        answers = [
            asked(w, "cancelled_lines gross_sales", "2011-05-05", "territory") for w in (warm, fresh(small_world))
        ]
        assert answers[0].receipt.checksum == answers[1].receipt.checksum
        said.append(answers[0].receipt.checksum)
    assert said == said[::-1], "each step back is the state before"
    assert len(set(said)) == 3, "a line, a credit note's line, one with a name"


def fresh(world: World) -> Workspace:
    """One that remembers nothing."""
    return world.workspace()

"""The first law: the engine says what the rows say and what SQL says, for any question, viewer and cache state."""

import os
import time
from datetime import date
from fractions import Fraction

import pytest
import redis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from sales_core.cache import ProcessCache, RedisCache
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.query import Query
from sales_core.result import Result
from sales_core.viewer import EVERYTHING, NOTHING, Role
from sales_core.workspace import Workspace
from tests.oracle import plain, statements, sums
from tests.oracle.company import TODAY
from tests.oracle.periods import periods
from tests.oracle.rows import Rows
from tests.oracle.world import World
from tests.properties.comparing import differences, numbers, records
from tests.properties.questions import BY_CALENDAR, Question, questions
from tests.properties.tally import Tally
from tests.properties.writes import FACTS, REFERENCES, WRITERS, write
from tests.properties.writes import numbers as chosen

EXAMPLES = {"": 8, "short": 2, "more": 50, "most": 500}[os.environ.get("HYPOTHESIS", "")]
"""Questions a metric. HYPOTHESIS=more explores for long and anew each time; the default is the same every time."""

MORE = EXAMPLES > 8
SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink) if MORE else (Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
LEAST_SHARE = 0.6
STATES = ("cold", "warm in Redis", "warm in the process", "after a write", "after an edit of reference data")


def says_something(query: Query, rows: list[dict[str, object]]) -> bool:
    """Whether any number of the answer is neither missing nor zero."""
    return any(v for values in numbers(query, rows).values() for v in values[1:])


class Answers:
    """Asks the engine in every state of its caches."""

    def __init__(self, world: World, redis_url: str) -> None:
        self.world, self.client = world, redis.Redis.from_url(redis_url)
        self.shared = world.workspace(RedisCache(redis_url))
        self.process = world.workspace(ProcessCache())
        self.rows = world.rows()

    def ask(self, question: Question, state: str, data: st.DataObject) -> Result:
        """The answer in a state; where a cache is warm it is the remembered one that is returned."""
        match state:
            case "cold":
                self.client.flushdb()
                return self.shared.run(question.query, question.viewer)
            case "warm in Redis":
                return self.again(self.shared, question)
            case "warm in the process":
                return self.again(self.process, question)
            case "after a write":
                self.change(question, FACTS[data.draw(st.sampled_from(sorted(FACTS)))], data)
            case _:
                self.change(question, REFERENCES[data.draw(st.sampled_from(sorted(REFERENCES)))], data)
        return self.shared.run(question.query, question.viewer)

    def again(self, workspace: Workspace, question: Question) -> Result:
        """Asked twice: the same version and checksum, the second time remembered."""
        first = workspace.run(question.query, question.viewer).receipt
        second = workspace.run(question.query, question.viewer)
        assert second.receipt.from_cache
        assert (first.version, first.checksum) == (second.receipt.version, second.receipt.checksum)
        return second

    def change(self, question: Question, made: object, data: st.DataObject) -> None:
        """Warm the caches with the question, then write."""
        assert callable(made)
        self.shared.run(question.query, question.viewer)
        writer = data.draw(st.sampled_from(sorted(WRITERS)))
        write(self.world, writer, made(self.rows, data.draw(chosen)))
        self.rows = self.world.rows()


def sql_differences(connection: Connection, rows: Rows, question: Question, days: tuple[date, date]) -> list[str]:
    """Where hand-written SQL says something else than the plain oracle."""
    query, scope = question.query, question.viewer.scope
    side = plain.gathered(rows, query, scope, days)
    said = []
    for metric in query.metrics:
        found = statements.values(connection, metric, query, scope, days)
        for key in {*found, *side.facts} if query.by else {()}:
            expected: Fraction | None = sums.METRICS[metric](side.of(key, metric))
            if key not in found and not expected:
                continue  # nothing is there, so nothing is said
            if expected != found.get(key):
                said.append(f"{metric} at {key}: rows say {expected}, SQL says {found.get(key)}")
    return said


@pytest.mark.timeout(1800)
def test_the_engine_says_what_the_rows_say_and_what_sql_says(
    small_world: World, redis_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answers, tally = Answers(small_world, redis_url), Tally()

    def agree(question: Question, state: str, data: st.DataObject) -> None:
        query, scope = question.query, question.viewer.scope
        found = records(answers.ask(question, state, data))
        expected = plain.answer(answers.rows, query, scope, question.days, TODAY)
        assert differences(numbers(query, expected), numbers(query, found)) == []
        with small_world.superuser.connect() as connection:
            for days in filter(None, periods(query, question.days, TODAY)):
                assert sql_differences(connection, answers.rows, question, days) == []
        tally.count(query, question.viewer, state, says_something(query, found))

    began = time.monotonic()
    for number, metric in enumerate(METRICS):
        each_state = st.sampled_from(STATES[number % 5 :] + STATES[: number % 5])  # the first draw is the first state
        asked = SETTINGS(given(questions(metric), each_state, st.data())(agree))
        (asked if MORE else seed(number)(asked))()
    with capsys.disabled():
        print("", *tally.lines(), f"{time.monotonic() - began:.0f} s", sep="\n")
    if EXAMPLES >= 8:
        assert {*METRICS, *DIMENSIONS, *STATES} <= {name for _, name in tally.asked}
        assert {*Role, *BY_CALENDAR, "some territories", str(EVERYTHING), str(NOTHING)} <= {
            name for _, name in tally.asked
        }
        silent = {name for name in tally.asked if not tally.said[name]}
        assert silent == {("scope", str(NOTHING))}, "all else was answered with something, and no grant with nothing"
    assert tally.share >= LEAST_SHARE

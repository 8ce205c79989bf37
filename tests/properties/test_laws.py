"""The first law in every state of the caches: what is remembered, and what was written since, change no answer."""

from random import Random

import pytest

from sales_core.catalog.metrics import METRICS
from tests.oracle.world import World
from tests.properties.asking import question
from tests.properties.checking import compared
from tests.properties.comparing import records
from tests.properties.states import STATES, Answers
from tests.properties.tally import Tally

SEED = 1
EACH = 4
"""Questions a metric."""


@pytest.mark.timeout(1800)
def test_all_three_agree_in_every_state_of_the_caches(
    small_world: World, redis_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answers, tally, random = Answers(small_world, redis_url), Tally(), Random(SEED)
    for number in range(EACH * len(METRICS)):
        asked, state = question(SEED, number), STATES[(number + number // len(METRICS)) % len(STATES)]
        found = records(answers.ask(asked, state, random))
        with small_world.superuser.connect() as connection:
            checked = compared(found, answers.rows, connection, asked)
        assert checked.wrong == [], f"question {number}, {state}: {asked}"
        tally.count(asked.query, asked.viewer, checked.says_something, state)
    with capsys.disabled():
        print("", *(line for line in tally.lines() if line.startswith(("state", "all"))), sep="\n")
    assert {("metric", name) for name in METRICS} | {("state", name) for name in STATES} <= set(tally.asked)
    assert tally.share >= 0.6

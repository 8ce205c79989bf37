"""The first law, at large: engine, plain oracle and hand-written SQL agree on thousands of random questions.

ORACLE_QUESTIONS is how many (5,000), ORACLE_SEED the seed (a day's own where it is not set, and printed).
`python -m tests.properties.asker` asks a range of them again.
"""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.viewer import NOTHING, Role
from tests.oracle.world import World
from tests.properties.asker import Outcome, from_json
from tests.properties.coverage import table
from tests.properties.features import ASKED_GRAINS, CALCULATED, CHOICES, COMPARISONS, KINDS_OF_FILTER, SHAPES

COUNT = int(os.environ.get("ORACLE_QUESTIONS", "5000"))
SEED = int(os.environ.get("ORACLE_SEED") or datetime.now(UTC).strftime("%Y%m%d"))
PROCESSES = 2
LEAST_SHARE = 0.6
EVERY_NAME = 1000
"""With fewer questions than this, chance alone leaves something out."""


def asked_by_all(url: str) -> Outcome:
    """All questions, dealt out to processes."""
    command = [sys.executable, "-m", "tests.properties.asker", url, str(SEED)]
    started = [
        subprocess.Popen(
            [*command, str(n), str(COUNT), str(PROCESSES)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for n in range(PROCESSES)
    ]
    whole = Outcome()
    for process in started:
        out, complaint = process.communicate()
        assert process.returncode == 0, complaint[-3000:]
        part = from_json(out)
        whole.tally.add(part.tally)
        whole.wrong += part.wrong
        whole.count_wrong += part.count_wrong
    return whole


@pytest.mark.timeout(3600 if COUNT <= 5000 else 6 * 3600)
def test_all_three_agree_on_random_questions(small_world: World, capsys: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    outcome = asked_by_all(small_world.url)
    tally, took = outcome.tally, time.monotonic() - began
    with capsys.disabled():
        print("", *table(tally), "", *tally.lines(), sep="\n")
        print(f"{COUNT:,} questions of seed {SEED} in {took:.0f} s, {took / COUNT * 1000:.0f} ms each")
    assert not outcome.wrong, f"{outcome.count_wrong} of {COUNT} answers differ\n" + "\n".join(outcome.wrong)
    assert tally.share >= LEAST_SHARE
    if COUNT >= EVERY_NAME:
        wanted = {("metric", name) for name in METRICS} | {("role", role.value) for role in Role}
        wanted |= {("dimension", d.name) for d in DIMENSIONS.values() if not d.grain or d.name in ASKED_GRAINS}
        wanted |= {("comparison", comparison.value) for comparison in COMPARISONS}
        wanted |= {("filter", kind.value) for kind in KINDS_OF_FILTER} | {("reckoning", choice) for choice in CHOICES}
        wanted |= {("calculation", kind.value) for kind in CALCULATED} | {("shape", shape) for shape in SHAPES}
        assert wanted <= set(tally.asked), wanted - set(tally.asked)
        assert tally.silent <= {("scope", str(NOTHING))}, "all else was answered with something"

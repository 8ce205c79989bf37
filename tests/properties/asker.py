"""Puts a range of random questions to all three: `python -m tests.properties.asker URL SEED FROM TO STEP`.

Prints one line of JSON: what was asked, and the first questions that were answered in more than one way.
"""

import json
import sys
from dataclasses import dataclass, field
from typing import Any

from sales_core.cache import ProcessCache
from sales_core.logs import configure_logs
from tests.oracle.world import World, opened
from tests.properties.asking import Question, question
from tests.properties.checking import check
from tests.properties.tally import Tally

ENOUGH = 5
"""So many wrong answers are told in full; the others are counted."""


@dataclass(slots=True)
class Outcome:
    """What a range of questions gave."""

    tally: Tally = field(default_factory=Tally)
    wrong: list[str] = field(default_factory=list)
    count_wrong: int = 0

    def take(self, seed: int, number: int, asked: Question, wrong: list[str]) -> None:
        """A question that was answered in more than one way."""
        self.count_wrong += 1
        if self.count_wrong <= ENOUGH:
            told = "\n    ".join(wrong[:4])
            self.wrong.append(f"seed {seed}, question {number}: {asked.query}\n  by {asked.viewer}\n    {told}")


def ask_many(world: World, seed: int, numbers: range, most: int = sys.maxsize) -> Outcome:
    """Ask the questions of the numbers until `most` were answered wrong."""
    workspace, rows, outcome = world.workspace(ProcessCache()), world.rows(), Outcome()
    with world.superuser.connect() as connection:
        for number in numbers:
            asked = question(seed, number)
            try:
                checked = check(workspace, rows, connection, asked)
            except Exception as error:  # a question that can't be answered is one answered wrong
                connection.rollback()
                outcome.take(seed, number, asked, [f"{type(error).__name__}: {str(error)[:400]}"])
            else:
                outcome.tally.count(asked.query, asked.viewer, checked.says_something)
                if checked.wrong:
                    outcome.take(seed, number, asked, checked.wrong)
            if outcome.count_wrong >= most:
                break
    return outcome


def to_json(outcome: Outcome) -> str:
    """For the process that started this one."""
    tally = outcome.tally
    names = [(*name, asked, tally.said[name]) for name, asked in tally.asked.items()]
    pairs = [(*pair, count) for pair, count in tally.pairs.items()]
    return json.dumps({"wrong": outcome.wrong, "count_wrong": outcome.count_wrong, "names": names, "pairs": pairs})


def from_json(text: str) -> Outcome:
    """What `to_json` wrote."""
    told: dict[str, Any] = json.loads(text)
    outcome = Outcome(wrong=told["wrong"], count_wrong=told["count_wrong"])
    tally = outcome.tally
    for kind, what, asked, said in told["names"]:
        tally.asked[kind, what], tally.said[kind, what] = asked, said
    for metric, kind, what, count in told["pairs"]:
        tally.pairs[metric, kind, what] = count
    return outcome


def main(url: str, *words: str) -> None:
    """Ask, and print the outcome."""
    configure_logs("error")  # on stderr: the outcome is all that stands on stdout
    seed, first, after, step = (int(word) for word in words)
    with opened(url) as world:
        print(to_json(ask_many(world, seed, range(first, after, step))))


if __name__ == "__main__":
    main(*sys.argv[1:])

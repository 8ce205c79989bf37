"""States of the caches that a question can meet, each made for it."""

from random import Random

import redis

from sales_core.cache import ProcessCache, RedisCache
from sales_core.result import Result
from sales_core.workspace import Workspace
from tests.oracle.world import World
from tests.properties.asking import Question
from tests.properties.writes import FACTS, REFERENCES, WRITERS, Write, write

STATES = ("cold", "warm in Redis", "warm in the process", "after a write", "after an edit of reference data")


class Answers:
    """Asks the engine in every state of its caches; `rows` are as they stand."""

    def __init__(self, world: World, redis_url: str) -> None:
        self.world, self.client = world, redis.Redis.from_url(redis_url)
        self.shared = world.workspace(RedisCache(redis_url))
        self.process = world.workspace(ProcessCache())
        self.rows = world.rows()

    def ask(self, question: Question, state: str, random: Random) -> Result:
        """The answer in a state; where a cache is warm it is the remembered one that is returned."""
        match state:
            case "cold":
                self.client.flushdb()
            case "warm in Redis":
                return self.again(self.shared, question)
            case "warm in the process":
                return self.again(self.process, question)
            case "after a write":
                self.change(question, FACTS[random.choice(sorted(FACTS))], random)
            case _:
                self.change(question, REFERENCES[random.choice(sorted(REFERENCES))], random)
        return self.shared.run(question.query, question.viewer)

    def again(self, workspace: Workspace, question: Question) -> Result:
        """Asked twice: the same version and checksum, the second time remembered."""
        first = workspace.run(question.query, question.viewer).receipt
        second = workspace.run(question.query, question.viewer)
        assert second.receipt.from_cache
        assert (first.version, first.checksum) == (second.receipt.version, second.receipt.checksum)
        return second

    def change(self, question: Question, made: Write, random: Random) -> None:
        """Warm the caches with the question, then write."""
        self.shared.run(question.query, question.viewer)
        write(self.world, random.choice(sorted(WRITERS)), made(self.rows, random.randint(0, 10_000)))
        self.rows = self.world.rows()

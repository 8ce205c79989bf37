"""The cache: one makes while others wait, a killed maker costs a second, a Redis that is away costs no answer."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis

from sales_core.cache import Cache, MakerFailed, ProcessCache, RedisCache
from sales_core.errors import SourceTimeout

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def client(redis_url: str) -> redis.Redis:
    made = redis.Redis.from_url(redis_url)
    made.flushall()
    return made


def test_an_answer_is_made_once_and_then_remembered(client: redis.Redis, redis_url: str) -> None:
    for cache in (RedisCache(redis_url), ProcessCache()):
        assert cache.get("k", lambda: b"answer") == (b"answer", False)
        assert cache.get("k", _never) == (b"answer", True)
        cache.forget("k")
        assert cache.get("k", lambda: b"another") == (b"another", False)
    assert 0 < client.ttl("k") <= 24 * 3600


def _never() -> bytes:
    raise AssertionError("the answer was remembered")


def test_while_one_makes_an_answer_the_others_wait_for_it(client: redis.Redis, redis_url: str) -> None:
    made = []

    def make() -> bytes:
        made.append(threading.get_ident())
        time.sleep(1.6)  # longer than the lock lives unless it is renewed
        return b"heavy"

    caches = [RedisCache(redis_url) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda cache: cache.get("heavy", make)[0], caches))
    assert answers == [b"heavy"] * 8
    assert len(made) == 1
    assert client.get("heavy:lock") is None


def test_an_error_of_the_maker_is_its_own_and_leaves_no_lock(client: redis.Redis, redis_url: str) -> None:
    def fail() -> bytes:
        raise ValueError("the database is away")

    cache = RedisCache(redis_url)
    with pytest.raises(ValueError, match="away"):
        cache.get("failing", fail)
    assert client.get("failing:lock") is None
    assert cache.get("failing", lambda: b"fine") == (b"fine", False)


def test_a_killed_maker_holds_others_up_for_a_second_at_most(client: redis.Redis, redis_url: str) -> None:
    code = (
        "import sys, time\nfrom sales_core.cache import RedisCache\n"
        "RedisCache(sys.argv[1]).get('killed', lambda: (print('making', flush=True), time.sleep(60), b'late')[2])"
    )
    maker = subprocess.Popen([sys.executable, "-c", code, redis_url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert maker.stdout is not None
    assert maker.stdout.readline() == "making\n"
    maker.kill()
    maker.wait()
    maker.stdout.close()
    assert client.get("killed:lock") is not None
    assert RedisCache(redis_url).get("killed", lambda: b"prompt") == (b"prompt", False)


@pytest.mark.parametrize("url", ["redis://127.0.0.1:9/0", "unix:///nowhere/redis.sock"])
def test_a_redis_that_is_away_is_a_miss(url: str) -> None:
    cache = RedisCache(url)
    assert cache.get("k", lambda: b"answer") == (b"answer", False)
    assert cache.get("k", lambda: b"answer") == (b"answer", False)


@pytest.mark.parametrize("make_cache", [lambda: ProcessCache(capacity=100)])
def test_the_process_cache_keeps_the_latest_up_to_its_capacity(make_cache: Callable[[], Cache]) -> None:
    cache = make_cache()
    for number in range(5):
        cache.get(f"k{number}", lambda: b"x" * 40)
    assert cache.get("k4", _never)[1]
    assert cache.get("k3", _never)[1]
    assert not cache.get("k0", lambda: b"again")[1]


def test_those_who_wait_are_told_at_once_when_the_maker_fails(client: redis.Redis, redis_url: str) -> None:
    tried = []

    def fail() -> bytes:
        tried.append(1)
        time.sleep(0.5)
        raise SourceTimeout("the question took too long")

    def ask(cache: RedisCache) -> str:
        try:
            cache.get("hopeless", fail)
        except (SourceTimeout, MakerFailed) as error:
            return str(error)
        return "answered"

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(ask, [RedisCache(redis_url) for _ in range(8)]))
    assert told == ["the question took too long"] * 8
    assert len(tried) == 1
    assert 0 < client.pttl("hopeless:failed") <= 1000

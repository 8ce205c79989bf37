"""Wrong without an error, or an error without need: Redis gone, slow or gone mid-way costs time and never an answer."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db import embedded
from sales_core.cache import RedisCache
from tests.oracle.world import World
from tests.soundness.hand import asked, one, sold

DAY = date(2011, 3, 4)


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Server]:
    """A Valkey of the test's own, to be killed."""
    with embedded.valkey_server(Path(tmp_path_factory.mktemp("lost")) / "server") as made:
        yield made


def test_a_killed_cache_changes_no_answer(hand: World, server: embedded.Server) -> None:
    sold(hand, 1, 1, DAY, "10")
    workspace = hand.workspace(RedisCache(server.url))
    assert one(asked(workspace, "gross_sales", "2011"), "gross_sales") == 10
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    sold(hand, 1, 2, DAY, "5")
    for year, expected in (("2011", 15), ("2012", 0), ("2011", 15)):
        answer = asked(workspace, "gross_sales", year)
        assert one(answer, "gross_sales") == expected
        assert not answer.receipt.from_cache


def test_a_cache_killed_while_many_ask_changes_no_answer(hand: World, server: embedded.Server) -> None:
    """Eight threads ask forty times each; the server goes after the first answers."""
    sold(hand, 1, 1, DAY, "10")
    sold(hand, 1, 2, date(2011, 4, 4), "5")
    workspace = hand.workspace(RedisCache(server.url))
    wrong: list[object] = []

    def ask(number: int) -> None:
        for n in range(40):
            month = (number + n) % 12 + 1
            try:
                found = one(asked(workspace, "gross_sales", f"2011-{month:02}"), "gross_sales")
            except Exception as error:
                found = error
            if found != {3: 10, 4: 5}.get(month, 0):
                wrong.append((month, found))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_cache_that_hangs_is_given_up_on(hand: World, server: embedded.Server) -> None:
    """Stopped, not dead: its socket takes connections and never answers."""
    sold(hand, 1, 1, DAY, "10")
    workspace = hand.workspace(RedisCache(server.url, timeout_s=0.2))
    asked(workspace, "gross_sales", "2011")
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        assert one(asked(workspace, "gross_sales", "2011"), "gross_sales") == 10
        assert time.monotonic() - began < 5
    finally:
        os.kill(server.process.pid, signal.SIGCONT)


def test_a_cache_that_is_full_keeps_answering(hand: World, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No room and no eviction: what can't be kept is computed each time."""
    sold(hand, 1, 1, DAY, "10")
    folder = Path(tmp_path_factory.mktemp("full")) / "server"
    with embedded.valkey(folder, maxmemory="1", maxmemory_policy="noeviction") as url:
        workspace = hand.workspace(RedisCache(url))
        for _ in range(2):
            answer = asked(workspace, "gross_sales", "2011")
            assert one(answer, "gross_sales") == 10
            assert not answer.receipt.from_cache

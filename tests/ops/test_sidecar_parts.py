"""Laws of what stands in numbers: two apps, the worker, the server of limits, the script that is really run."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from db import embedded
from ops.sidecar.findings import Finding, Part, State, can_serve, overall, together
from ops.sidecar.script import Tab
from tests.ops.installation import Installation, installation, login_of
from tests.ops.sidecar_process import Sidecar, frozen, sidecar
from tests.ops.sidecar_states import eventually
from tests.ops.web_process import Site, free_port, running

SOON = 10.0
"""Seconds within which a state must be right."""
BROKEN = ["ok", "down", "down"]
BROKEN_SITE = """
from pathlib import Path
from ops.web.serving import serve
from sales_core.settings import load_settings
serve(load_settings(), Path(__file__).with_name("draws_nothing.py"))
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two apps on one database, a worker, a server of limits, and a sidecar that looks at all of them."""

    one: Installation
    second: Site
    limits: embedded.Server
    sidecar: Sidecar


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("pair")
    with (
        installation(folder) as one,
        running("ops.web", login_of(one.postgres.url), folder / "second.log") as second,
        embedded.valkey_server(folder / "limits") as limits,
        sidecar(
            DATABASE_URL=login_of(one.postgres.url),
            REDIS_URL=one.valkey.url,
            LIMITS_REDIS_URL=limits.url,
            APP_URL=f"{one.app.origin},{second.origin}",
        ) as beside,
    ):
        assert eventually(lambda: beside.health()["script"] == "ok", seconds=30)
        yield Pair(one, second, limits, beside)


def told(pair: Pair, *parts: str) -> list[str]:
    health = pair.sidecar.health()
    return [health[part] for part in parts]


def test_with_one_of_two_apps_frozen_questions_are_answered_still(pair: Pair) -> None:
    assert eventually(lambda: told(pair, "app", "app_1", "app_2", "script_1", "script_2") == ["ok"] * 5, seconds=30)
    with frozen(pair.second.pid):
        assert eventually(
            lambda: told(pair, "status", "app", "app_1", "app_2") == ["degraded", "partly down", "ok", "down"], SOON
        )
        assert pair.sidecar.get("/api/health").status == 200
        with frozen(pair.one.app.pid):
            assert eventually(lambda: told(pair, "status", "app") == ["down", "down"], SOON)
            assert pair.sidecar.get("/api/health").status == 503
    assert eventually(lambda: told(pair, "status", "app", "script") == ["ok", "ok", "ok"], seconds=20)


def test_an_app_whose_script_fails_is_down_though_it_says_that_it_is_well(pair: Pair, tmp_path: Path) -> None:
    (tmp_path / "draws_nothing.py").write_text("raise RuntimeError('this page draws for nobody')")
    (tmp_path / "broken_site.py").write_text(BROKEN_SITE)
    login = login_of(pair.one.postgres.url)
    with (
        running("broken_site", login, tmp_path / "log", PYTHONPATH=str(tmp_path)) as site,
        sidecar(DATABASE_URL=login, APP_URL=site.origin, REDIS_URL="") as beside,
    ):
        assert eventually(lambda: beside.health()["script"] == "down", seconds=30)
        assert eventually(lambda: [beside.health()[part] for part in ("app", "script", "status")] == BROKEN, seconds=30)
        assert beside.get("/api/health").status == 503


def test_the_probes_run_signs_nobody_in_and_leaves_no_session(pair: Pair) -> None:
    probe = Tab(pair.one.app.origin, secure=False)
    for _ in range(3):
        assert eventually(lambda: probe.run().state is State.OK, seconds=30)
    assert pair.sidecar.get("/internal/health").told["detail"]["sessions"]["open"] == 0


def test_a_probe_of_a_port_where_nobody_listens_is_down() -> None:
    found = Tab(f"http://127.0.0.1:{free_port()}", secure=False).run()
    assert (found.state, found.detail) == (State.DOWN, {"error": "URLError"})


def test_how_old_the_run_of_the_script_is_stands_beside_it(pair: Pair) -> None:
    age = pair.sidecar.get("/internal/health").told["detail"]["script_1"]["age_s"]
    assert 0 <= age < SOON


def test_a_frozen_server_of_limits_is_down_and_the_dashboard_is_not(pair: Pair) -> None:
    assert eventually(lambda: told(pair, "limits") == ["ok"], seconds=30)
    with frozen(pair.limits.process.pid):
        assert eventually(lambda: told(pair, "limits") == ["down"], SOON)
        assert eventually(lambda: told(pair, "limits", "status") == ["down", "degraded"], seconds=30)
    assert eventually(lambda: told(pair, "limits", "status") == ["ok", "ok"], seconds=30)


def test_without_its_replica_the_dashboard_is_degraded_and_ready_since_the_primary_answers(pair: Pair) -> None:
    login = login_of(pair.one.postgres.url)
    away = f"postgresql+psycopg://dashboard@127.0.0.1:{free_port()}/dashboard"
    with sidecar(DATABASE_URL=login, DATABASE_READ_URL=away, APP_URL=pair.one.app.origin, REDIS_URL="") as beside:
        assert eventually(lambda: [beside.health()[part] for part in ("script", "replica")] == ["ok", "down"], 30)
        assert eventually(lambda: beside.health()["status"] == "degraded")
        assert eventually(lambda: beside.get("/api/health").status == 200)
        assert eventually(lambda: beside.get("/health/ready").status == 200)


def test_a_frozen_worker_is_down_within_ten_seconds_and_heals(pair: Pair) -> None:
    with frozen(pair.one.worker.pid):
        assert eventually(lambda: told(pair, "worker") == ["down"], SOON)
        assert eventually(lambda: told(pair, "worker", "status") == ["down", "degraded"], seconds=30)
    assert eventually(lambda: told(pair, "worker") == ["ok"], seconds=20)


def test_a_killed_worker_is_down_within_ten_seconds(tmp_path: Path) -> None:
    with installation(tmp_path) as own:
        own.worker.send_signal(signal.SIGKILL)
        own.worker.wait()
        assert eventually(lambda: own.sidecar.health()["worker"] == "down", SOON)


def test_the_whole_is_what_all_are_and_partly_down_where_they_differ() -> None:
    def whole(*states: State) -> State:
        return together({f"app_{n}": Finding(state) for n, state in enumerate(states, 1)})[Part.APP].state

    assert whole(State.OK, State.OK) is State.OK
    assert whole(State.OK, State.DOWN) is State.PARTLY_DOWN
    assert whole(State.DOWN, State.DOWN) is State.DOWN
    assert whole(State.UNKNOWN, State.DOWN) is State.DOWN
    assert together({"app": Finding(State.OK)}) == {"app": Finding(State.OK)}


def test_a_script_that_nobody_has_run_yet_degrades_and_one_that_fails_is_an_outage() -> None:
    app = {"app": Finding(State.OK)}
    assert overall(app | {"script": Finding(State.UNKNOWN)}) == "degraded"
    assert not can_serve(app | {"script": Finding(State.DOWN)})

"""Laws of the sidecar, on a real PostgreSQL and a real Valkey that are stopped, killed and frozen."""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from db import embedded, migrate
from db.engine import acting_as, make_engine
from db.rules.roles import READER
from ops.sidecar.watches import app_urls
from sales_core import sessions
from sales_core.settings import Settings
from sales_core.viewer import Role
from tests.ops.installation import Installation, installation, login_of, orders, owner_sql, signed_in
from tests.ops.sidecar_process import Answer, frozen, sidecar
from tests.ops.sidecar_states import ALL_WELL, eventually
from tests.ops.web_process import free_port, running

DOWN = dict.fromkeys(("status", "app", "database"), "down")
SOON = 2.0
"""Seconds within which every reply must come. The promise is 0.5; what is measured of it, bench/health.py prints."""
PATHS = ("/api/health", "/health/live", "/health/ready", "/health/security", "/metrics")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Shared: a test leaves it as well as it was."""
    with installation(tmp_path_factory.mktemp("shared")) as shared:
        yield shared


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[Installation]:
    """The test's own, to break for good."""
    with installation(tmp_path) as own:
        yield own


@pytest.fixture
def engine_of() -> Iterator[Callable[[str], Engine]]:
    made: list[Engine] = []

    def make(url: str) -> Engine:
        made.append(make_engine(url))
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()


def backends(url: str, application: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        query = text("SELECT count(*) FROM pg_stat_activity WHERE application_name = :name")
        count: int = connection.execute(query, {"name": application}).scalar_one()
    engine.dispose()
    return count


def threads_of(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def sockets_of(pid: int) -> int:
    return sum(1 for handle in Path(f"/proc/{pid}/fd").iterdir() if handle.readlink().name.startswith("socket:"))


def test_all_is_well_on_a_migrated_database_and_a_cache(installed: Installation) -> None:
    assert eventually(lambda: installed.sidecar.health() == ALL_WELL)
    answer = installed.sidecar.get("/api/health")
    assert (answer.status, answer.told) == (200, ALL_WELL)
    assert installed.sidecar.get("/health/ready").status == 200
    assert installed.sidecar.get("/health/live").told == {"status": "ok"}


def test_a_stranger_is_told_states_and_nothing_else(installed: Installation) -> None:
    for cookie in (None, "dashboard_session=made-up", "__Host-dashboard_session=", "dashboard_session=" + "x" * 5000):
        assert installed.sidecar.health(cookie) == ALL_WELL


def test_only_an_admins_live_session_is_told_the_detail(
    installed: Installation, engine_of: Callable[[str], Engine]
) -> None:
    engine = engine_of(login_of(installed.postgres.url))
    for role in (Role.VIEWER, Role.ANALYST, Role.MANAGER):
        assert "detail" not in installed.sidecar.health(signed_in(engine, role.value, role))
    admin = signed_in(engine, "admin", Role.ADMIN)
    detail = installed.sidecar.health(admin)["detail"]
    assert detail["migrations"]["revision"] == detail["migrations"]["expected"] == ", ".join(migrate.heads())
    assert detail["database"]["latency_ms"] > 0
    assert detail["database"]["server_version"].startswith("18.")
    sessions.sign_out(engine, admin.partition("=")[2])
    assert "detail" not in installed.sidecar.health(admin)


def test_the_newest_source_row_is_the_newest_document_whatever_its_territory(
    installed: Installation, engine_of: Callable[[str], Engine]
) -> None:
    owner_sql(installed.postgres.url, *orders(2))
    assert installed.sidecar.health()["newest_source_row"] == "ok"
    admin = signed_in(engine_of(login_of(installed.postgres.url)), "admin", Role.ADMIN)
    detail = installed.sidecar.health(admin)["detail"]["newest_source_row"]
    owner_sql(installed.postgres.url, "DELETE FROM sales.orders")
    assert detail["ordered_at"] == "2011-03-01T12:01:00+00:00"


def test_a_schema_that_is_not_the_codes_own_is_not_ready(doomed: Installation) -> None:
    cases = {
        "behind": "DELETE FROM public.alembic_version",
        "ahead": "INSERT INTO public.alembic_version VALUES ('of a later release')",
    }
    for state, statement in cases.items():
        owner_sql(doomed.postgres.url, statement)
        answer = doomed.sidecar.get("/api/health")
        assert (answer.status, answer.told["status"], answer.told["migrations"]) == (503, "down", state)
        assert answer.told["database"] == "development only"
        assert doomed.sidecar.get("/health/ready").status == 503
        assert doomed.sidecar.get("/health/live").status == 200


def test_the_newest_source_row_is_read_off_an_index_however_many_rows_there_are(
    doomed: Installation, engine_of: Callable[[str], Engine]
) -> None:
    owner_sql(doomed.postgres.url, *orders(5000), "ANALYZE sales.orders")
    with acting_as(engine_of(login_of(doomed.postgres.url)), READER, "everything") as connection:
        asked = text("EXPLAIN SELECT max(ordered_at) FROM sales.orders")
        plan = "\n".join(connection.execute(asked).scalars())
    assert "using ix_orders_newest" in plan
    assert "Seq Scan" not in plan


def test_a_dead_cache_degrades_and_does_not_take_the_dashboard_down(doomed: Installation) -> None:
    doomed.valkey.process.kill()
    doomed.valkey.process.wait()
    answer = doomed.sidecar.get("/api/health")
    assert (answer.status, answer.told) == (200, ALL_WELL | {"status": "degraded", "cache": "down"})
    assert doomed.sidecar.get("/health/ready").status == 200


def test_a_frozen_cache_is_down_until_it_thaws(installed: Installation) -> None:
    with frozen(installed.valkey.process.pid):
        answer = installed.sidecar.get("/api/health")
        assert (answer.status, answer.told) == (200, ALL_WELL | {"status": "degraded", "cache": "down"})
        assert answer.seconds < SOON
    assert eventually(lambda: installed.sidecar.health() == ALL_WELL)


def test_a_frozen_app_is_down_while_its_database_is_ready(installed: Installation) -> None:
    with frozen(installed.app.pid):
        answer = installed.sidecar.get("/api/health")
        told = dict(answer.told)
        # What ran or was told before is told for some seconds.
        assert told.pop("script") in ("ok", "unknown", "down")
        assert told.pop("cache_hits") in ("absent", "unknown")
        expected = ALL_WELL | {"status": "down", "app": "down", "script": "ok", "cache_hits": "absent"}
        assert (answer.status, told | {"script": "ok", "cache_hits": "absent"}) == (503, expected)
        assert answer.seconds < SOON
        assert eventually(lambda: installed.sidecar.health()["script"] == "down", seconds=18)
        assert installed.sidecar.get("/health/ready").status == 200
    assert eventually(lambda: installed.sidecar.health() == ALL_WELL)


def test_an_app_that_is_not_there_is_down(installed: Installation) -> None:
    with sidecar(DATABASE_URL=login_of(installed.postgres.url), REDIS_URL="", PORT=str(free_port())) as alone:
        answer = alone.get("/api/health")
        assert (answer.status, answer.told["status"], answer.told["app"]) == (503, "down", "down")
        assert alone.get("/health/ready").status == 200


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (Settings(port=9000), "http://127.0.0.1:9000"),
        (Settings(listen_address="0.0.0.0", port=9000), "http://127.0.0.1:9000"),  # noqa: S104
        (Settings(listen_address="::", port=9000), "http://[::1]:9000"),
        (Settings(listen_address="192.0.2.7", port=9000), "http://192.0.2.7:9000"),
        (Settings(app_url="http://app:8501/", port=9000), "http://app:8501"),
        (Settings(app_url="http://app1:8501/, http://app2:8501", port=9000), "http://app1:8501 http://app2:8501"),
    ],
)
def test_the_app_is_asked_where_it_listens(settings: Settings, address: str) -> None:
    assert " ".join(app_urls(settings)) == address


def test_a_database_that_was_killed_is_down_at_once(doomed: Installation) -> None:
    assert eventually(lambda: doomed.sidecar.health() == ALL_WELL)
    doomed.postgres.process.send_signal(signal.SIGQUIT)
    doomed.postgres.process.wait()
    assert_down(doomed.sidecar.get("/api/health"))
    told = [line for line in doomed.sidecar.log.read_text().splitlines() if "part changed" in line]
    assert any("part=database" in line and "state=down" in line and "OperationalError" in line for line in told)
    assert not any("host=" in line or "dashboard@" in line for line in told)
    assert doomed.sidecar.get("/health/ready").status == 503
    assert doomed.sidecar.get("/health/live").status == 200


def test_a_frozen_database_is_down_soon_and_holds_nothing_up(installed: Installation) -> None:
    assert eventually(lambda: installed.sidecar.health() == ALL_WELL)
    threads, sockets = threads_of(installed.sidecar.pid), sockets_of(installed.sidecar.pid)
    with frozen(installed.postgres.process.pid):
        with ThreadPoolExecutor(8) as many:
            asked = [path for path in PATHS for _ in range(30)]
            answers = dict(zip(enumerate(asked), many.map(installed.sidecar.get, asked), strict=True))
        for (_, path), answer in answers.items():
            assert answer.status == (503 if path in ("/api/health", "/health/ready") else 200)
            assert answer.seconds < SOON
        assert_down(installed.sidecar.get("/api/health"))
        # One look for each of the eight questions to the database, and for the app's two, however many asked.
        assert eventually(lambda: threads_of(installed.sidecar.pid) <= threads + 10)
        assert eventually(lambda: sockets_of(installed.sidecar.pid) <= sockets + 10)
    assert eventually(lambda: installed.sidecar.health() == ALL_WELL, seconds=30)
    assert backends(installed.postgres.url, "sales-dashboard-sidecar") <= 8


def test_a_frozen_database_makes_nobody_an_admin_and_holds_no_answer_up(
    installed: Installation, engine_of: Callable[[str], Engine]
) -> None:
    admin = signed_in(engine_of(login_of(installed.postgres.url)), "admin", Role.ADMIN)
    assert "detail" in installed.sidecar.health(admin)
    threads = threads_of(installed.sidecar.pid)
    with frozen(installed.postgres.process.pid):
        for _ in range(6):
            answer = installed.sidecar.get("/api/health", admin)
            assert_down(answer)
            assert answer.seconds < SOON
        assert threads_of(installed.sidecar.pid) <= threads + 10
    assert eventually(lambda: installed.sidecar.health() == ALL_WELL, seconds=30)
    assert "detail" in installed.sidecar.health(admin)


def test_without_a_cache_configured_it_is_absent_and_without_a_worker_the_rest_is_well(tmp_path: Path) -> None:
    alone = {"status": "degraded", "database": "ok", "cache": "absent", "worker": "down"}
    with embedded.postgres_server(tmp_path / "pg", fsync="off", cluster_name="production") as postgres:
        migrate.upgrade(postgres.url)
        login = login_of(postgres.url)
        with (
            running("ops.web", login, tmp_path / "app.log") as app,
            sidecar(DATABASE_URL=login, REDIS_URL="", APP_URL=f"{app.origin}/") as beside,
        ):
            assert eventually(lambda: beside.health()["script"] == "ok", seconds=30)
            assert beside.health() == ALL_WELL | alone


def test_a_database_that_nobody_migrated_is_not_ready(tmp_path: Path) -> None:
    with (
        embedded.postgres_server(tmp_path / "pg", fsync="off") as postgres,
        sidecar(DATABASE_URL=postgres.url) as beside,
    ):
        answer = beside.get("/api/health")
        assert (answer.status, answer.told["migrations"]) == (503, "unknown")


def test_every_answer_is_kept_by_nobody_and_names_no_software(installed: Installation) -> None:
    for path in (*PATHS, "/"):
        answer = installed.sidecar.get(path)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "server" not in answer.headers


def assert_down(answer: Answer) -> None:
    unknown = dict.fromkeys(("migrations", "newest_source_row", "sessions", "worker"), "unknown")
    told = dict(answer.told)
    assert told.pop("script") in ("ok", "unknown", "down")  # the sign-in page needs no database, unless it is new
    assert (answer.status, told | {"script": "ok"}) == (503, ALL_WELL | DOWN | unknown)

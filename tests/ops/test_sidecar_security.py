"""What /health/security tells, to whom, and by which rules."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import make_engine
from ops.sidecar import secrecy
from ops.sidecar.findings import Finding, State
from ops.sidecar.machine import at_disk, at_memory
from ops.sidecar.minors import judged
from ops.sidecar.security import at_server_minor, verdict, with_what_is_not_built
from sales_core.access import access
from sales_core.audit import NOBODY, Event, record
from sales_core.settings import Settings
from sales_core.viewer import Role
from tests.ops.installation import Installation, installation, login_of, signed_in

STRONG = "c1a7f09e5b3d42688e0f6a91"
STATES = {
    "status": "attention",
    "server_minor": "development only",
    "secrets": "development only",
    "secrets_age": "unknown",
    "failed_sign_ins": "ok",
    "canary": "absent",
    "audit_head": "absent",
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("secure")) as shared:
        yield shared


@pytest.fixture(scope="module")
def engine(installed: Installation) -> Iterator[Engine]:
    made = make_engine(login_of(installed.postgres.url))
    yield made
    made.dispose()


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ("15.19", "outdated"),
        ("15.20", "ok"),
        ("16.15 (Debian 16.15-1.pgdg12+1)", "outdated"),
        ("16.16", "ok"),
        ("17.11", "outdated"),
        ("17.12 (Ubuntu 17.12-0ubuntu0.24.04.1)", "ok"),
        ("18.6", "outdated"),
        ("18.7", "ok"),
        ("14.99", "outdated"),
        ("19.0", "unknown"),
        ("19beta1", "unknown"),
    ],
)
def test_a_server_has_the_known_fix_from_a_minor_release_on(version: str, state: str) -> None:
    assert judged(version).state.value == state


def test_an_embedded_server_is_for_development_whatever_its_release() -> None:
    found = at_server_minor(lambda: Finding(State.DEVELOPMENT_ONLY, {"server_version": "18.9"}))()
    assert (found.state, found.detail["fixed_in"]) == (State.DEVELOPMENT_ONLY, "18.7")


def test_a_server_that_does_not_answer_has_an_unknown_release() -> None:
    assert at_server_minor(lambda: Finding(State.DOWN, {"error": "OperationalError"}))().state is State.UNKNOWN


def settings(password: str, environment: str = "staging") -> Settings:
    return Settings(database_url=f"postgresql://dashboard:{password}@db/sales", environment=environment)


@pytest.mark.parametrize(
    ("password", "state"),
    [
        (STRONG, "ok"),
        ("fifteen-letters", "weak"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "weak"),
        ("replace-by-openssl-rand-hex-24", "weak"),
        ("", "weak"),
    ],
)
def test_a_weak_secret_is_called_weak_and_its_value_told_nowhere(password: str, state: str) -> None:
    found = secrecy.at_strength(settings(password))()
    assert found.state.value == state
    assert not password or password not in repr(found)


def test_a_weak_secret_is_never_well_outside_of_development_and_never_called_ok_in_it() -> None:
    assert secrecy.at_strength(settings("short", "development"))().state is State.DEVELOPMENT_ONLY
    assert secrecy.at_strength(settings("short", "production"))().state is State.WEAK
    assert secrecy.at_strength(Settings())().state is State.ABSENT


def test_secrets_are_as_old_as_the_oldest_file(tmp_path: Path) -> None:
    for name, days in (("database_url", 10), ("redis_url", 365)):
        (tmp_path / name).write_text(STRONG)
        written = time.time() - days * 86_400 - 60
        os.utime(tmp_path / name, (written, written))
    found = secrecy.at_age(tmp_path)()
    assert (found.state, found.detail) == (State.OK, {"database_url_days": 10.0, "redis_url_days": 365.0})
    written = time.time() - 366 * 86_400 - 60
    os.utime(tmp_path / "redis_url", (written, written))
    assert secrecy.at_age(tmp_path)().state is State.OLD


def test_the_age_of_secrets_that_stand_in_no_file_is_unknown(tmp_path: Path) -> None:
    assert secrecy.at_age(tmp_path / "none")().state is State.UNKNOWN
    assert secrecy.at_age(tmp_path)().state is State.UNKNOWN


def test_what_nothing_watches_yet_keeps_the_verdict_from_ok() -> None:
    well = {"server_minor": Finding(State.OK), "secrets": Finding(State.OK)}
    assert verdict(well) == "ok"
    assert verdict(with_what_is_not_built(well)) == "incomplete"
    assert verdict(with_what_is_not_built(well | {"secrets": Finding(State.WEAK)})) == "attention"


def test_room_is_short_from_a_tenth_on(tmp_path: Path) -> None:
    told = tmp_path / "meminfo"
    told.write_text("MemTotal:       1000 kB\nMemFree:          1 kB\nMemAvailable:    100 kB\n")
    assert at_memory(told)() == Finding(
        State.OK, {"free_bytes": 102_400.0, "total_bytes": 1_024_000.0, "free_ratio": 0.1}
    )
    told.write_text("MemTotal:       1000 kB\nMemAvailable:     99 kB\n")
    assert at_memory(told)().state is State.SHORT
    told.write_text("nothing of the kind")
    assert at_memory(told)().state is State.UNKNOWN
    assert at_disk(tmp_path / "none")().state is State.UNKNOWN


def test_a_stranger_is_told_states_and_only_an_admin_the_detail(installed: Installation, engine: Engine) -> None:
    assert installed.sidecar.get("/health/security").told == STATES
    for role in (Role.VIEWER, Role.ANALYST, Role.MANAGER):
        assert installed.sidecar.get("/health/security", signed_in(engine, role.value, role)).told == STATES
    told = installed.sidecar.get("/health/security", signed_in(engine, "admin", Role.ADMIN)).told
    assert told["detail"]["server_minor"]["fixed_in"] == "18.7"
    assert told["detail"]["secrets"]["database_url"] == "must hold a password"


@pytest.mark.parametrize("path", ["/internal/health", "/internal/security", "/metrics"])
def test_the_inside_is_told_the_detail_and_nobody_whom_a_proxy_passes_on(installed: Installation, path: str) -> None:
    assert installed.sidecar.get(path).status == 200
    for header in ("X-Forwarded-For", "x-real-ip", "Forwarded", "Via", "X-Forwarded-Proto"):
        answer = installed.sidecar.get(path, headers={header: "10.0.0.1"})
        assert (answer.status, answer.text) == (404, "Not Found")


def test_failed_sign_ins_are_counted_by_the_hour_and_by_the_day(
    installed: Installation, engine: Engine, failing: Callable[[int], None]
) -> None:
    def counted() -> dict[str, float]:
        found: dict[str, float] = installed.sidecar.get("/internal/security").told["detail"]["failed_sign_ins"]
        return found

    failing(50)
    assert (counted()["failed_in_hour"], counted()["failed_in_day"]) == (50, 50)
    assert installed.sidecar.get("/health/security").told["failed_sign_ins"] == "ok"
    failing(1)
    assert installed.sidecar.get("/health/security").told["failed_sign_ins"] == "many"


@pytest.fixture
def failing(engine: Engine) -> Callable[[int], None]:
    """Writes down so many sign-ins that failed just now."""

    def fail(count: int) -> None:
        with access(engine) as connection:
            for _ in range(count):
                record(connection, Event.SIGN_IN_FAILED, user_id=None, actor=NOBODY)

    return fail

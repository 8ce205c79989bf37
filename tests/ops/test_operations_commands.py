"""Each command of the operator's pages is run by a test: the cheap ones here, as they are written."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from db import embedded
from db.engine import make_engine
from sales_core.accounts.check import check_password
from sales_core.settings import PROJECT
from tests.ops.installation import login_of
from tests.ops.operations_pages import (
    IN_A_FOLDER,
    NOT_RUN,
    OF_HEALTH,
    ON_A_DATABASE,
    VALIDATION,
    documented,
    fences,
    of_compose,
    told_as_not_run,
)
from tests.ops.sidecar_process import Sidecar, free_port, sidecar

SHOWN = {*IN_A_FOLDER, *ON_A_DATABASE, *OF_HEALTH, VALIDATION}


def run(line: str, folder: Path, variables: Mapping[str, str] | None = None) -> str:
    """One line by the shell in a folder, with this environment's Python; what it printed."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line],
        cwd=folder,
        env={**os.environ, **(variables or {}), "PATH": path},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_each_command_of_the_pages_is_run_by_a_test_or_named_as_not_run() -> None:
    assert set(documented()) == SHOWN | set(of_compose()) | set(NOT_RUN)
    assert len(of_compose()) > 20


def test_what_no_test_runs_is_told_on_the_page() -> None:
    for line, called in NOT_RUN.items():
        assert line.startswith(called)
        assert f"`{called}`" in told_as_not_run()


def test_no_block_of_the_pages_hides_a_command() -> None:
    assert set(fences()) == {"sh"}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The project as an operator has it, in a folder where secrets and settings may be made."""
    for name in ("ops", "docker-compose.prod.yml", ".env.production.example"):
        (tmp_path / name).symlink_to(PROJECT / name)
    return tmp_path


def test_the_lines_before_the_first_start_make_what_compose_wants(checkout: Path) -> None:
    secrets, copy, entry, shorter = IN_A_FOLDER
    run(secrets, checkout)
    run(copy, checkout)
    run(entry, checkout)
    made = {file.name: file.read_text() for file in (checkout / "secrets").iterdir()}
    wanted = {"postgres_password", "owner_password", "dashboard_password", "redis_answers", "redis_limits", "tls.conf"}
    assert set(made) == wanted | {"owner_database_url", "database_url", "redis_url", "limits_redis_url"}
    assert (checkout / "secrets").stat().st_mode & 0o777 == 0o700
    assert made["dashboard_password"].strip() in made["database_url"]
    assert "server_name YOUR.NAME;" in made["tls.conf"]
    assert "sales.example.com" not in made["tls.conf"]
    named = run(f'{shorter} && printf "%s %s" "$COMPOSE_FILE" "$COMPOSE_ENV_FILES"', checkout).split()
    assert [(checkout / name).is_file() for name in named] == [True, True]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The variables of an operator with a PostgreSQL of their own, which the page's first line has migrated."""
    with embedded.postgres_server(tmp_path_factory.mktemp("own") / "pg", fsync="off") as server:
        variables = {"OWNER_DATABASE_URL": server.url, "DATABASE_URL": login_of(server.url), "REDIS_URL": ""}
        run(ON_A_DATABASE[0], PROJECT, variables)
        yield variables


def test_without_containers_the_lines_give_a_schema_and_a_first_admin(migrated: dict[str, str]) -> None:
    (password,) = run(ON_A_DATABASE[1], PROJECT, migrated).split()
    engine = make_engine(migrated["DATABASE_URL"])
    who = check_password(engine, "admin", password, address="")
    engine.dispose()
    assert who is not None
    assert who.must_change_password


@pytest.fixture(scope="module")
def beside(migrated: dict[str, str]) -> Iterator[Sidecar]:
    """A sidecar on that database, of an app that is not there."""
    with sidecar(DATABASE_URL=migrated["DATABASE_URL"], REDIS_URL="", PORT=str(free_port())) as running:
        yield running


@pytest.mark.parametrize("line", OF_HEALTH)
def test_a_line_of_health_prints_states(beside: Sidecar, line: str) -> None:
    told = json.loads(run(line.replace(":8080", f":{beside.port}"), PROJECT))
    assert told["status"] in ("down", "attention")
    assert {"app": "down", "failed_sign_ins": "ok"}.items() & told.items()

"""Every process logs in one shape when LOG_FORMAT is json: each line one object, whoever wrote it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import make_url

from tests.conftest import as_login
from tests.kept_secrets import PLANTED
from tests.ops.log_of import await_line, lines_of
from tests.ops.sidecar_process import free_port, sidecar

LOGIN_PASSWORD = "a-login-password-3d8f"


def environment_of(url: str, **settings: str) -> dict[str, str]:
    ports = {"PORT": str(free_port()), "SIDECAR_PORT": str(free_port())}
    return {**os.environ, **ports, "LOG_FORMAT": "json", "REDIS_URL": "", "DATABASE_URL": url, **settings}


def test_the_migration_logs_json_alone(new_database: Callable[..., str], tmp_path: Path) -> None:
    owner_url = new_database(migrated=False)
    password = PLANTED.secret(LOGIN_PASSWORD)
    login = make_url(as_login(owner_url)).set(password=password).render_as_string(hide_password=False)
    log = tmp_path / "migrate.log"
    with log.open("wb") as output:
        subprocess.run(
            [sys.executable, "-m", "db.migrate"],
            env=environment_of(login, OWNER_DATABASE_URL=owner_url), stdout=output, stderr=output, check=True,
        )  # fmt: skip
    last = lines_of(log)[-1]
    assert last["event"].startswith("database is at ")
    assert last["ms"] > 0
    assert {line["process"] for line in lines_of(log)} == {"db.migrate"}


def test_the_sidecar_logs_json_alone(owner_url: str) -> None:
    with sidecar(DATABASE_URL=as_login(owner_url), LOG_FORMAT="json", REDIS_URL="") as beside:
        beside.health()
        line = await_line(beside.log, lambda line: line["event"] == "part changed")
        assert line["process"] == "ops.sidecar"
        assert {"uvicorn.error", "sidecar"} <= {each["logger"] for each in lines_of(beside.log)}


def test_the_worker_logs_json_alone(owner_url: str, tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [sys.executable, "-m", "ops.worker"], env=environment_of(as_login(owner_url)), stdout=output, stderr=output
        )
    try:
        line = await_line(log, lambda line: line["process"] == "ops.worker", 60)
        assert line["logger"]
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
    assert lines_of(log)

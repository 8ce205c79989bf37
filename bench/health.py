"""How long an answer about health takes, and how soon it is right, with parts that are well, frozen and dead.

Aim: each answer under half a second, each state right within ten.
"""

import contextlib
import json
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from sqlalchemy import make_url

from bench.processes import Process, asked, frozen, running
from bench.table import Row, table
from db import embedded, migrate

AIM = "p99 and longest below 500"
RIGHT = "below 10"
_ASKED = 200
_PORT, _APP_PORT, _SECOND_PORT, _WORKER_PORT = 18_600, 18_501, 18_502, 18_603
_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Installed:
    """All parts that can fail."""

    postgres: embedded.Server
    cache: embedded.Server
    limits: embedded.Server
    first: Process
    second: Process
    worker: Process


def rows() -> list[Row]:
    """Milliseconds of /api/health and /health/ready, each asked on a connection of its own, one after the other."""
    with tempfile.TemporaryDirectory(prefix="bench-health-") as name, _installed(Path(name)) as installed:
        return _measured(installed)


def _measured(there: Installed) -> list[Row]:
    found = [*_right("status", "ok"), *_both("all well")]
    for what, process, part, wrong, asked_then in (
        ("cache", there.cache.process, "cache", "down", 20),
        ("limits", there.limits.process, "limits", "down", 20),
        ("worker", there.worker, "worker", "down", 20),
        ("second app", there.second, "app", "partly down", 20),
        ("database", there.postgres.process, "database", "down", 60),
    ):
        found += _while(f"{what} frozen", frozen(process), part, wrong, asked_then)
    with frozen(there.postgres.process), frozen(there.cache.process):
        found += _both("database and cache frozen", 20)
    found += [*_right("status", "ok"), *_both("all well again")]
    for what, process, part, wrong in (
        ("worker", there.worker, "worker", "down"),
        ("second app", there.second, "app", "partly down"),
        ("limits", there.limits.process, "limits", "down"),
        ("cache", there.cache.process, "cache", "down"),
        ("database", there.postgres.process, "database", "down"),
    ):
        process.send_signal(signal.SIGQUIT if process is there.postgres.process else signal.SIGKILL)
        process.wait()
        found += [*_right(part, wrong, f"{what} killed"), *_both(f"{what} killed", 40)]
    return found


def _while(when: str, trouble: AbstractContextManager[None], part: str, wrong: str, count: int) -> list[Row]:
    well = json.loads(asked(_PORT, "/api/health")[1])[part]
    with trouble:
        found = [*_right(part, wrong, when), *_both(when, count)]
    return [*found, *_right(part, well, f"{when}, thawed")]


def _right(part: str, state: str, when: str = "started") -> list[Row]:
    """Seconds until /api/health says so."""
    began = time.monotonic()
    while json.loads(asked(_PORT, "/api/health")[1])[part] != state:
        if time.monotonic() - began > _PATIENCE_SECONDS:
            break
        time.sleep(0.1)
    aim = None if when == "started" else RIGHT
    return [Row(f"{when}: {part} told as {state}", time.monotonic() - began, "s", aim=aim)]


def _both(when: str, count: int = _ASKED) -> list[Row]:
    return [row for path in ("/api/health", "/health/ready") for row in _asked(when, path, count)]


def _asked(when: str, path: str, count: int) -> list[Row]:
    waits = sorted(asked(_PORT, path)[0] for _ in range(count))
    p50, p99 = (waits[ceil(count * part) - 1] for part in (0.50, 0.99))
    return [
        Row(f"{path}, {when}, p50 of {count}", p50, "ms"),
        Row(f"{path}, {when}, p99", p99, "ms", aim=AIM),
        Row(f"{path}, {when}, longest", waits[-1], "ms", aim=AIM),
    ]


@contextlib.contextmanager
def _installed(folder: Path) -> Iterator[Installed]:
    """Servers, two apps, a worker and the sidecar, all answering."""
    with ExitStack() as stack:
        postgres = stack.enter_context(embedded.postgres_server(folder / "pg"))
        cache = stack.enter_context(embedded.valkey_server(folder / "cache"))
        limits = stack.enter_context(embedded.valkey_server(folder / "limits"))
        migrate.upgrade(postgres.url)
        variables = {
            **os.environ,
            "DATABASE_URL": make_url(postgres.url).set(username="dashboard").render_as_string(),
            "REDIS_URL": cache.url,
            "LIMITS_REDIS_URL": limits.url,
            "LOG_LEVEL": "error",
            "SIDECAR_PORT": str(_PORT),
            "TMPDIR": str(folder),
        }

        def start(module: str, port: int, path: str, **more: str) -> Process:
            return stack.enter_context(running(module, {**variables, **more}, port, path))

        first = start("ops.web", _APP_PORT, "/healthz", PORT=str(_APP_PORT))
        second = start("ops.web", _SECOND_PORT, "/healthz", PORT=str(_SECOND_PORT))
        worker = start("ops.worker", _WORKER_PORT, "/metrics", METRICS_PORT=str(_WORKER_PORT))
        addresses = ",".join(f"http://127.0.0.1:{port}" for port in (_APP_PORT, _SECOND_PORT))
        start("ops.sidecar", _PORT, "/health/live", APP_URL=addresses)
        yield Installed(postgres, cache, limits, first, second, worker)


if __name__ == "__main__":
    print(table(rows()))

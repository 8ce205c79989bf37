"""How long an answer about health takes, with servers that are well, frozen and dead. Aim: each under half a second."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from math import ceil
from pathlib import Path

from sqlalchemy import make_url

from bench.table import Row, table
from db import embedded, migrate

AIM = "p99 and longest below 500"
_ASKED = 200
_PORT, _APP_PORT = 18_600, 18_501


def rows() -> list[Row]:
    """Milliseconds of /api/health and /health/ready, each asked on a connection of its own, one after the other."""
    with tempfile.TemporaryDirectory(prefix="bench-health-") as name:
        folder = Path(name)
        with (
            embedded.postgres_server(folder / "pg") as postgres,
            embedded.valkey_server(folder / "cache") as valkey,
        ):
            migrate.upgrade(postgres.url)
            login = make_url(postgres.url).set(username="dashboard").render_as_string()
            with _installed(login, valkey.url):
                return _measured(postgres, valkey)


def _measured(postgres: embedded.Server, valkey: embedded.Server) -> list[Row]:
    found = _both("all well")
    with _frozen(valkey):
        found += _both("cache frozen", 20)
    with _frozen(postgres):
        found += _both("database frozen", 60)
        with _frozen(valkey):
            found += _both("both frozen", 20)
    time.sleep(4)  # looks that hung are given up by now
    found += _both("all well again")
    postgres.process.send_signal(signal.SIGQUIT)
    postgres.process.wait()
    return found + _both("database killed")


def _both(when: str, asked: int = _ASKED) -> list[Row]:
    return [row for path in ("/api/health", "/health/ready") for row in _asked(when, path, asked)]


def _asked(when: str, path: str, asked: int) -> list[Row]:
    waits = sorted(_milliseconds(path) for _ in range(asked))
    p50, p99 = (waits[ceil(asked * part) - 1] for part in (0.50, 0.99))
    return [
        Row(f"{path}, {when}, p50 of {asked}", p50, "ms"),
        Row(f"{path}, {when}, p99", p99, "ms", aim=AIM),
        Row(f"{path}, {when}, longest", waits[-1], "ms", aim=AIM),
    ]


def _milliseconds(path: str, port: int = _PORT) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    began = time.perf_counter()
    with contextlib.closing(connection):
        connection.request("GET", path)
        connection.getresponse().read()
    return (time.perf_counter() - began) * 1000


@contextlib.contextmanager
def _frozen(server: embedded.Server) -> Iterator[None]:
    server.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.process.send_signal(signal.SIGCONT)


@contextlib.contextmanager
def _installed(database_url: str, redis_url: str) -> Iterator[None]:
    """App and sidecar, both answering."""
    ports = {"PORT": str(_APP_PORT), "SIDECAR_PORT": str(_PORT)}
    variables = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "LOG_LEVEL": "error", **ports}
    with (
        _running("ops.web", variables, _APP_PORT, "/healthz"),
        _running("ops.sidecar", variables, _PORT, "/health/live"),
    ):
        yield


@contextlib.contextmanager
def _running(module: str, variables: Mapping[str, str], port: int, path: str) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", module], env={**os.environ, **variables})
    try:
        answering(process, port, path)
        yield
    finally:
        process.terminate()
        process.wait(30)


def answering(process: "subprocess.Popen[bytes]", port: int, path: str) -> None:
    """Wait until the process answers; RuntimeError when it ends instead."""
    while True:
        with contextlib.suppress(ConnectionError):
            _milliseconds(path, port)
            return
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        time.sleep(0.05)


if __name__ == "__main__":
    print(table(rows()))

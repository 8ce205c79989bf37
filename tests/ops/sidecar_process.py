"""A real sidecar in a process of its own, and a client that measures how long it waited."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from tests.kept_secrets import PLANTED, leaks


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply of the sidecar."""

    status: int
    headers: Mapping[str, str]
    text: str
    seconds: float

    @property
    def told(self) -> dict[str, Any]:
        """The reply's JSON."""
        found: dict[str, Any] = json.loads(self.text)
        return found


@dataclass(frozen=True, slots=True)
class Sidecar:
    """Where a running sidecar listens."""

    port: int
    pid: int
    log: Path

    def get(self, path: str, cookie: str | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask on a connection of its own, as a monitor does."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        began = time.perf_counter()
        try:
            connection.request("GET", path, headers={**({"cookie": cookie} if cookie else {}), **(headers or {})})
            reply = connection.getresponse()
            text = reply.read().decode()
        finally:
            connection.close()
        headers = {name.lower(): value for name, value in reply.getheaders()}
        return Answer(reply.status, headers, text, time.perf_counter() - began)

    def health(self, cookie: str | None = None) -> dict[str, Any]:
        """What /api/health tells."""
        return self.get("/api/health", cookie).told


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def sidecar(**variables: str) -> Iterator[Sidecar]:
    """`python -m ops.sidecar` with these environment variables, until the block ends."""
    port = free_port()
    environment = {**os.environ, "SIDECAR_PORT": str(port), "LISTEN_ADDRESS": "127.0.0.1", **variables}
    with tempfile.TemporaryDirectory(prefix="sidecar-") as folder:
        log = Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen([sys.executable, "-m", "ops.sidecar"], env=environment, stderr=output)
        running = Sidecar(port, process.pid, log)
        try:
            _wait_until_it_answers(running, process)
            yield running
        finally:
            process.terminate()
            process.wait(30)
        said = log.read_text()
        found = leaks([log], PLANTED)
    assert found == []
    assert process.returncode == -signal.SIGTERM, said
    assert "Traceback" not in said, said


def _wait_until_it_answers(running: Sidecar, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 150
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the sidecar ended at once: {running.log.read_text()}")
        with contextlib.suppress(OSError, HTTPException):
            running.get("/health/live")
            return
        time.sleep(0.05)
    raise AssertionError("the sidecar did not answer")


@contextlib.contextmanager
def frozen(pid: int) -> Iterator[None]:
    """The process, stopped by SIGSTOP until the block ends: its sockets stay open, nothing answers."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)

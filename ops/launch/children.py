"""The app, the sidecar, the worker and the embedded servers while they run: started, awaited, watched, stopped."""

import contextlib
import http.client
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.processes import start, stop
from ops.launch.errors import ChildEndedError, LaunchError
from sales_core.settings import PROJECT

_READY_SECONDS = 120.0
_GRACE_SECONDS = 5.0
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  where to ask one that listens everywhere


@dataclass(frozen=True, slots=True)
class Child:
    """A running part of the dashboard; its output goes to `log`."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path


@contextlib.contextmanager
def python_children(modules: Mapping[str, str], environment: Mapping[str, str], logs: Path) -> Iterator[list[Child]]:
    """Run Python modules, by name of the part; at the end all are asked to stop at once.

    They die with the launcher by SIGKILL: neither keeps anything that PostgreSQL doesn't, and a port is free
    again at once for the next launch.
    """
    children: list[Child] = []
    logs.mkdir(parents=True, exist_ok=True)
    try:
        for name, module in modules.items():
            log = logs / f"{name}.log"
            if log.exists():
                log.replace(log.with_suffix(".log.before"))
            with log.open("wb") as output:
                process = start(
                    [sys.executable, "-m", module], output=output, environment=environment, folder=PROJECT,
                    when_parent_dies=signal.SIGKILL,
                )  # fmt: skip
            children.append(Child(name, process, log))
        yield children
    finally:
        for child in children:
            if child.process.poll() is None:
                child.process.terminate()
        for child in children:
            stop(child.process, patience=_GRACE_SECONDS)


def await_answer(child: Child, host: str, port: int, path: str) -> None:
    """Wait until the child answers with anything but an error of its own. Raises when it ends before."""
    deadline = time.monotonic() + _READY_SECONDS
    said = "nothing"
    while time.monotonic() < deadline:
        require_alive([child])
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(_EVERYWHERE.get(host, host), port, timeout=5)
            with contextlib.closing(connection):
                connection.request("GET", path)
                status = connection.getresponse().status
            if status < 400:
                return
            said = f"status {status}"
        time.sleep(0.05)
    raise LaunchError(f"the {child.name} answered {said} on port {port} for {_READY_SECONDS:.0f} s; {_why(child)}")


def watch(children: Sequence[Child]) -> None:
    """Sleep until a child ends, then raise. No part is started again: a fault that comes back in a loop
    would hide behind restarts, and where the dashboard must stay up, the container's restart policy does it.
    """
    poll = select.poll()
    handles = [os.pidfd_open(child.process.pid) for child in children]
    try:
        for handle in handles:
            poll.register(handle, select.POLLIN)
        while True:
            poll.poll()
            require_alive(children)
    finally:
        for handle in handles:
            os.close(handle)


def require_alive(children: Sequence[Child]) -> None:
    """Raise ChildEndedError for the first that has ended."""
    for child in children:
        status = child.process.poll()
        if status is not None:
            how = f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with exit code {status}"
            raise ChildEndedError(f"the {child.name} {how}; {_why(child)}")


def _why(child: Child) -> str:
    lines = [line.strip() for line in child.log.read_text(errors="replace").splitlines() if line.strip()]
    return f"its last words: {lines[-1][:200]} (log: {child.log})" if lines else f"it said nothing ({child.log})"

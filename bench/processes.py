"""The processes of an installation while something is measured: started, awaited, frozen, weighed."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

Process = subprocess.Popen[bytes]


@contextlib.contextmanager
def running(module: str, variables: Mapping[str, str], port: int, path: str) -> Iterator[Process]:
    """`python -m MODULE`, from when it answers at the path until the block ends."""
    process = subprocess.Popen([sys.executable, "-m", module], env={**os.environ, **variables})
    try:
        answering(process, port, path)
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        process.wait(30)


def answering(process: Process, port: int, path: str) -> None:
    """Wait until the process answers; RuntimeError when it ends instead."""
    while True:
        with contextlib.suppress(ConnectionError):
            asked(port, path)
            return
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        time.sleep(0.05)


def asked(port: int, path: str) -> tuple[float, bytes]:
    """Milliseconds until the answer is read, on a connection of its own, and the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    began = time.perf_counter()
    with contextlib.closing(connection):
        connection.request("GET", path)
        body = connection.getresponse().read()
    return (time.perf_counter() - began) * 1000, body


@contextlib.contextmanager
def frozen(process: Process) -> Iterator[None]:
    """Stopped by SIGSTOP until the block ends: its sockets stay open, nothing answers."""
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def resident(process: Process) -> float:
    """Megabytes of memory that the process holds now."""
    lines = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1024 / 1e6

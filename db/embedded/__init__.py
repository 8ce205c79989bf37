"""A PostgreSQL and a Valkey of our own, from wheels, on unix sockets only.

For development and tests: nothing to install, nothing to configure, no port opened. The data folder is the
caller's and stays; sockets and logs lie beside it. Whoever starts one must do so from the main thread.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from db.embedded.cache import valkey_server
from db.embedded.cluster import CLUSTER_NAME, SUPERUSER, postgres_server
from db.embedded.server import EmbeddedError, Server
from db.processes import Identity

__all__ = [
    "CLUSTER_NAME",
    "SUPERUSER",
    "EmbeddedError",
    "Identity",
    "Server",
    "postgres",
    "postgres_server",
    "valkey",
    "valkey_server",
]


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

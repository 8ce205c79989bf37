"""What a killed server leaves behind, and how the next one starts over it without losing anything."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from db.errors import StoreError
from db.processes import NOBODY, Identity

_SOCKET_PATH_LIMIT = 107
_LONGEST_NAME = len("/.s.PGSQL.5432.lock")
_PATIENCE_SECONDS = 30.0


class FolderInUseError(StoreError):
    """Another server works in the folder, and goes on working."""


@contextlib.contextmanager
def socket_folder(folder: Path, identity: Identity) -> Iterator[Path]:
    """A folder of mode 0700 for the server's sockets, empty at the start and gone at the end.

    It is `FOLDER.run`, always the same so that a killed server's is cleared by the next; where that is too
    long for a socket's path (107 bytes), it is a link's target under the system's temporary folder.
    """
    beside = folder.with_name(folder.name + ".run")
    _remove(beside)
    if len(os.fsencode(beside)) + _LONGEST_NAME <= _SOCKET_PATH_LIMIT:
        sockets = beside
        sockets.mkdir(mode=0o700)
    else:
        sockets = Path(tempfile.mkdtemp(prefix="sales-"))
        beside.symlink_to(sockets)
    own(sockets, identity)
    try:
        yield sockets
    finally:
        _remove(beside)


def _remove(beside: Path) -> None:
    if beside.is_symlink():
        shutil.rmtree(beside.readlink(), ignore_errors=True)
        beside.unlink()
    else:
        shutil.rmtree(beside, ignore_errors=True)


def own(folder: Path, identity: Identity) -> None:
    """Give the folder to whom the server runs as; it changes only when that differs from the last time."""
    uid = NOBODY if identity is Identity.NOBODY else os.geteuid()
    if os.geteuid() != 0 or folder.stat().st_uid == uid:
        return
    for parent, _, files in os.walk(folder, topdown=False):
        for name in files:
            os.chown(Path(parent, name), uid, uid, follow_symlinks=False)
        os.chown(parent, uid, uid)


def wait_for_leftovers(folder: Path, program: str) -> None:
    """Wait for the last owner's processes to end: they were told to when their launcher died."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while alive := _working_in(folder, program):
        if time.monotonic() > deadline:
            raise FolderInUseError(f"{folder} is in use by process {alive[0]} ({program}); stop that one first")
        time.sleep(0.05)


def clear_stale_pid(folder: Path) -> None:
    """Remove a dead server's postmaster.pid when its number now belongs to some other program.

    PostgreSQL itself removes one whose process is gone, but takes any living process for a server. Call it
    only when nothing works in the folder.
    """
    file = folder / "postmaster.pid"
    if file.exists():
        file.unlink()


def _working_in(folder: Path, program: str) -> list[int]:
    """The processes of that program that work in the folder: PostgreSQL's and Valkey's all are."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if not entry.name.isdecimal() or (entry / "cwd").readlink() != folder.resolve():
                continue
            # An environment made anew while its server runs leaves the program's file deleted.
            if (entry / "exe").readlink().name.removesuffix(" (deleted)") == program:
                found.append(int(entry.name))
    return sorted(found)

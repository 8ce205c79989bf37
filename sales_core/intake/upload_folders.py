"""Where an upload lies while it is taken in: a folder that its process holds locked, so that what a killed one left is
known and removed.

A lock ends with its process, however that ends, and is seen by every process on the machine; a process number could
be another's by then, or mean nothing in another container.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FOLDER_PREFIX = "sales-dashboard-import-"
"""Of the folders that uploads are written into, in the folder for temporary files: no one else's begin so."""


@contextmanager
def upload_folder() -> Iterator[Path]:
    """A new folder that only this process's user can read, locked until it is gone. Raises OSError."""
    path, lock = _made()
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        os.close(lock)


def remove_unowned() -> int:
    """Remove the folders of uploads that no living process holds; returns how many. Other users' are passed over."""
    return sum(_removed(left) for left in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*"))


def _made() -> tuple[Path, int]:
    """A folder and its lock; again where another process took it for left behind before it was locked."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX))
        with suppress(FileNotFoundError):
            lock = _opened(path)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if path.exists():
                return path, lock
            os.close(lock)


def _removed(left: Path) -> bool:
    try:
        lock = _opened(left)
    except OSError:  # gone by now, somebody else's, or no folder at all
        return False
    try:
        if os.fstat(lock).st_uid != os.geteuid():
            return False
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(left)
    except OSError:  # a living process holds it, or it can't be removed
        return False
    finally:
        os.close(lock)
    return True


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)

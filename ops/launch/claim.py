"""One launcher a data folder, held by a lock that the kernel lets go when the launcher ends in any way."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from ops.launch.errors import AlreadyRunningError, LaunchError


@contextlib.contextmanager
def claim(data_dir: Path, url: str) -> Iterator[None]:
    """Hold `data_dir` for this process, made with mode 0700 when missing. Raises AlreadyRunningError."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(data_dir / "launcher.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as refused:
        raise LaunchError(f"DATA_DIR={data_dir} can't be written: {refused.strerror}") from refused
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(lock, 1000, 0).decode() or "another launcher"
        os.close(lock)
        raise AlreadyRunningError(
            f"already running on DATA_DIR={data_dir}: {holder}; stop it or choose another DATA_DIR"
        ) from None
    try:
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"process {os.getpid()} at {url}".encode(), 0)
        yield
    finally:
        os.ftruncate(lock, 0)
        os.close(lock)

"""The file that says that the worker of this machine lives. Standard library only: the probe reads it."""

import os
import tempfile
import time
from pathlib import Path

FRESH_SECONDS = 30.0


def file() -> Path:
    """Of this user, in the folder for temporary files; a container has one worker."""
    return Path(tempfile.gettempdir()) / f"dashboard-worker-{os.getuid()}.alive"


def beat() -> None:
    """The worker lives and its heartbeat reached the database."""
    opened = os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        os.utime(opened)
    finally:
        os.close(opened)


def stop() -> None:
    """The worker ended by itself."""
    file().unlink(missing_ok=True)


def age() -> float | None:
    """Seconds since the last beat; None where there was none."""
    try:
        return time.time() - file().stat().st_mtime
    except FileNotFoundError:
        return None

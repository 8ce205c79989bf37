"""How much of uploads one process keeps at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sales_core.errors import IntakeError

MOST_BYTES = 2 << 30
"""Of all uploads that a process is taking in: ten of the largest that a browser may send. Each lies in memory and on
disk at once, so that more of them would take the process down, and with it the pages of everybody."""


class UploadRoom:
    """Room for uploads, given out and given back; for all threads of a process."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._taken, self._lock = most, 0, Lock()

    @contextmanager
    def taken(self, name: str, size: int) -> Iterator[None]:
        """Room for a file of so many bytes. Raises IntakeError where there is not enough."""
        with self._lock:
            if self._taken + size > self._most:
                raise IntakeError(self._refusal(name, size))
            self._taken += size
        try:
            yield
        finally:
            with self._lock:
                self._taken -= size

    def _refusal(self, name: str, size: int) -> str:
        if size > self._most:
            return f"{name!r} has {_megabytes(size)}; no more than {_megabytes(self._most)} are taken in at a time"
        return (
            f"{name!r} has {_megabytes(size)}, and {_megabytes(self._taken)} of other files are being taken in; "
            f"together no more than {_megabytes(self._most)} may be. Try again when those are done"
        )


def _megabytes(size: int) -> str:
    """Rounded up, so that what is too much reads so."""
    return f"{-(-size // (1 << 20)):,} MB"

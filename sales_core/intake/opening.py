"""Opening what is to be taken in: a regular file, and never a device, pipe or socket, which may have no end."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def regular(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes. Raises OSError, with EISDIR for a folder and EINVAL for all else that is no regular file."""
    # Without O_NONBLOCK the opening of a pipe would wait for someone to write to it.
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    with os.fdopen(_checked(number), "rb") as source:
        yield source


def _checked(number: int) -> int:
    """The same descriptor; looked at when open, so that no other file can take the path's place in between."""
    mode = os.fstat(number).st_mode
    if stat.S_ISREG(mode):
        return number
    os.close(number)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    raise OSError(errno.EINVAL, "it is a device, a pipe or a socket, not a regular file")

"""A file that came through a browser: kept privately while it is taken in, and gone afterwards."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine

from sales_core.errors import IntakeError
from sales_core.intake.answers import Answers
from sales_core.intake.importing import take_in
from sales_core.intake.presets import preset_named
from sales_core.intake.progress import Progress
from sales_core.intake.report import ImportReport
from sales_core.intake.upload_folders import upload_folder
from sales_core.intake.upload_room import UploadRoom

_ROOM = UploadRoom()
"""Of this process."""
_PIECE = 1 << 20
_LONGEST_NAME = 120


def take_in_upload(
    engine: Engine,
    name: str,
    content: BinaryIO,
    preset: str,
    who: str,
    *,
    answers: Answers,
    progress: Callable[[Progress], None],
) -> ImportReport:
    """As `take_in`, of bytes that a browser sent under a name.

    IntakeError also for the disk, and where too much else is being taken in by this process.
    """
    size = content.seek(0, SEEK_END)
    with _ROOM.taken(name, size), _written(name, content) as path:
        return take_in(engine, path, preset_named(preset), who, answers=answers, progress=progress)


@contextmanager
def _written(name: str, content: BinaryIO) -> Iterator[Path]:
    """The bytes as a file that only this process's user can read."""
    with ExitStack() as folders, _told(name):
        path = folders.enter_context(upload_folder()) / _safe(name)
        content.seek(0)
        with path.open("wb") as file:
            while piece := content.read(_PIECE):
                file.write(piece)
        kept = folders.pop_all()
    with kept:
        yield path


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IntakeError(f"{name!r} could not be kept for reading: {error.strerror}") from error


def _safe(name: str) -> str:
    """The file's own name without folders or what a file system would not have; its ending is kept."""
    last = re.split(r"[/\\]", name)[-1]
    kept = re.sub(r"[\x00-\x1f\x7f]", "_", last).lstrip(".") or "file"
    return kept[-_LONGEST_NAME:]

"""How far an import is, told while it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What is being done, in this order."""

    READING = "reading"
    CHECKING = "checking"
    WRITING = "writing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """A moment of an import; `share` never falls."""

    stage: Stage
    share: float
    """Of the whole import, 0 to 1: of the reading by bytes, of the rest by what it usually takes."""
    lines: int
    """Data lines read so far."""


Told = Callable[[Progress], None]
"""Called in the import's own thread, a few hundred times at most. What it raises ends the import, unwritten."""

_ENDS = {Stage.READING: 0.2, Stage.CHECKING: 0.4, Stage.WRITING: 1.0, Stage.DONE: 1.0}
_BEGINS = {Stage.READING: 0.0, Stage.CHECKING: 0.2, Stage.WRITING: 0.4, Stage.DONE: 1.0}
_STEP = 0.005


class Course:
    """Tells of an import's stages to whoever listens, and to nobody where nobody does."""

    def __init__(self, told: Told | None) -> None:
        self._told = told
        self._last = -1.0

    def at(self, stage: Stage, part: float = 0.0, lines: int = 0) -> None:
        """`part` is of the stage, 0 to 1. Steps that nobody would see are not told."""
        if self._told is None:
            return
        share = _BEGINS[stage] + (_ENDS[stage] - _BEGINS[stage]) * min(max(part, 0.0), 1.0)
        if part == 0.0 or share - self._last >= _STEP:
            self._last = max(share, self._last)
            self._told(Progress(stage, self._last, lines))


UNTOLD = Course(None)
"""Of an import that nobody listens to."""

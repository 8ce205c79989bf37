"""What the launcher shows: a line a step with its seconds, then a summary. Plain lines when it's no terminal."""

import contextlib
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TextIO

_TITLE_WIDTH = 24
_CLEAR = "\r\x1b[2K"
_QUIET_SECONDS = 2.0


@dataclass(slots=True)
class ShownStep:
    """A step under way; `done` replaces its closing words, `progress` shows how far it is."""

    title: str
    out: TextIO
    live: bool
    words: str = ""
    _shown: float = field(default_factory=time.monotonic)

    def progress(self, text: str) -> None:
        """Show how far it is: in place on a terminal, else as a line every two seconds."""
        now = time.monotonic()
        if self.live:
            self.out.write(f"{_CLEAR}   ..  {self.title:<{_TITLE_WIDTH}}{text}")
        elif now - self._shown >= _QUIET_SECONDS:
            self.out.write(f"   ..  {self.title:<{_TITLE_WIDTH}}{text}\n")
            self._shown = now
        self.out.flush()

    def done(self, text: str) -> None:
        """What to say beside the title when the step has ended well."""
        self.words = text


class Screen:
    """The launcher's output, on stdout unless told otherwise."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._live = self._out.isatty()

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[ShownStep]:
        """A line that closes with what was done and the seconds it took; it says so when it failed."""
        step = ShownStep(title, self._out, self._live)
        began = time.monotonic()
        if self._live:
            step.progress("")
        clear = _CLEAR if self._live else ""
        try:
            yield step
        except BaseException:
            self.line(f"{clear}   --  {title}")
            raise
        self.line(f"{clear}   ok  {title:<{_TITLE_WIDTH}}{step.words:<34}{time.monotonic() - began:6.1f} s")

    def table(self, rows: Sequence[tuple[str, str]]) -> None:
        """Names and values, one pair a line, with room above and below."""
        self.line("")
        for name, value in rows:
            self.line(f"   {name:<12}{value}")
        self.line("")

    def line(self, text: str) -> None:
        """One line as it is."""
        self._out.write(f"{text}\n")
        self._out.flush()

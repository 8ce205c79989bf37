"""Reading what a process logged: every line must be one JSON object."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Line = dict[str, Any]
SHAPE = {"timestamp", "level", "logger", "process", "event"}


def lines_of(log: Path) -> list[Line]:
    """The lines, each of the one shape; fails on a plain one."""
    found = []
    for line in log.read_text(encoding="utf-8").splitlines():
        assert line.startswith("{"), f"a plain line: {line}"
        found.append(json.loads(line))
        assert found[-1].keys() >= SHAPE, line
    return found


def await_line(log: Path, wanted: Callable[[Line], bool], seconds: float = 20) -> Line:
    """The first line that is wanted, once it is there."""
    end = time.monotonic() + seconds
    while True:
        for line in lines_of(log):
            if wanted(line):
                return line
        assert time.monotonic() < end, log.read_text(encoding="utf-8")[-4000:]
        time.sleep(0.05)

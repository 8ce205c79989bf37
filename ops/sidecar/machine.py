"""How much room is left on the machine that the sidecar runs on: memory and disk."""

import shutil
from collections.abc import Callable
from pathlib import Path

from ops.sidecar.findings import Finding, State

LEAST_FREE = 0.1
"""Parts of the whole; below, it is called short."""

_MEMINFO = Path("/proc/meminfo")


def at_memory(told: Path = _MEMINFO) -> Callable[[], Finding]:
    """What the kernel says can be had without swapping; of the machine, not of a container."""

    def look() -> Finding:
        try:
            lines = dict(line.split(":", 1) for line in told.read_text(encoding="ascii").splitlines())
            free, whole = (int(lines[name].split()[0]) * 1024 for name in ("MemAvailable", "MemTotal"))
        except (OSError, KeyError, ValueError) as error:
            return Finding(State.UNKNOWN, {"error": type(error).__name__})
        return _room(free, whole)

    return look


def at_disk(folder: Path = Path("/")) -> Callable[[], Finding]:
    """The file system under the folder; of a container's root that is the disk of the engine's images and volumes."""

    def look() -> Finding:
        try:
            usage = shutil.disk_usage(folder)
        except OSError as error:
            return Finding(State.UNKNOWN, {"error": type(error).__name__})
        return _room(usage.free, usage.total)

    return look


def _room(free: int, whole: int) -> Finding:
    ratio = free / whole
    told = {"free_bytes": float(free), "total_bytes": float(whole), "free_ratio": round(ratio, 4)}
    return Finding(State.SHORT if ratio < LEAST_FREE else State.OK, told)

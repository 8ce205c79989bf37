"""What a running launcher leaves for commands in other shells: where its servers are, and who it is.

Linux only, like the launcher: whether it runs is read from /proc.
"""

from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

_LAUNCHER = "LAUNCHER"
_MODULE = b"ops.launch"


def written(process: int, addresses: Mapping[str, str]) -> str:
    """The file's text: the launcher's process id and its servers' addresses by variable."""
    lines = {_LAUNCHER: str(process), **addresses}
    return "".join(f"{name}='{value}'\n" for name, value in lines.items())


def launcher_gone(file: Path) -> str | None:
    """None while the launcher that wrote the file runs, else a sentence that says so; `kill -9` leaves the file."""
    process = dotenv_values(file).get(_LAUNCHER)
    if process and process.isdecimal() and _is_launcher(Path("/proc", process)):
        return None
    return f"{file} is ignored: it was left by a launcher (process {process or 'unknown'}) that is gone"


def _is_launcher(entry: Path) -> bool:
    """By its command too: the number may belong to another program by now."""
    try:
        return _MODULE in (entry / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False

"""What no log may hold: whatever tests plant, looked for at the end in the log of every process that they started.

Planted are passwords, session ids and tickets by those who make them for tests, and made-up people's words. The looking
is a fixture of tests/conftest.py; tests/unit/test_kept_secrets.py shows that it finds what it looks for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_SHORTEST = 8


@dataclass(slots=True)
class Planted:
    """Secrets stand in no log at all; personal values may stand in the database's own, which quotes rows."""

    secrets: set[str] = field(default_factory=set)
    personal: set[str] = field(default_factory=set)

    def secret(self, value: str) -> str:
        """Look for it in the end; gives it back."""
        assert len(value) >= _SHORTEST, "too short to be told from other words"
        self.secrets.add(value)
        return value

    def person(self, value: str) -> str:
        """Look for it in the end; gives it back."""
        assert len(value) >= _SHORTEST, "too short to be told from other words"
        self.personal.add(value)
        return value


PLANTED = Planted()
"""Of this session of tests."""


def logs_in(folder: Path) -> Iterator[Path]:
    """Every log that a process of the tests wrote below the folder."""
    for path in sorted(folder.rglob("*")):
        if (path.suffix == ".log" or path.name == "log" or path.name.startswith("said-")) and path.is_file():
            yield path


def leaks(logs: Iterable[Path], planted: Planted) -> list[str]:
    """Which log holds what: the file, and what was found by its beginning."""
    found: list[str] = []
    for log in logs:
        servers_own = log.with_suffix("").is_dir()
        wanted = planted.secrets if servers_own else planted.secrets | planted.personal
        text = log.read_text(encoding="utf-8", errors="replace")
        found += [f"{log} holds {value[:4]}…" for value in sorted(wanted) if value in text]
    return found

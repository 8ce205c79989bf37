"""How each look ends: its findings, one a line, and an exit status that a workflow understands."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("app.py", "pages", "sales_core", "db", "ops", "migrations", "bench")
CODE = (*PRODUCT, "tests")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look found in a file; `name` is what an allow-list calls it by."""

    path: str
    line: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """Findings that are meant, by patterns of path and name."""

    path: str
    name: str
    why: str

    def covers(self, finding: Finding) -> bool:
        """Whether this line speaks of the finding."""
        return fnmatch(finding.path, self.path) and fnmatch(finding.name, self.name)


def allowed(file: Path) -> tuple[Allowed, ...]:
    """The lines of an allow-list, each `path:name  # why`; ValueError for one that does not say why."""
    found = []
    for line in filter(None, (line.strip() for line in file.read_text(encoding="utf-8").splitlines())):
        entry, _, why = line.partition("  # ")
        path, _, name = entry.strip().partition(":")
        if not (path and name and why.strip()):
            raise ValueError(f"{file.name}: {line!r} is not `path:name  # why`")
        found.append(Allowed(path, name, why.strip()))
    return tuple(found)


def left(findings: Iterable[Finding], entries: tuple[Allowed, ...], source: str) -> list[str]:
    """The findings that no entry allows, then the entries of `source` that allow nothing any more; a line each."""
    all_ = list(findings)
    open_ = [f for f in all_ if not any(entry.covers(f) for entry in entries)]
    stale = [entry for entry in entries if not any(entry.covers(f) for f in all_)]
    return [f"{f.path}:{f.line}: {f.text}" for f in open_] + [
        f"{source}: {entry.path}:{entry.name} allows nothing any more" for entry in stale
    ]


def sources(tops: Iterable[str]) -> list[Path]:
    """The Python files below the tops in order, relative to the project."""
    found = (path for top in tops for path in ([ROOT / top] if "." in top else (ROOT / top).rglob("*.py")))
    return sorted(path.relative_to(ROOT) for path in found)


def told(name: str, lines: list[str], looked_at: str) -> int:
    """Print what was found, or that all is well over what; 1 when there was anything."""
    for line in lines:
        print(line, file=sys.stderr)
    print(f"{name}: {len(lines)} findings in {looked_at}" if lines else f"{name}: fine, {looked_at}")
    return 1 if lines else 0

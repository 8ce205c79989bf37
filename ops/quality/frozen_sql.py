"""The SQL of migrations holds no long lock and loses no row: `python -m ops.quality.frozen_sql`.

Each revision is linted by squawk as one script, since its files run in one transaction; the way back, `*_down.sql`, is
not, since dropping is what it is for. Rules of taste are left out for all, in .squawk.toml, each with its reason;
accepted_locks.txt says what a revision does all the same, and why.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from migrations.frozen import SQL
from ops.quality.reporting import ROOT, Finding, allowed, left, told

ACCEPTED = Path(__file__).with_name("accepted_locks.txt")
_FINDING = re.compile(r"^\S*?:(\d+):\d+: (?:warning|error): ([a-z-]+):? (.*)$")
"""squawk counts lines from nought."""


def script(files: list[Path]) -> tuple[str, list[tuple[Path, int]]]:
    """The files as one script, and for each line of it where it comes from.

    Statements in them are parted by blank lines alone; here each gets a semicolon, on a line that was there.
    """
    lines: list[str] = []
    places: list[tuple[Path, int]] = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").strip().splitlines(), 1):
            if not line.strip() and lines and not lines[-1].rstrip().endswith(";"):
                lines[-1] += ";"
            lines.append(line)
            places.append((file, number))
        lines[-1] += ";"
    return "\n".join(lines) + "\n", places


def findings(revision: Path) -> Iterator[Finding]:
    """What squawk says of a revision, each with the file and line it is about."""
    text, places = script(sorted(file for file in revision.glob("*.sql") if not file.stem.endswith("_down")))
    program = str(Path(sys.executable).with_name("squawk"))
    command = [program, "--config", ".squawk.toml", "--reporter", "gcc", "--stdin-filepath", revision.name]
    done = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"squawk ended with {done.returncode} at revision {revision.name}: {done.stderr.strip()}")
    for said in filter(None, map(_FINDING.match, done.stdout.splitlines())):
        file, number = places[int(said[1])]
        path = f"{revision.name}/{file.name}"
        yield Finding(path, number, said[2], f"{said[2]}: {said[3]}")


def main() -> int:
    """Look at all revisions; 1 when anything was found."""
    revisions = sorted(folder for folder in SQL.iterdir() if folder.is_dir())
    found = (finding for each in revisions for finding in findings(each))
    return told("migrations", left(found, allowed(ACCEPTED), ACCEPTED.name), f"{len(revisions)} revisions")


if __name__ == "__main__":
    sys.exit(main())

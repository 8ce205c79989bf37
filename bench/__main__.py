"""Measure and print tables: `make bench`, or `python -m bench start answers` for some of them.

Every part is a module of this package with a `rows()`. Nothing here is a test: a missed aim stays in the table.
"""

import importlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench.table import Row, table

PARTS = ("start", "intake", "answers", "pages", "health", "memory")
RECORD = Path("build/bench.json")


def main(names: Sequence[str]) -> int:
    """Run the parts named, or all; print each table as it is done and write all rows to build/bench.json."""
    unknown = sorted(set(names) - set(PARTS))
    if unknown:
        print(f"bench: unknown part {unknown[0]!r}; known: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    measured: list[Row] = []
    for name in names or PARTS:
        rows = importlib.import_module(f"bench.{name}").rows()
        measured += rows
        print(f"{name}\n{table(rows)}\n", flush=True)
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_text(json.dumps([asdict(row) for row in measured], indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

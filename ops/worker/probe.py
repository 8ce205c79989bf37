"""Exit code 0 while the worker's heartbeat reaches the database, else 1: `python -m ops.worker.probe`, for HEALTHCHECK.

It asks no database: the worker itself writes a beat once it has seen its own in the database. Standard library only.
"""

import sys

from ops.worker.heartbeat import FRESH_SECONDS, age


def main() -> int:
    """The exit code."""
    silent = age()
    if silent is not None and silent <= FRESH_SECONDS:
        return 0
    told = "there was none" if silent is None else f"the last was {silent:.0f} s ago"
    print(f"worker: no heartbeat within {FRESH_SECONDS:.0f} s; {told}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

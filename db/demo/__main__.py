"""`python -m db.demo --lines N [--seed S]`: load the demo company into the database of DATABASE_URL."""

import argparse
import logging
import sys
import time
from collections.abc import Sequence
from datetime import date
from typing import TextIO

from db.demo.loading import DEFAULT_SEED, load
from db.demo.places import COMPANY
from db.engine import make_engine
from db.errors import StoreError
from db.told import told


class Progress:
    """One line that is written over on a terminal; elsewhere a line every ten per cent."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._began, self._told = out, time.monotonic(), -1

    def __call__(self, done: int, total: int) -> None:
        """Show `done` of `total` lines, where that says something new."""
        percent = 100 * done // max(total, 1)
        on_terminal = self._out.isatty()
        if percent // (1 if on_terminal else 10) == self._told:
            return
        self._told = percent // (1 if on_terminal else 10)
        speed = done / max(time.monotonic() - self._began, 1e-9)
        line = f"demo: {percent:3d} % of {total:,} lines, {speed:,.0f} a second"
        bar = f"[{'#' * (percent * 30 // 100):<30}] "
        self._out.write(f"\r{bar}{line} " if on_terminal else f"{line}\n")
        if on_terminal and done == total:
            self._out.write("\n")
        self._out.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Load, showing progress; 0 when the demo is there, 1 refused, 2 without a database, 130 interrupted."""
    parser = argparse.ArgumentParser(prog="python -m db.demo", description=f"Load {COMPANY}, a made-up company.")
    parser.add_argument("--lines", type=int, required=True, help="order lines; 0 loads nothing")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="the same seed makes the same company")
    parser.add_argument("--today", type=date.fromisoformat, default=None, help="the day after the last sale")
    parser.add_argument("--currency", default=told("COMPANY_CURRENCY"), help="the company's, where none is stored")
    parser.add_argument("--zone", default=told("BUSINESS_TIME_ZONE"), help="the company's, where none is stored")
    chosen = parser.parse_args(arguments)
    url = told("DATABASE_URL")
    if not url:
        print("DATABASE_URL must name the database to load the demo into", file=sys.stderr)
        return 2
    engine = make_engine(url)
    books = {"currency": chosen.currency, "zone": chosen.zone}
    # What the pool finds of a connection that an interrupt left in mid-sentence is not for the one line.
    logging.getLogger("sqlalchemy.pool").addHandler(logging.NullHandler())
    try:
        load(engine, chosen.lines, today=chosen.today, seed=chosen.seed, report=Progress(sys.stdout), **books)
    except StoreError as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; nothing was loaded, run it again", file=sys.stderr)
        return 130
    finally:
        engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())

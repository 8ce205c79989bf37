"""Demo data for a database that has no sales yet; loaded by a process of its own, whose progress is shown."""

import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping

from sqlalchemy import Engine

from db.processes import start, stop
from ops.launch.errors import LaunchError
from ops.launch.screen import Screen, ShownStep
from sales_core.company import Company, has_orders
from sales_core.settings import PROJECT


def load_demo_once(engine: Engine, lines: int, books: Company, environment: Mapping[str, str], screen: Screen) -> None:
    """Load `lines` order lines, kept by the company's `books`, where there is no order at all: neither beside real
    sales nor a second time.

    The load commits as a whole, so one that was killed left nothing and begins again.
    """
    if lines == 0 or has_orders(engine):
        return
    with screen.step("Demo data") as step:
        process = start(
            [
                sys.executable,
                "-m",
                "db.demo",
                "--lines",
                str(lines),
                "--currency",
                books.currency,
                "--zone",
                books.time_zone,
            ],
            output=subprocess.PIPE,
            environment=environment,
            folder=PROJECT,
            when_parent_dies=signal.SIGKILL,
        )
        with process:
            try:
                last = _show(process.stdout or (), step)
                status = process.wait()
            finally:
                stop(process, signal.SIGKILL)
        if status != 0:
            raise LaunchError(f"no demo data, the loader ended with exit code {status}: {last}")
        step.done(f"{lines:,} order lines")


def _show(lines: Iterable[bytes], step: ShownStep) -> str:
    """Show each line that the loader prints; returns the last one."""
    last = "it said nothing"
    for line in lines:
        text = line.decode(errors="replace").strip().removeprefix("demo:").strip()
        if text:
            last = text
            step.progress(text)
    return last

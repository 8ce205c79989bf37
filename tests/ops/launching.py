"""Start the launcher as a person would, read what it shows, and see what it leaves."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from signal import SIGINT, SIGKILL, Signals

from dotenv import dotenv_values
from sqlalchemy import create_engine, text

from sales_core.settings import PROJECT, Settings

READY = "Ctrl-C"
DEMO_LINES = 2000


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(happened: Callable[[], object], seconds: float = 120) -> None:
    """Wait until something is true; fail when it is not in time."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s"
        time.sleep(0.02)


class Launch:
    """A launcher in a process of its own, on a data folder; `said` is all it has written."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        known = {name.upper() for name in Settings.model_fields}
        self._plain = {name: value for name, value in os.environ.items() if name not in known}
        ports = {"PORT": str(free_port()), "SIDECAR_PORT": str(free_port())}
        self.data_dir = data_dir
        self.settings = {"DATA_DIR": str(data_dir), "DEMO": str(DEMO_LINES), **ports, **settings}
        self._output = data_dir.with_name(f"said-{time.monotonic_ns()}")
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ops.launch"],
                cwd=PROJECT,
                env={**self._plain, **self.settings},
                stdout=output,
                stderr=output,
            )

    @property
    def said(self) -> str:
        return self._output.read_text()

    @property
    def errors(self) -> list[str]:
        """The lines that say why it ended."""
        return [line for line in self.said.splitlines() if line.startswith(("error:", "settings:"))]

    def until(self, words: str) -> "Launch":
        """Wait until it says so; fail when it ends before."""
        eventually(lambda: words in self.said or self.process.poll() is not None)
        assert words in self.said, self.said
        return self

    def ended(self, seconds: float = 40) -> int:
        """Wait for its end, then for the end of all it started; its exit code."""
        code = self.process.wait(seconds)
        eventually(lambda: not self.alive(), 10)
        return code

    def asked_to_stop(self, how: Signals = SIGINT) -> int:
        self.process.send_signal(how)
        return self.ended()

    def page(self, path: str = "/") -> int:
        """The status of a page of the app, redirects followed."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.settings['PORT']}{path}", timeout=10) as answer:
            return int(answer.status)

    def command(self, module: str, *words: str, code: int = 0) -> str:
        """What a command prints in another shell, which knows the data folder alone; it ends with that exit code."""
        told = {**self._plain, "DATA_DIR": str(self.data_dir)}
        command = [sys.executable, "-m", module, *words]
        ended = subprocess.run(command, cwd=PROJECT, env=told, capture_output=True, text=True, check=False)
        assert ended.returncode == code, ended.stderr
        return ended.stdout + ended.stderr

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Ask the database that the launcher runs; committed when it changes something."""
        url = dotenv_values(self.data_dir / "running.env")["DATABASE_URL"]
        engine = create_engine(str(url).replace("dashboard@", "owner_login@"))
        try:
            with engine.begin() as connection:
                result = connection.execute(text(sql))
                return [tuple(row) for row in result] if result.returns_rows else []
        finally:
            engine.dispose()

    def alive(self, words: str = "") -> list[int]:
        """The processes, other than the launcher, that work on its data folder and whose command has the words."""
        found = []
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if not entry.name.isdecimal() or int(entry.name) in (os.getpid(), self.process.pid):
                    continue
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                told = f"DATA_DIR={self.data_dir}\0".encode() in (entry / "environ").read_bytes() + b"\0"
                if command and words in command and (told or str(self.data_dir) in command):
                    found.append(int(entry.name))
        return found


@contextlib.contextmanager
def launched(data_dir: Path, **settings: str) -> Iterator[Launch]:
    """A launcher that is ended at the end, whatever happened, with all that it started."""
    launch = Launch(data_dir, **settings)
    try:
        yield launch
    finally:
        if launch.process.poll() is None:
            launch.process.kill()
            launch.process.wait(10)
        for pid in launch.alive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, SIGKILL)

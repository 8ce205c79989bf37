"""Programs that stand in for those of a machine, so that scripts can be tried on machines that we don't have."""

import os
import shutil
import subprocess
from pathlib import Path

from sales_core.settings import PROJECT

_ORDINARY = ("sh", "dirname", "cmp", "rm", "tail", "touch", "grep", "cp", "mv", "mkdir")


class Machine:
    """A folder with one of the project's scripts, and a PATH that holds ordinary programs and stand-ins."""

    def __init__(self, folder: Path, script: str) -> None:
        self.folder = folder
        self.tools = folder / "bin"
        self._script = script
        self._calls = folder / "calls"
        (folder / "ops").mkdir()
        self.tools.mkdir()
        self._calls.touch()
        shutil.copy(PROJECT / script, folder / "ops")
        for tool in _ORDINARY:
            (self.tools / tool).symlink_to(str(shutil.which(tool)))

    def program(self, name: str, body: str = "", *, where: str = "bin") -> None:
        """A stand-in that notes how it was called, then does what the body says."""
        file = self.folder / where / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'#!/bin/sh\necho "{name} $*" >>{self._calls}\n{body}\n')
        file.chmod(0o755)

    def user(self, number: int) -> None:
        """Who runs the script, by number: 0 is root."""
        file = self.tools / "id"
        file.write_text(f"#!/bin/sh\necho {number}\n")
        file.chmod(0o755)

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run the script on this machine."""
        told = {"PATH": str(self.tools), "HOME": os.environ.get("HOME", "/")}
        return subprocess.run(
            [self._script, *words], cwd=self.folder, env=told, capture_output=True, text=True, check=False
        )

    @property
    def calls(self) -> list[str]:
        """The stand-ins' calls, in order."""
        return self._calls.read_text().splitlines()

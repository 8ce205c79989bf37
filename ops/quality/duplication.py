"""No block of code stands twice: `python -m ops.quality.duplication`.

pylint's `symilar` compares all files with each other. What differs by names alone it does not see; what was copied, it
does. Tests may set a scene alike for longer than the product may repeat itself.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ops.quality.reporting import CODE, PRODUCT, ROOT, sources, told

LONGEST = {"the product": (PRODUCT, 7), "all code": (CODE, 8)}
"""By what is compared: the folders, and the lines from which on a repeated block is a finding."""

_WITHOUT = ("--ignore-comments", "--ignore-imports", "--ignore-signatures")


def doubles(files: list[Path], lines: int) -> Iterator[str]:
    """Each block of at least so many lines that stands twice: how long it is and where."""
    program = str(Path(sys.executable).with_name("symilar"))
    command = [program, "--duplicates", str(lines), *_WITHOUT, *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for block in re.split(r"\n(?=\d+ similar lines in )", done.stdout):
        places = re.findall(r"^==(\S+):\[(\d+):(\d+)\]$", block, re.MULTILINE)
        if places:
            size = re.match(r"\s*(\d+) similar lines", block)
            where = ", ".join(f"{path}:{int(first) + 1}" for path, first, _ in places)
            yield f"{size[1] if size else '?'} similar lines: {where}"


def main() -> int:
    """Look at both; 1 when anything was found."""
    worst = 0
    for name, (folders, lines) in LONGEST.items():
        files = sources(folders)
        worst |= told(
            "duplication", list(doubles(files, lines)), f"{name}, {len(files)} files, blocks of {lines} lines"
        )
    return worst


if __name__ == "__main__":
    sys.exit(main())

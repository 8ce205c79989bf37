"""Every link of the documentation leads somewhere: `python -m ops.quality.links`. None of it asks the network.

Looked at are links to files of the project, headings in them included, and paths written as code, such as
`sales_core/plan.py`, which a rename would leave behind.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from ops.quality.reporting import ROOT, told

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
_PATH = re.compile(r"`((?:db|docs|migrations|ops|pages|sales_core|tests|bench)/[A-Za-z0-9_./-]*[A-Za-z0-9_/])`")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def pages(root: Path = ROOT) -> list[Path]:
    """The documentation: the files at the top and all below docs/."""
    return sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md")])


def anchors(text: str) -> set[str]:
    """What headings of a page are linked by: lower case, without punctuation, dashes for blanks."""
    headings = re.findall(r"^#+ +(.+?)\s*$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_there(root: Path, path: str) -> bool:
    """Whether the project has the file or folder, the module written without its ending, or the name in a module."""
    if (root / path).exists() or (root / f"{path}.py").exists():
        return True
    module, _, name = path.rpartition(".")
    file = root / f"{module}.py"
    return file.is_file() and bool(re.search(rf"^(?:def |class )?{re.escape(name)}\b", file.read_text(), re.MULTILINE))


def astray(page: Path, root: Path = ROOT) -> Iterator[str]:
    """Links and paths of a page that lead nowhere."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    name = page.relative_to(root)
    for target in _LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists():
            yield f"{name}: the link {target} leads nowhere"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text(encoding="utf-8")):
            yield f"{name}: {target}: no such heading"
    for path in _PATH.findall(text):
        if not is_there(root, path):
            yield f"{name}: `{path}` is not there"


def main() -> int:
    """Look at all pages; 1 when anything was found."""
    found = pages()
    return told("links", [line for page in found for line in astray(page)], f"{len(found)} pages")


if __name__ == "__main__":
    sys.exit(main())

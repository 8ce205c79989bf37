"""No name stands that nothing uses: `python -m ops.quality.dead_code`.

vulture names what no code mentions; allowed_names.txt says which of those are found in another way, and by whom.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from vulture import Vulture

from ops.quality.reporting import CODE, ROOT, Finding, allowed, left, told

ALLOWED = Path(__file__).with_name("allowed_names.txt")
LEAST_SURE = 60
"""Per cent; vulture's own least, at which it takes attributes and methods into view."""

_FOUND_BY_PYTEST = ["test_*", "pytestmark"]
_TAKEN_BY_THEIR_DECORATOR = ["@pytest.fixture*", "@given*", "@rule*", "@invariant*", "@initialize*", "@metric*"]


def unused(folders: tuple[str, ...] = CODE) -> Iterator[Finding]:
    """The names below the folders that nothing in them uses."""
    look = Vulture(ignore_names=_FOUND_BY_PYTEST, ignore_decorators=_TAKEN_BY_THEIR_DECORATOR)
    look.scavenge([str(ROOT / folder) for folder in folders])
    for item in look.get_unused_code(LEAST_SURE):
        path = str(Path(item.filename).resolve().relative_to(ROOT))
        yield Finding(path, item.first_lineno, item.name, f"{item.typ} {item.name} is used by nothing")


def main() -> int:
    """Look at all code; 1 when anything was found."""
    entries = allowed(ALLOWED)
    return told("dead code", left(unused(), entries, ALLOWED.name), f"{len(CODE)} folders, {len(entries)} lines allow")


if __name__ == "__main__":
    sys.exit(main())

"""The pins of a lock, by the names that packages have in metadata."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def plain(name: str) -> str:
    """A package's name, spelled in the one way that all spellings share."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> dict[str, str]:
    """Version by package, as a lock pins them."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    found = [re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", line) for line in lines]
    return {plain(pin[1]): pin[2] for pin in found if pin}

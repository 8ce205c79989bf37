"""The files that Streamlit serves under /static/, by their addresses.

Asked for another, it answers 200 with its page, which a browser would take for the script, and a proxy would not
know to ask the next process: while a release goes in, each has files of its own.
"""

from functools import cache
from pathlib import Path

import streamlit

PREFIX = "/static/"


@cache
def static_paths() -> frozenset[str]:
    """Each path below the prefix that leads to a file of the installed version."""
    root = Path(streamlit.__file__).parent / "static"
    return frozenset(f"/{file.relative_to(root).as_posix()}" for file in (root / "static").rglob("*") if file.is_file())

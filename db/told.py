"""What the operator told a program: a variable of the environment, else the file named after it in SECRETS_DIR."""

import os
from collections.abc import Mapping
from pathlib import Path

SECRETS_DIR = "/run/secrets"
"""Where container engines put secrets; each a file, named after its setting in small letters."""


def told(name: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """The value of a setting, without blanks around it; an empty one counts as not told."""
    value = environment.get(name, "").strip() or secret(Path(environment.get("SECRETS_DIR") or SECRETS_DIR), name)
    return value or None


def secret(folder: Path, name: str) -> str:
    """What the file of a setting says, '' where there is none. OSError where there is one that may not be read."""
    file = folder / name.lower()
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""

"""The folder of secrets, looked through before a setting is taken from it: a slip there is refused as elsewhere."""

import os
from collections.abc import Iterable
from pathlib import Path

from dotenv import dotenv_values

from db.told import SECRETS_DIR, secret
from sales_core.errors import SettingsError
from sales_core.misspellings import refuse_near_misses


def checked_folder(names: list[str], dotenv_files: Iterable[Path]) -> Path | None:
    """Where secrets stand; None where nobody named a folder and the usual one is not there.

    `names` are the settings', `dotenv_files` in the order of loading: the last one that names the folder wins.
    A folder that is named and missing, a secret that may not be read, one that the environment contradicts and a
    name that is a slip raise SettingsError. No secret is shown.
    """
    named = os.environ.get("SECRETS_DIR")
    for file in dotenv_files:
        named = os.environ.get("SECRETS_DIR") or dotenv_values(file).get("SECRETS_DIR") or named
    folder = Path(named or SECRETS_DIR).expanduser().absolute()
    if not folder.is_dir():
        if named:
            raise SettingsError(f"SECRETS_DIR={named!r} must be a folder that is there")
        return None
    refuse_near_misses({file.name.upper(): "" for file in folder.iterdir()}, names)
    for name in names:
        _refuse_two_voices(folder, name)
    return folder


def _refuse_two_voices(folder: Path, name: str) -> None:
    where = folder / name.lower()
    try:
        hidden = secret(folder, name)
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{name} stands in {where}, which this process can not read") from None
    said = os.environ.get(name, "").strip()
    if hidden and said and hidden != said:
        raise SettingsError(f"{name} is set in the environment and otherwise in {where}: keep one")

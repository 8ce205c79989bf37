"""Slips in the names of settings, told from variables that belong to other programs."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from dotenv.parser import parse_stream

from sales_core.errors import SettingsError

# Near a setting's name, and yet another program's own.
_OTHERS = frozenset({"LOGLEVEL"})


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """The nearest known name as the end of a sentence, or nothing."""
    near = get_close_matches(value, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


def masked(value: str) -> str:
    """The value with what stands where a URL has its password hidden; the user's name stays."""
    value = re.sub(r"^((?:(?:[^:/@]*:)?//)?[^:/@]*:).*@", r"\1***@", value)
    return re.sub(r"(password=)[^&]*", r"\1***", value)


def refuse_unknown(dotenv: Path, known: list[str]) -> None:
    """Every line of `.env` must set a known name: nothing else writes there."""
    if not dotenv.is_file():
        return
    with dotenv.open(encoding="utf-8") as lines:
        for binding in parse_stream(lines):
            blank = len(binding.original.string) - len(binding.original.string.lstrip("\n"))
            where = f"{dotenv.name} line {binding.original.line + blank}"
            if binding.error or (binding.key is not None and binding.value is None):
                raise SettingsError(f"{where} must look like NAME=value")
            name = binding.key
            if name is not None and name.upper() not in known:
                hint = did_you_mean(name.upper(), known) or f"; known: {', '.join(known)}"
                raise SettingsError(f"{where} sets {name}, which is no setting{hint}")


def refuse_near_misses(environment: Mapping[str, str], known: list[str]) -> None:
    """What is nearly a setting's name was meant to be it; anything further off is someone else's."""
    for name in sorted(set(environment) - set(known) - _OTHERS):
        for right in known:
            if name.upper() != right and _slipped(name.upper(), right):
                raise SettingsError(f"{name} is no setting; did you mean {right}?")


def _slipped(name: str, right: str) -> bool:
    """Whether fingers could have typed `name` for `right`.

    A name of one short word (PORT, DEMO) has many innocent neighbours (POST, SORT, MEMO), so only swapped or
    doubled letters count there. In a name of several words each word may be off by one.
    """
    if "_" not in right:
        return _swapped_or_doubled(name, right)
    if name.replace("_", "") == right.replace("_", ""):
        return True
    words, rights = name.split("_"), right.split("_")
    if len(words) != len(rights):
        return False
    off = [(word, meant) for word, meant in zip(words, rights, strict=True) if word != meant]
    return len(off) <= 2 and all(_one_off(word, meant) for word, meant in off)


def _swapped_or_doubled(name: str, right: str) -> bool:
    swapped = {right[:i] + right[i + 1] + right[i] + right[i + 2 :] for i in range(len(right) - 1)}
    doubled = {right[:i] + right[i] + right[i:] for i in range(len(right))}
    return name in swapped | doubled


def _one_off(word: str, meant: str) -> bool:
    """One letter missing, added, or swapped with its neighbour; or another letter, in a word that is long
    enough to stay itself (URI is let pass for URL)."""
    missing = {meant[:i] + meant[i + 1 :] for i in range(len(meant))}
    added = any(word[:i] + word[i + 1 :] == meant for i in range(len(word)))
    changed = len(word) == len(meant) and sum(a != b for a, b in zip(word, meant, strict=True)) == 1
    return (
        word in missing
        or added
        or _swapped_or_doubled(word, meant)
        or (changed and (len(meant) >= 5 or {word, meant} == {"URI", "URL"}))
    )

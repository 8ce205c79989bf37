"""The first line of a file: which of its columns are which."""

from collections import Counter
from collections.abc import Collection, Sequence
from difflib import get_close_matches

from db.intake.shapes import Meaning, Preset
from sales_core.errors import IntakeError

_SHOWN = 80
"""Characters that a refusal shows of a first line, with the words that introduce it."""
_LOOKED_AT = 100
"""Names of a first line among which likenesses are sought."""


def meanings(name: str, header: Sequence[str], preset: Preset) -> list[Meaning | None]:
    """What each column means; None: a column that the preset doesn't know, which is ignored.

    Raises IntakeError when a column of the preset is missing or stands twice. `name` is the file's.
    """
    columns = [column.strip() for column in header]
    known = {field.header: field.meaning for field in preset.fields}
    twice = [column for column, times in Counter(columns).items() if times > 1 and column in known]
    if twice:
        raise IntakeError(f"{name} has the column {twice[0]!r} twice; each must stand once")
    missing = [column for column in known if column not in columns]
    if missing:
        raise IntakeError(f"{name} lacks {_names(missing)}; {_there(columns, missing, known)}")
    return [known.get(column) for column in columns]


def ignored(header: Sequence[str], found: Sequence[Meaning | None]) -> tuple[str, ...]:
    """The names of the columns that are not read."""
    return tuple(column.strip() for column, meaning in zip(header, found, strict=True) if meaning is None)


def _names(columns: Sequence[str]) -> str:
    plural = "columns" if len(columns) > 1 else "column"
    return f"the {plural} {', '.join(repr(column) for column in columns)}"


def _there(columns: Sequence[str], missing: Sequence[str], known: Collection[str]) -> str:
    """What is there instead, and the nearest right answer; of a line that is no such header, nothing of it.

    It may be of a file that isn't for the reader's eyes, such as the system's own.
    """
    other = next((mark for mark in (";", "\t", "|") if len(columns) == 1 and mark in columns[0]), None)
    names = (columns[0].split(other) if other else columns)[:_LOOKED_AT]
    folded = {name.strip().casefold(): name for name in names}
    if not any(get_close_matches(column.casefold(), folded, n=1, cutoff=0.6) for column in known):
        return "its first line names none of the columns"
    there = f"its first line has {', '.join(repr(name) for name in names)}"
    there = there if len(there) <= _SHOWN else f"{there[: _SHOWN - 1]}…"
    if other:
        return f"{there}: fields must be separated by ',', not by {other!r}"
    near = get_close_matches(missing[0].casefold(), folded, n=1, cutoff=0.6)
    return f"{there}; is {folded[near[0]]!r} meant for {missing[0]!r}?" if near else there

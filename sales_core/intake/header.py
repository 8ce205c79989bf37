"""The first line of a file: which of its columns are which."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from db.intake.meanings import Meaning
from db.intake.shapes import Field, Preset
from sales_core.errors import IntakeError
from sales_core.intake import records
from sales_core.intake.answers import Delimiter

_SHOWN = 80
"""Characters that a refusal shows of a first line, with the words that introduce it."""
_LOOKED_AT = 100
"""Names of a first line among which likenesses are sought."""


def folded(name: str) -> str:
    """A column's name without case, blanks and marks: by this names are compared."""
    return "".join(character for character in name.casefold() if character.isalnum())


def delimiter_of(first_line: str, presets: Sequence[Preset]) -> Delimiter:
    """The delimiter by which the line has the most of a preset's columns; of equal ones, the most fields, the comma."""
    known = {folded(name) for preset in presets for field in preset.fields for name in (field.header, *field.also)}

    def goodness(delimiter: Delimiter) -> tuple[int, int]:
        try:
            names = records.split(first_line, delimiter)
        except records.BadRecord:
            return (0, 0)
        return (sum(folded(name) in known for name in names), len(names))

    return max(Delimiter, key=goodness)


def meanings(name: str, header: Sequence[str], preset: Preset, others: Sequence[Preset] = ()) -> list[Meaning | None]:
    """What each column means; None: a column that the preset doesn't know, which is ignored.

    Raises IntakeError when a column of the preset is missing or stands twice, with the one of the `others` that it is
    a file of. `name` is the file's.
    """
    columns = [column.strip() for column in header]
    places = [(field, _place(name, columns, field)) for field in preset.fields]
    missing = [field for field, place in places if place is None and not field.may_lack]
    if missing:
        raise IntakeError(
            f"{name} lacks {_names(missing)}; {_there(columns, missing, preset)}{_fitting(name, columns, others)}"
        )
    _refuse_another_s(name, columns, preset, others)
    found = {place: field.meaning for field, place in places if place is not None}
    return [found.get(place) for place in range(len(columns))]


def of_file(preset: Preset, found: Sequence[Meaning | None]) -> Preset:
    """The preset with the fields whose columns the file has."""
    return replace(preset, fields=tuple(field for field in preset.fields if field.meaning in found))


def _refuse_another_s(name: str, columns: Sequence[str], preset: Preset, others: Sequence[Preset]) -> None:
    """A file with every column of another preset under its own name is that one's, though other names would fit."""
    if not _fits(columns, preset, by_own_names=True):
        for other in others:
            if _fits(columns, other, by_own_names=True):
                raise IntakeError(f"{name} is a file of the preset {other.name!r}, not of {preset.name!r}")


def _fits(columns: Sequence[str], preset: Preset, *, by_own_names: bool = False) -> bool:
    """Whether every column that a file of the preset must have is there."""
    there = {folded(column) for column in columns}
    needed = [(f.header, *(() if by_own_names else f.also)) for f in preset.fields if not f.may_lack]
    return not preset.takes_folder and all(there & {folded(one) for one in names} for names in needed)


def _fitting(name: str, columns: Sequence[str], others: Sequence[Preset]) -> str:
    """Which of the others it is a file of, or a table of."""
    for preset in others:
        if name.partition(".")[0] in preset.tables:
            return f"; it is one of the tables of the preset {preset.name!r}, which takes their folder"
    fitting = [repr(preset.name) for preset in others if _fits(columns, preset)]
    return f"; it is a file of the preset {' or '.join(fitting)}" if fitting else ""


def _place(name: str, columns: Sequence[str], field: Field) -> int | None:
    """Where the field's column stands; one called as the field is goes before one that has another of its names."""
    for names in ((field.header,), field.also):
        wanted = {folded(one) for one in names}
        places = [place for place, column in enumerate(columns) if folded(column) in wanted]
        if len(places) > 1:
            raise IntakeError(_is_twice(name, [columns[place] for place in places], field))
        if places:
            return places[0]
    return None


def _is_twice(name: str, columns: Sequence[str], field: Field) -> str:
    if len(set(columns)) == 1:
        return f"{name} has the column {columns[0]!r} twice; each must stand once"
    return f"{name} has the column {field.header!r} twice, as {' and '.join(map(repr, columns))}; it must stand once"


def ignored(header: Sequence[str], found: Sequence[Meaning | None]) -> tuple[str, ...]:
    """The names of the columns that are not read."""
    return tuple(column.strip() for column, meaning in zip(header, found, strict=True) if meaning is None)


def _names(fields: Sequence[Field]) -> str:
    plural = "columns" if len(fields) > 1 else "column"
    return f"the {plural} {', '.join(repr(field.header) for field in fields)}"


def _there(columns: Sequence[str], missing: Sequence[Field], preset: Preset) -> str:
    """What is there instead, and the nearest right answer; of a line that is no such header, nothing of it.

    It may be of a file that isn't for the reader's eyes, such as the system's own.
    """
    other = next((mark for mark in (";", "\t", "|") if len(columns) == 1 and mark in columns[0]), None)
    names = (columns[0].split(other) if other else columns)[:_LOOKED_AT]
    near = _near(names, preset)
    if not any(near.values()):
        return "its first line names none of the columns"
    there = f"its first line has {', '.join(repr(name) for name in names)}"
    there = there if len(there) <= _SHOWN else f"{there[: _SHOWN - 1]}…"
    if other:
        return f"{there}: fields must be separated by ',', ';' or a tab, not by {other!r}"
    meant = near[missing[0].header]
    return f"{there}; is {meant!r} meant for {missing[0].header!r}?" if meant else there


def _near(names: Sequence[str], preset: Preset) -> Mapping[str, str | None]:
    """For each column of the preset the name that looks most like it."""
    by_fold = {folded(name): name for name in names if folded(name)}
    likenesses = {
        field.header: get_close_matches(folded(field.header), by_fold, n=1, cutoff=0.6) for field in preset.fields
    }
    return {header: by_fold[found[0]] if found else None for header, found in likenesses.items()}

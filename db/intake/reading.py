"""Reading the values of the staged lines: first what their texts show of how they were written, then the values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db.intake import evidence, moments, numbers, texts
from db.intake.evidence import Seen
from db.intake.meanings import Meaning
from db.intake.shapes import Field, Moment, Number, Preset

MARKS = {evidence.POINT: ".", evidence.COMMA: ","}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the first values of a column show, by what they show: see `evidence`."""

    field: Field
    values: Mapping[str, Seen]


def collect(connection: Connection, preset: Preset) -> tuple[list[Shown], list[Shown]]:
    """Gather each column's different texts; what those of numbers show, and those of moments."""
    of_numbers, of_moments = [], []
    for field in preset.fields:
        if isinstance(field.holds, Number | Moment):
            texts.collect(connection, field)
        if isinstance(field.holds, Number):
            of_numbers.append(Shown(field, evidence.of_numbers(connection, field)))
        if isinstance(field.holds, Moment):
            of_moments.append(Shown(field, evidence.of_moments(connection, field)))
    return of_numbers, of_moments


def read(
    connection: Connection,
    preset: Preset,
    marks: Mapping[Meaning, str],
    order: Mapping[Meaning, str],
    *,
    company_zone: str,
    now: datetime,
) -> None:
    """Read the gathered texts. `marks` has the columns' decimal marks, POINT or COMMA; `order` DAY or MONTH first."""
    for field in preset.fields:
        match field.holds:
            case Number():
                numbers.read_numbers(connection, field, field.holds, MARKS[marks[field.meaning]])
            case Moment():
                moments.read_moments(
                    connection,
                    field,
                    field.holds,
                    day_first=order[field.meaning] == evidence.DAY,
                    company_zone=company_zone,
                    now=now,
                )
            case _:
                pass

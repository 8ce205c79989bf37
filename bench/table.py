"""The rows that every benchmark gives, and how they are printed."""

from collections.abc import Sequence
from dataclasses import dataclass

_HEADINGS = ("what", "measured", "unit", "reference", "ratio", "aim")


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. `reference` is what it is compared with, in the same unit, and `ratio` is value/reference;
    `aim` says in words what was hoped for. Each is None where there is none."""

    name: str
    value: float
    unit: str
    reference: float | None = None
    ratio: float | None = None
    aim: str | None = None


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text: names to the left, numbers to the right."""
    cells = [_HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEADINGS))]
    lines = [_line(line, widths) for line in cells]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    return (row.name, _number(row.value), row.unit, _number(row.reference), _number(row.ratio), row.aim or "")


def _number(value: float | None) -> str:
    """Three digits that count, thousands apart; nothing for None."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    name, value, unit, reference, ratio, aim = (
        cell.rjust(width) if column in (1, 3, 4) else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"{name}  {value} {unit}  {reference}  {ratio}  {aim}".rstrip()

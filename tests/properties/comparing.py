"""An engine's frame beside the oracles' answers: what must be equal, and how a difference is told."""

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from sales_core.query import Query
from sales_core.result import Result
from tests.oracle.calendars import GRAINS
from tests.oracle.parties import Record

Key = tuple[Any, ...]


def columns(query: Query) -> list[str]:
    """The columns that hold numbers, in the answer's order."""
    endings = ("", "__before", "__change", "__growth") if query.comparison != "none" else ("",)
    return [f"{m}{ending}" for m in query.metrics for ending in endings] + [c.column for c in query.calculations]


def key_of(query: Query, row: Record) -> Key:
    """What a row is told apart by: the level of a total, buckets, and labels with their keys as text."""
    keys = ((name, row[name], row.get(name + "__key")) for name in query.by)
    level = (row["level"],) if query.totals else ()
    return level + tuple(
        label if name in GRAINS else (label, None if key is None else str(key)) for name, label, key in keys
    )


def numbers(query: Query, rows: list[Record], *, keep_empty: bool = False) -> dict[Key, tuple[Any, ...]]:
    """Rows by key, those that say nothing left out; `partial` stands first where there is a grain."""
    made: dict[Key, tuple[Any, ...]] = {}
    for row in rows:
        values = tuple(row[c] for c in columns(query))
        if keep_empty or any(v is not None and v != 0 for v in values) or not query.by or row.get("level") == 0:
            key = key_of(query, row)
            assert key not in made, f"two rows for {key}"
            made[key] = (row.get("partial"), *values)
    return made


def records(result: Result) -> list[Record]:
    """The frame's rows as plain values: dates, text, Decimals, ints, None for missing."""
    frame = result.frame
    found: list[Record] = [
        {name: plain(value) for name, value in zip(frame.columns, row, strict=True)}
        for row in frame.astype(object).itertuples(index=False, name=None)
    ]
    return found


def plain(value: Any) -> date | str | Decimal | int | bool | None:
    """A cell without its wrapping; missing is None."""
    return None if value is None or value is pd.NA else value


def differences(expected: dict[Key, Any], found: dict[Key, Any]) -> list[str]:
    """What is not equal, key by key."""
    said = []
    for key in sorted({*expected, *found}, key=str):
        if expected.get(key) != found.get(key):
            said.append(f"{key}: expected {expected.get(key)}, found {found.get(key)}")
    return said

"""Answers laid down by hand: a real plan, and a frame whose every value stands in the test."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sales_core.frames import checksum, schema, table, to_frame
from sales_core.plan import Plan
from sales_core.planner import prepare
from sales_core.query import Query
from sales_core.result import Receipt, Result
from sales_core.viewer import EVERYTHING, Role, Viewer

TODAY = date(2026, 6, 30)
MANAGER = Viewer("ada", "Ada", Role.MANAGER, EVERYTHING)
VIEWER = Viewer("bo", "Bo", Role.VIEWER, EVERYTHING)


def answered(query: Query, columns: Mapping[str, Sequence[Any]], viewer: Viewer = MANAGER) -> Result:
    """The query's result with these columns; columns left out are missing throughout."""
    plan: Plan = prepare(query, viewer, TODAY)
    length = max(len(values) for values in columns.values())
    whole = {name: columns.get(name, [None] * length) for name in schema(plan).names}
    if "partial" in whole and "partial" not in columns:
        whole["partial"] = [False] * length
    answer = table(plan, whole)
    receipt = Receipt(
        definitions=(),
        filters=(),
        sql=(),
        rows=length,
        unconverted=0,
        newest_source_row=datetime(2026, 6, 29, 12, tzinfo=UTC),
        answered_at=datetime(2026, 6, 30, 8, tzinfo=UTC),
        from_cache=False,
        version="1",
        checksum=checksum(answer),
        notes=(),
        total_rows=length,
    )
    return Result(plan, to_frame(answer), receipt)

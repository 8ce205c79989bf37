"""Where the numbers of a file come from, in lines that every kind of file can carry."""

from collections.abc import Iterator

from sales_core.reckoned import lines_of
from sales_core.result import Result

Line = tuple[str, str]
"""What is told, and the text."""


def lines(result: Result) -> Iterator[Line]:
    """The whole receipt: definitions, days, filters, how it is reckoned, age, checksum, limits; the SQL last."""
    slip, plan = result.receipt, result.plan
    for d in slip.definitions:
        yield "Definition", f"{d.label} (definition {d.version}): {d.text}"
    yield "Days", str(plan.period)
    if plan.before:
        yield "Compared with", str(plan.before)
    for text in slip.filters or ("none",):
        yield "Filter", text
    for text in lines_of(plan.reckoning):
        yield "Reckoned", text
    yield "Rows of the answer", f"{len(result.frame)} of {slip.total_rows}"
    yield "Rows of facts behind it", str(slip.rows)
    yield "Facts without a rate", str(slip.unconverted)
    yield "Newest source row", slip.newest_source_row.isoformat() if slip.newest_source_row else "none"
    yield "As of", slip.answered_at.isoformat()
    yield "Version of the facts", slip.version
    yield "Checksum", slip.checksum
    for text in slip.notes:
        yield "Note", text
    for statement in slip.sql:
        yield "SQL", statement


def slip_of(result: Result) -> str:
    """The receipt as text."""
    return "\n".join(f"{what}: {text}" for what, text in lines(result))

"""Taking an import back: exactly its facts go, in one transaction, or nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine

from db.intake import reference
from db.intake import withdrawing as rows
from sales_core.audit import Event
from sales_core.errors import IntakeError
from sales_core.loading import loading

_NAMED = 3
"""Things in the way that a refusal names; of the others it gives the number."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What was removed: facts of one import. Customers, products and other names that it brought stay known."""

    import_id: int
    file_name: str
    lines: int
    returns: int
    orders: int
    quotas: int

    def __str__(self) -> str:
        parts = ((self.orders, "documents"), (self.lines, "lines"), (self.returns, "returned lines"))
        counts = ", ".join(f"{count:,} {name}" for count, name in (*parts, (self.quotas, "quotas")))
        return f"import {self.import_id} ({self.file_name}) was taken back: {counts} removed"


def withdraw(engine: Engine, import_id: int, who: str) -> Withdrawal:
    """Take the import back. Raises IntakeError where there is no such import, it is taken back already, or facts hang
    on it that came later: their imports first. Raises SourceError's kinds; then nothing was removed.
    """
    with loading(engine) as connection:
        reference.lock(connection)
        there = rows.state_of(connection, import_id)
        if there is None:
            raise IntakeError(f"there is no import {import_id}; nothing was taken back")
        if there.state != "published":
            raise IntakeError(f"import {import_id} ({there.file_name}) was taken back before; nothing was done")
        _refuse_what_hangs(connection, import_id)
        removed = rows.remove(connection, import_id, there.notes.get("quotas", []))
        rows.note(connection, import_id, who, datetime.now(UTC))
        told: dict[str, str | int] = {"import_id": import_id, "file_name": there.file_name, "lines": removed.lines}
        rows.write_down(connection, Event.IMPORT_TAKEN_BACK, who, told)
    return Withdrawal(import_id, there.file_name, removed.lines, removed.returns, removed.orders, removed.quotas)


def _refuse_what_hangs(connection: Connection, import_id: int) -> None:
    found = rows.hanging(connection, import_id)
    if not found:
        return
    told = [_in_words(one) for one in found[:_NAMED]]
    if len(found) > _NAMED:
        told.append(f"and {len(found) - _NAMED:,} more")
    first = sorted({one.import_id for one in found if one.import_id is not None}, reverse=True)
    advice = f"; take back import {first[0]} first" if first else ""
    raise IntakeError(f"import {import_id} can not be taken back: {'; '.join(told)}{advice}")


def _in_words(one: rows.Hanging) -> str:
    whose = f" of import {one.import_id}" if one.import_id is not None else ""
    match one.what:
        case "repeats":
            return f"import {one.import_id} ({one.document}) has {one.rows:,} of its lines and relies on them"
        case "returns":
            return f"{one.rows:,} returned lines{whose} in {one.document} give back what it sold"
        case "payments":
            return f"{one.rows:,} payments are booked on its document {one.document}"
        case _:
            return f"{one.rows:,} lines{whose} stand in its document {one.document}"

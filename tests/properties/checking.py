"""One question put to all three: the engine, the plain oracle and hand-written SQL; what they don't agree on."""

from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection

from sales_core.query import Query
from sales_core.workspace import Workspace
from tests.oracle import plain, sql
from tests.oracle.document_sums import METRICS
from tests.oracle.parties import Record
from tests.oracle.periods import Days, periods
from tests.oracle.rows import Rows
from tests.oracle.sides import Key
from tests.oracle.statement_labels import Folding
from tests.properties.asking import Question
from tests.properties.clocks import today_by
from tests.properties.comparing import differences, numbers, records


@dataclass(frozen=True, slots=True)
class Checked:
    """What a question gave: differences as sentences, and whether the answer said anything."""

    wrong: list[str]
    says_something: bool


def says_something(query: Query, rows: list[Record]) -> bool:
    """Whether any number of the answer is neither missing nor zero."""
    return any(v for values in numbers(query, rows).values() for v in values[1:])


def check(workspace: Workspace, rows: Rows, connection: Connection, question: Question) -> Checked:
    """Ask all three."""
    return compared(records(workspace.run(question.query, question.viewer)), rows, connection, question)


def compared(found: list[Record], rows: Rows, connection: Connection, question: Question) -> Checked:
    """The engine's answer beside those of the other two."""
    query, scope = question.query, question.viewer.scope
    expected = plain.answer(rows, query, scope, question.days, today_by(query.reckoning))
    wrong = differences(numbers(query, expected), numbers(query, found))
    for days in filter(None, periods(query, question.days, today_by(query.reckoning))):
        wrong += sql_differences(connection, rows, question, days)
    return Checked(wrong, says_something(query, found))


def sql_differences(connection: Connection, rows: Rows, question: Question, days: Days) -> list[str]:
    """Where hand-written SQL says something else than the plain oracle of the facts of a side.

    Both are asked with the values that rankings keep; what those are the engine has to find too.
    """
    query, viewer = question.query, question.viewer
    asking = plain.Answering(rows, query, viewer.scope, question.days, today_by(query.reckoning))
    side, said = asking.side(days, None), list[str]()
    folding = Folding()
    if query.fold and asking.beside_other is not None:
        kept = frozenset(None if key is None else str(key) for key in asking.beside_other)
        folding = Folding(query.fold.dimension, kept)
    found = sql.values(connection, sql.Side(query, viewer.scope, asking.kept, folding), days)
    for metric in query.metrics:
        values: dict[Key, Fraction | None] = {told(key): value for key, value in found[metric].items()}
        places = {told(key): key for key in side.facts} if query.by else {(): ()}
        for key in {*values, *places}:
            expected = METRICS[metric](side.of(places.get(key, ("nowhere",)), metric))
            if key not in values and not expected:
                continue  # nothing is there, so nothing is said
            if expected != values.get(key):
                said.append(f"{metric} at {key}: rows say {expected}, SQL says {values.get(key)}")
    return said


def told(key: Key) -> Key:
    """The key with what tells values apart as text, as an answer has it."""
    return tuple((str(p[0]), p[1]) if isinstance(p, tuple) and p[0] is not None else p for p in key)

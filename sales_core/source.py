"""The way to the facts: one snapshot as a reader under the plan's scope. The only place that asks them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.errors import QueryCanceled
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from db.engine import acting_as
from db.rules.roles import READER, READER_COSTS
from db.versions import version_and_newest
from sales_core.compiler import compile_leg
from sales_core.errors import AskError, SourceError, SourceTimeout, SourceUnavailable
from sales_core.plan import Leg, Plan

Rows = Sequence[Mapping[str, Any]]

MOST_READ = 500_000
"""Rows that all aggregations of a question give at most: they are put together in memory, some kilobytes each."""


@contextmanager
def translated() -> Iterator[None]:
    """Turns what the driver raises into errors of the house, once."""
    try:
        yield
    except NoConnectionFree as error:
        raise SourceUnavailable("the database is busy: no connection became free; try again in a moment") from error
    except DBAPIError as error:
        if isinstance(error.orig, QueryCanceled):
            raise SourceTimeout("the question took longer than allowed and was stopped; narrow the period") from error
        if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated:
            raise SourceUnavailable("the database is not reachable; try again in a moment") from error
        raise SourceError(f"the database refused the question ({type(error.orig).__name__})") from error


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the facts, as one viewer may see them; everything read through it is of the same moment."""

    connection: Connection
    version: str
    newest: datetime | None

    def rows(self, plan: Plan) -> Iterator[tuple[Leg, Rows]]:
        """The rows of each leg, in the plan's order; raw tuples under their column names, never row objects.

        Raises AskError where they would be more than MOST_READ; none is left out.
        """
        room = MOST_READ
        for leg in plan.legs:
            asked = compile_leg(plan, leg)
            cursor = self.connection.execute(asked.limit(room + 1) if leg.level else asked).cursor
            names = [column[0] for column in cursor.description or ()]
            found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            room -= len(found)
            if room < 0:
                raise AskError(
                    f"the answer would be made of more than {MOST_READ:,} rows; "
                    "narrow the period, filter, or break down by less"
                )
            yield leg, found


@contextmanager
def snapshot(engine: Engine, plan: Plan) -> Iterator[Snapshot]:
    """A snapshot under the plan's scope, with the version of what the plan depends on. Raises SourceError's kinds."""
    role = READER_COSTS if plan.costs else READER
    with translated(), acting_as(engine, role, plan.scope, snapshot=True) as connection:
        days = [(period.start, period.end) for period in plan.days]
        version, newest = version_and_newest(connection, days, plan.topics)
        yield Snapshot(connection, version, newest)

"""The list of documents: which match, newest first, a page at a time, with the amounts of the page's own."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select, tuple_

from db.schema.facts import orders
from db.schema.parties import customers
from sales_core.catalog.model import Request
from sales_core.catalog.reckoned import before, since
from sales_core.compiler import scoping
from sales_core.documents.describing import described, document_of, newest_first
from sales_core.documents.matching import matches
from sales_core.documents.model import MOST_FOUND, Document, Listing, Place, Wanted
from sales_core.documents.reading import begins, folded, reader
from sales_core.viewer import Viewer
from sales_core.workspace import Workspace

CHUNK = 500


def listed(workspace: Workspace, wanted: Wanted, viewer: Viewer) -> Listing:
    """A page of the list. Raises AskError where it can't be asked, SourceError where the database gives none."""
    with reader(workspace, viewer) as connection:
        found = _page(connection, workspace, wanted, viewer)
    more = len(found) > wanted.size
    kept = found[: wanted.size]
    return Listing(tuple(d for d, _ in kept), kept[-1][1] if more else None)


def all_listed(workspace: Workspace, wanted: Wanted, viewer: Viewer) -> Iterator[Document]:
    """Every matching document, newest first, of one moment; read a chunk at a time."""
    with reader(workspace, viewer) as connection:
        after = wanted.after
        while True:
            step = Wanted(wanted.query, wanted.text, after, CHUNK)
            found = _page(connection, workspace, step, viewer)
            yield from (document for document, _ in found[:CHUNK])
            if len(found) <= CHUNK:
                return
            after = found[CHUNK - 1][1]


def counted(workspace: Workspace, wanted: Wanted, viewer: Viewer) -> int:
    """How many documents match; MOST_FOUND + 1 says that there are more than MOST_FOUND."""
    with reader(workspace, viewer) as connection:
        parts = [part.with_only_columns(orders.c.order_id) for part in _matching(workspace, wanted, viewer)]
        cut = _either(parts).limit(MOST_FOUND + 1).subquery("found")
        count: int = connection.execute(select(func.count()).select_from(cut)).scalar_one()
        return count


def _page(connection: Connection, workspace: Workspace, wanted: Wanted, viewer: Viewer) -> list[tuple[Document, Place]]:
    """One more than the page has, so that it is known whether another follows; each with its place."""
    parts = [_from_place(part, wanted.after) for part in _matching(workspace, wanted, viewer)]
    newest = [part.order_by(*newest_first(orders)).limit(wanted.size + 1) for part in parts]
    keys = _either(newest).subquery("keys")
    page = select(*keys.c).order_by(*newest_first(keys)).limit(wanted.size + 1).subquery("page")
    rows = connection.execute(described(page, viewer)).all()
    return [document_of(row, workspace) for row in rows]


def _either(parts: list[Select[Any]]) -> Any:
    """The rows of any part, once each."""
    first, *others = parts
    return first.union(*others) if others else first


def _matching(workspace: Workspace, wanted: Wanted, viewer: Viewer) -> list[Select[Any]]:
    """What matches, as parts that may overlap: by number and by customer, each with an index of its own."""
    reckoning = wanted.query.reckoning
    period = wanted.query.period.resolve(workspace.today(reckoning.zone), reckoning)
    within = scoping(viewer.scope.setting)
    keys = select(orders.c.customer_id, orders.c.order_id, orders.c.ordered_at).where(
        within(orders),
        *_in_days(Request(within, period, reckoning, workspace.books)),
        orders.c.status.in_(reckoning.statuses),
        *(matches(condition, viewer) for condition in wanted.query.filters),
    )
    text = folded(wanted.text)
    if not text:
        return [keys]
    named = select(customers.c.customer_id).where(*begins(customers.c.folded, text))
    return [
        keys.where(*begins(orders.c.document_folded, text)),
        keys.where(orders.c.customer_id.in_(named)),
    ]


def _in_days(asked: Request) -> tuple[ColumnElement[bool], ...]:
    """By the day that counts; the moment lies at most a day off it, which lets the index by moment end early."""
    period, day, moment = asked.period, orders.c.business_date, orders.c.ordered_at
    first, last = period.start - timedelta(days=2), period.end + timedelta(days=2)
    return (
        *since(asked, period.start, day, moment),
        *before(asked, period.end, day, moment),
        orders.c.ordered_at >= func.make_timestamptz(first.year, first.month, first.day, 0, 0, 0.0, "UTC"),
        orders.c.ordered_at < func.make_timestamptz(last.year, last.month, last.day, 0, 0, 0.0, "UTC"),
    )


def _from_place(keys: Select[Any], after: Place | None) -> Select[Any]:
    if after is None:
        return keys
    behind = tuple_(orders.c.order_id, orders.c.customer_id) > tuple_(after.order_id, after.customer_id)
    return keys.where(orders.c.ordered_at <= after.ordered_at, or_(orders.c.ordered_at < after.ordered_at, behind))

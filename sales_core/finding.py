"""One search over everything that has a name: customers, products, orders, territories, people, metrics.

Customers and orders are searched by their beginnings, which an index answers under row security; the few others by
the beginning of any word. What lies outside the viewer's scope is not found.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, literal, or_, select

from db.first_rows import GUEST
from db.schema.facts import order_lines, orders, returns
from db.schema.parties import customers, people, products
from db.schema.reference import territories
from sales_core.compiler import scoping
from sales_core.documents.reading import begins, folded, reader
from sales_core.errors import AskError
from sales_core.planner import visible_metrics
from sales_core.viewer import Viewer
from sales_core.workspace import Workspace

MOST_EACH = 8
"""Results of a kind that are shown; that there are more is told."""

SHORTEST = 2


class Kind(StrEnum):
    """What was found; the text is its heading's word."""

    CUSTOMER = "customer"
    PRODUCT = "product"
    ORDER = "order"
    TERRITORY = "territory"
    PERSON = "salesperson"
    METRIC = "metric"


@dataclass(frozen=True, slots=True)
class Found:
    """One result. `key` is what its page needs: keys of the tables, `customer.order` for an order, a metric's name."""

    kind: Kind
    label: str
    beside: str
    key: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The results of one kind, best first; `more` says that others match too."""

    kind: Kind
    results: tuple[Found, ...]
    more: bool


def find(workspace: Workspace, text: str, viewer: Viewer) -> tuple[Findings, ...]:
    """What the text finds, kind by kind; kinds without a result are left out. Raises AskError for too little text."""
    wanted = folded(text)
    if len(wanted) < SHORTEST:
        raise AskError(f"a search has at least {SHORTEST} letters, not {wanted!r}")
    with reader(workspace, viewer) as connection:
        groups = [_findings(kind, found) for kind, found in _rows(connection, wanted, viewer)]
    groups.append(_findings(Kind.METRIC, _metrics(wanted, viewer)))
    return tuple(group for group in groups if group.results)


def _findings(kind: Kind, found: list[Found]) -> Findings:
    return Findings(kind, tuple(found[:MOST_EACH]), len(found) > MOST_EACH)


def _word_begins(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    return func.strpos(func.concat(" ", func.lower(column)), f" {text}") > 0


def _rows(connection: Connection, text: str, viewer: Viewer) -> Iterator[tuple[Kind, list[Found]]]:
    questions = (
        (Kind.CUSTOMER, _customers(text)),
        (Kind.ORDER, _orders(text, viewer)),
        (Kind.PRODUCT, _products(text, viewer)),
        (Kind.TERRITORY, _territories(text, viewer)),
        (Kind.PERSON, _people(text, viewer)),
    )
    for kind, question in questions:
        rows = connection.execute(question.limit(MOST_EACH + 1)).all()
        yield kind, [_found(kind, row) for row in rows]


def _found(kind: Kind, row: Row[Any]) -> Found:
    label, beside, key = tuple(row)
    return Found(kind, label, "" if beside is None else str(beside), str(key))


def _customers(text: str) -> Select[Any]:
    known = customers.c.customer_id != GUEST
    return (
        select(customers.c.name, customers.c.source_key, customers.c.customer_id)
        .where(*begins(customers.c.folded, text), known)
        .order_by(customers.c.folded, customers.c.customer_id)
    )


def _orders(text: str, viewer: Viewer) -> Select[Any]:
    key = func.concat(orders.c.customer_id, ".", orders.c.order_id)
    return (
        select(orders.c.document_no, orders.c.business_date, key)
        .where(*begins(orders.c.document_folded, text), scoping(viewer.scope.setting)(orders))
        .order_by(orders.c.document_folded, orders.c.order_id, orders.c.customer_id)
    )


def _products(text: str, viewer: Viewer) -> Select[Any]:
    """Products sold or taken back in what the viewer may see; with everything in sight, all of them."""
    code = func.lower(products.c.source_key)
    seen = [] if viewer.scope.everything else [_sold_or_back(viewer)]
    return (
        select(products.c.name, products.c.source_key, products.c.product_id)
        .where(or_(_word_begins(products.c.name, text), func.starts_with(code, text)), *seen)
        .order_by(products.c.folded, products.c.product_id)
    )


def _sold_or_back(viewer: Viewer) -> ColumnElement[bool]:
    """One line is looked for by the index, product by product: as EXISTS all lines would be read first."""
    within = scoping(viewer.scope.setting)
    lines, back = order_lines.c.product_id, returns.c.product_id
    sold = select(lines).where(lines == products.c.product_id, within(order_lines)).limit(1).scalar_subquery()
    taken_back = select(literal(1)).where(back == products.c.product_id, within(returns)).exists()
    return or_(sold.is_not(None), taken_back)


def _territories(text: str, viewer: Viewer) -> Select[Any]:
    columns = (territories.c.name, territories.c.region, territories.c.country)
    return (
        select(territories.c.name, territories.c.region, territories.c.territory_id)
        .where(or_(*(_word_begins(column, text) for column in columns)))
        .where(scoping(viewer.scope.setting)(territories))
        .order_by(territories.c.name)
    )


def _people(text: str, viewer: Viewer) -> Select[Any]:
    """Salespeople credited in what the viewer may see; with everything in sight, all of them."""
    sells = exists().where(orders.c.person_id == people.c.person_id, scoping(viewer.scope.setting)(orders))
    seen = [] if viewer.scope.everything else [sells]
    return (
        select(people.c.name, literal(""), people.c.person_id)
        .where(_word_begins(people.c.name, text), *seen)
        .order_by(people.c.name)
    )


def _metrics(text: str, viewer: Viewer) -> list[Found]:
    return [
        Found(Kind.METRIC, metric.label, metric.definition, metric.name)
        for metric in visible_metrics(viewer)
        if any(f" {text}" in f" {words.replace('_', ' ').lower()}" for words in (metric.label, *metric.also))
    ]

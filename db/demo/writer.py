"""Makes the company's history step by step and copies each step into the database, in one transaction."""

from collections.abc import Iterator

import numpy as np
from sqlalchemy import Connection, text

from db.demo import facts
from db.demo.arrays import NONE, Ints
from db.demo.company import Company
from db.demo.copying import copy_rows
from db.demo.facts import Documents
from db.demo.lines import write_lines
from db.demo.orders import Orders, take_orders
from db.demo.payments import pay
from db.demo.quotas import Ledger
from db.demo.references import Ids, next_key
from db.demo.returns import credit_notes, none_yet, split_due, to_come_back
from db.demo.seasons import Step, steps
from db.first_rows import GUEST
from db.schema import parties

_TAKE_IDS = text("SELECT nextval('sales.order_ids') FROM generate_series(1, :count)")


class Writer:
    """Holds what carries over from step to step: numbers of documents, known customers, goods still to come back."""

    def __init__(self, connection: Connection, company: Company, keys: Ids) -> None:
        self._connection, self._company, self._keys = connection, company, keys
        self._start = np.datetime64(company.span.start, "D")
        self._first_customer = next_key(connection, parties.customers.c.customer_id)
        self._met = 0
        self._customer_ids: Ints = np.full(len(company.customers.names), NONE)
        self._orders = self._notes = 1
        self._pending = none_yet()
        self._ledger = Ledger(company)

    def write(self) -> Iterator[int]:
        """Write every step in order of days; yields how many lines each had. Quotas come last."""
        for step in steps(self._company.by_day):
            rng = self._company.random(1, step.number)
            if step.lines.any():
                self._sell(step, rng)
            self._take_back(step, rng)
            yield int(step.lines.sum())
        self._write_quotas()

    def _sell(self, step: Step, rng: np.random.Generator) -> None:
        company = self._company
        orders = take_orders(company, step, self._orders, rng)
        lines = write_lines(company, step, orders, rng)
        units = company.money.unit[orders.currency]
        payments = pay(orders, lines, units, company.span.days, rng)
        self._meet(orders)
        documents = self._documents(orders, "SO-", "invoice")
        self._copy("orders", facts.order_columns(documents, self._keys, self._start))
        self._copy("order_lines", facts.line_columns(documents, lines, self._keys, self._start))
        self._copy("payments", facts.payment_columns(documents, payments, self._keys, self._start))
        back = to_come_back(company, orders, lines, documents.ids, rng)
        self._pending = np.concatenate([self._pending, back])
        self._ledger.sell(orders, lines)
        self._orders += len(orders)

    def _take_back(self, step: Step, rng: np.random.Generator) -> None:
        back, self._pending = split_due(self._pending, step)
        if not len(back):
            return
        notes = credit_notes(self._company, back, self._notes, rng)
        documents = self._documents(notes, "CN-", "credit_note")
        self._copy("orders", facts.order_columns(documents, self._keys, self._start))
        self._copy("returns", facts.return_columns(documents, back, self._keys, self._start))
        self._ledger.take_back(notes, back)
        self._notes += len(notes)

    def _documents(self, orders: Orders, prefix: str, kind: str) -> Documents:
        taken = self._connection.execute(_TAKE_IDS, {"count": len(orders)}).scalars()
        ids = np.fromiter(taken, np.int64, len(orders))
        guest = orders.customer == NONE
        return Documents(orders, ids, np.where(guest, GUEST, self._customer_ids[orders.customer]), prefix, kind)

    def _meet(self, orders: Orders) -> None:
        """Write down the customers who order for the first time, so that each one there has a document."""
        known = self._company.customers
        ordering, first = np.unique(orders.customer[orders.customer != NONE], return_index=True)
        ordering = ordering[np.argsort(first)]
        new = ordering[self._customer_ids[ordering] == NONE]
        numbers = self._met + np.arange(len(new))
        self._customer_ids[new] = self._first_customer + numbers
        self._met += len(new)
        segments = self._keys.segments[known.segment[new]]
        homes = self._keys.territories[known.territory[new]]
        names = [known.names[customer] for customer in new]
        ids = self._customer_ids[new]
        self._copy("customers", facts.customer_columns(ids, numbers + 1, names, segments, homes))

    def _copy(self, table: str, columns: facts.Columns) -> None:
        copy_rows(self._connection, f"sales.{table}", columns)

    def _write_quotas(self) -> None:
        homes = self._company.people.territory
        self._copy("quotas", facts.quota_columns(self._ledger.quotas(), homes, self._keys))

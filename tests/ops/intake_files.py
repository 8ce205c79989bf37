"""Files for the intake's tests, and what a database has of them, by plain SQL."""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, text

from sales_core.company import settle
from sales_core.intake import ImportReport, preset_named, take_in
from sales_core.settings import Settings

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
GOOD = "536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850,United Kingdom"

LONDON = "United Kingdom"

FACTS = """
    SELECT f.source_line, f.kind, o.document_no, f.line_no, c.source_key AS customer, p.source_key AS product,
           f.quantity, f.net_price, t.name AS territory, f.business_date, o.ordered_at, f.rate
    FROM (SELECT customer_id, order_id, line_no, kind, product_id, quantity, net_price, territory_id, business_date,
                 rate, source_line FROM sales.order_lines UNION ALL
          SELECT customer_id, order_id, line_no, 'return', product_id, quantity, net_price, territory_id,
                 business_date, rate, source_line FROM sales.returns) AS f
    JOIN sales.orders AS o USING (customer_id, order_id)
    JOIN sales.customers AS c USING (customer_id)
    JOIN sales.products AS p USING (product_id)
    JOIN sales.territories AS t ON t.territory_id = f.territory_id
    ORDER BY f.source_line
"""
"""One row a fact that came from a file, whichever table it is in; a return's quantity is positive."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a file as a fact."""

    source_line: int
    kind: str
    document: str
    line_no: int
    customer: str
    product: str
    quantity: Decimal
    price: Decimal
    territory: str
    day: str
    """Business date, ISO."""


@dataclass(frozen=True, slots=True)
class Intake:
    """A database that files are taken into. `owner_url` is the superuser's."""

    engine: Engine
    owner_url: str
    folder: Path

    def settled(self, currency: str = "GBP", zone: str = "Europe/London") -> "Intake":
        """The same, with the company's settings stored."""
        settle(self.engine, Settings(company_currency=currency, business_time_zone=zone))
        return self

    def file(self, *lines: str, name: str = "sales.csv", header: str = HEADER) -> Path:
        """A file of these lines under the header; gzipped when the name says so."""
        path = self.folder / name
        content = "\n".join((header, *lines, "")).encode()
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return path

    def take_in(self, path: Path) -> ImportReport:
        """Take the file in as Online Retail."""
        return take_in(self.engine, path, preset_named("online_retail"), "a test")

    def lines(self, *lines: str, name: str = "sales.csv") -> ImportReport:
        """Take in a file of these lines."""
        return self.take_in(self.file(*lines, name=name))

    def ask(self, statement: str) -> Sequence[Any]:
        """Rows of a statement, by the superuser."""
        owner = create_engine(self.owner_url)
        with owner.connect() as connection:
            rows = connection.execute(text(statement)).all()
        owner.dispose()
        return rows

    def execute(self, *statements: str) -> None:
        """Statements by the superuser, in one transaction."""
        owner = create_engine(self.owner_url)
        try:
            with owner.begin() as connection:
                for statement in statements:
                    connection.execute(text(statement))
        finally:
            owner.dispose()

    def facts(self) -> list[Fact]:
        """Every fact, in the order of the file's lines."""
        return [
            Fact(
                row.source_line, row.kind, row.document_no, row.line_no, row.customer, row.product, row.quantity,
                row.net_price, row.territory, row.business_date.isoformat(),
            )
            for row in self.ask(FACTS)
        ]  # fmt: skip

    def rejects(self) -> dict[int, str]:
        """Reason by line, of every import."""
        return {row.source_line: row.reason for row in self.ask("SELECT source_line, reason FROM app.import_rejects")}

    def state(self) -> tuple[Any, ...]:
        """All that an import writes, ids of imports and moments of writing apart."""
        return (
            self.ask(FACTS),
            self.ask("SELECT source_line, reason, raw FROM app.import_rejects ORDER BY source_line"),
            self.ask("SELECT lines_read, lines_loaded, lines_repeated, lines_rejected, state FROM app.imports"),
            self.ask("SELECT source, source_key, name, territory_ids FROM sales.customers ORDER BY source_key"),
            self.ask("SELECT source, source_key, name FROM sales.products ORDER BY source_key"),
            self.ask("SELECT name, region, country FROM sales.territories ORDER BY name"),
        )


def line(
    document: str = "536365",
    product: str = "85123A",
    name: str = "A LAMP",
    quantity: str = "6",
    moment: str = "2010-12-01 08:26:00",
    price: str = "2.55",
    customer: str = "17850",
    country: str = LONDON,
) -> str:
    """One line, sound unless told otherwise."""
    return ",".join((document, product, name, quantity, moment, price, customer, country))

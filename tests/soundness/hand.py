"""Companies small enough to add up by hand: documents are written out in the test that needs them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sales_core.periods import PeriodSpec
from sales_core.query import Comparison, Filter, Query
from sales_core.result import Result
from sales_core.viewer import EVERYTHING, Role, Scope, Viewer
from sales_core.workspace import Workspace
from tests.oracle.company import TABLES, Company
from tests.oracle.parties import Record
from tests.oracle.world import World
from tests.properties.comparing import records

ADMIN = Viewer("ada", "Ada", Role.ADMIN, EVERYTHING)
NORTH, SOUTH = 1, 2


def seeing(*territories: int) -> Viewer:
    """An admin whose rows are those of the territories."""
    return replace(ADMIN, scope=Scope(territories=frozenset(territories)))


def blank() -> Company:
    """Reference data alone."""
    tables: dict[str, list[Record]] = {name: [] for name in TABLES}
    tables |= {
        "currencies": [{"currency": c, "name": c} for c in ("USD", "GBP")],
        "territories": [
            {"territory_id": NORTH, "name": "North", "region": "Isles", "country": "United Kingdom"},
            {"territory_id": SOUTH, "name": "South", "region": "Isles", "country": None},
        ],
        "channels": [{"channel_id": 1, "name": "Shop"}],
        "segments": [{"segment_id": 1, "name": "Retail"}],
        "categories": [{"category_id": 1, "name": "Gifts"}],
        "teams": [{"team_id": 1, "name": "Red"}],
        "people": [{"person_id": 1, "name": "Pat", "team_id": 1}],
        "customers": [
            {"customer_id": n, "source": "hand", "source_key": str(n), "name": name, "segment_id": segment}
            for n, name, segment in ((1, "Smith", 1), (2, "Smith", None), (3, "Jones", None))
        ],
        "products": [
            {"product_id": n, "source": "hand", "source_key": f"p{n}", "name": name, "category_id": category}
            for n, name, category in ((1, "Mug", 1), (2, "Mug", None), (3, "Cup", 1))
        ],
    }
    return Company(tables)


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice of one line (or a credit note of one returned line) unless told otherwise."""

    customer: int
    order: int
    day: date
    territory: int = NORTH
    status: str = "placed"
    currency: str = "USD"
    rate: str | None = "1"
    kind: str = "invoice"
    time: str = "12:00"
    """Of the day in UTC, by which the company's days end."""

    @property
    def carried(self) -> str:
        """The columns a line repeats, moment first, as SQL values."""
        rate = "NULL" if self.rate is None else self.rate
        moment = f"'{self.day} {self.time}Z', '{self.day}'"
        return f"{moment}, {self.territory}, 1, 1, '{self.status}', '{self.currency}', {rate}"

    def header(self) -> str:
        """INSERT of the document."""
        number = f"{self.customer}-{self.order}"
        return (
            "INSERT INTO sales.orders (customer_id, order_id, source, document_no, document_kind, ordered_at, "
            "business_date, territory_id, channel_id, person_id, status, currency, rate) VALUES "
            f"({self.customer}, {self.order}, 'hand', '{number}', '{self.kind}', {self.carried})"
        )

    def line(self, price: str, quantity: str = "1", line_no: int = 1, product: int = 1, **more: str) -> str:
        """INSERT of a line; its list price is its price unless told otherwise."""
        columns = {"list_price": price, **more}
        return (
            "INSERT INTO sales.order_lines (customer_id, order_id, line_no, ordered_at, business_date, territory_id, "
            "channel_id, person_id, status, currency, rate, product_id, quantity, net_price, "
            f"{', '.join(columns)}) VALUES ({self.customer}, {self.order}, {line_no}, {self.carried}, {product}, "
            f"{quantity}, {price}, {', '.join(columns.values())})"
        )

    def back(
        self, price: str, sale: "Document | None" = None, quantity: str = "1", line_no: int = 1, **more: str
    ) -> str:
        """INSERT of a returned line, of the sale's first line where the sale is known."""
        known = {"sale_order_id": str(sale.order), "sale_line_no": "1", "sale_date": f"'{sale.day}'"} if sale else {}
        columns = {"net_price": price, **known, **more}
        return (
            "INSERT INTO sales.returns (customer_id, order_id, line_no, ordered_at, business_date, territory_id, "
            f"channel_id, person_id, status, currency, rate, product_id, quantity, {', '.join(columns)}) VALUES "
            f"({self.customer}, {self.order}, {line_no}, {self.carried}, 1, {quantity}, {', '.join(columns.values())})"
        )


def sold(world: World, customer: int, order: int, day: date, price: str, **more: Any) -> Document:
    """Write an invoice of one line and commit it."""
    document = Document(customer, order, day, **more)
    world.write(document.header(), document.line(price))
    return document


def asked(
    workspace: Workspace,
    metrics: str,
    period: str = "all",
    by: str = "",
    *filters: str,
    viewer: Viewer = ADMIN,
    comparison: Comparison = Comparison.NONE,
    **more: Any,
) -> Result:
    """The answer to a question in words: names separated by blanks, filters as on the command line."""
    return workspace.run(
        Query(
            tuple(metrics.split()),
            PeriodSpec.parse(period),
            tuple(by.split()),
            tuple(Filter.parse(text) for text in filters),
            comparison,
            **more,
        ),
        viewer,
    )


def figures(result: Result, *names: str) -> list[tuple[Any, ...]]:
    """The named columns, row by row; numbers equal ints and Decimals of their value."""
    return [tuple(row[name] for name in names) for row in records(result)]


def one(result: Result, name: str) -> Any:
    """The only value of a column."""
    (row,) = records(result)
    return row[name]

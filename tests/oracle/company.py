"""A seeded small company of about 1,500 lines, 2010-11 to 2012-03, with the traps a sales figure can fall into."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine, insert, text

from db.schema import metadata
from tests.oracle import money, parties
from tests.oracle.money import COMPANY_CURRENCY, drifting
from tests.oracle.parties import Record

FIRST, DAYS = date(2010, 11, 1), 517
"""The last day is 2012-03-31."""

TODAY = date(2012, 3, 20)
"""The business date the tests ask on; a few documents are dated later, as files bring them."""

LEAP_DAY = date(2012, 2, 29)
GUEST = 0
TABLES = (
    "currencies", "rates", "territories", "channels", "segments", "categories", "subcategories", "promotions",
    "teams", "people", "customers", "products", "quotas", "orders", "order_lines", "returns", "payments",
)  # fmt: skip


BOOKS = f"""INSERT INTO app.settings (name, value) VALUES ('company_currency', '{COMPANY_CURRENCY}'),
    ('business_time_zone', 'UTC'), ('fiscal_start_month', '1'), ('week_start', '1') ON CONFLICT DO NOTHING"""
"""What the company keeps its books by; the usual reckoning is in it."""


@dataclass(slots=True)
class Company:
    """Rows by table, in an order that can be inserted."""

    tables: dict[str, list[Record]] = field(default_factory=dict)

    def insert(self, engine: Engine) -> None:
        """Write everything as the loader, in one transaction."""
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL ROLE dashboard_loader"))
            connection.execute(text(BOOKS))
            for name in TABLES:
                insert_rows(connection, name, self.tables[name])


def insert_rows(connection: Connection, table: str, rows: list[Record]) -> None:
    """Insert rows that all have the same columns."""
    if rows:
        connection.execute(insert(metadata.tables[f"sales.{table}"]), rows)


def make(seed: int, documents: int = 700) -> Company:
    """The company of a seed."""
    random = Random(seed)
    tables = parties.references()
    tables["customers"], tables["products"] = parties.customers(random), parties.products(random)
    tables["quotas"] = parties.quotas(random)
    builder = Builder(random)
    for number in range(documents):
        builder.document(number)
    builder.scripted()
    tables |= {"orders": builder.orders, "order_lines": builder.lines, "returns": builder.returns}
    tables["rates"] = money.rates(random, FIRST, DAYS)
    tables["payments"] = money.payments(random, builder.orders, builder.lines)
    return Company(tables)


class Builder:
    """Documents one by one; later credit notes may point at earlier sale lines."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.orders: list[Record] = []
        self.lines: list[Record] = []
        self.returns: list[Record] = []
        self.sold: list[Record] = []

    def document(self, number: int) -> None:
        """An invoice, or every seventh time a credit note."""
        random = self.random
        if number % 7 == 6:
            self.credit_note(number)
            return
        day = LEAP_DAY if number % 90 == 0 else FIRST + timedelta(days=random.randrange(DAYS))
        customer = GUEST if random.random() < 0.12 else random.randint(1, 27)
        order = self.order(number, customer, day)
        for line_no in range(1, random.randint(2, 5)):
            self.line(order, line_no)
        if random.random() < 0.3:
            self.discount(order, Decimal(random.randint(1, 500)) / 100)

    def order(
        self, number: int, customer: int, day: date, kind: str = "invoice", moment: datetime | None = None
    ) -> Record:
        """A header. Its id is unique only beside its customer's: other customers use the same ones."""
        random = self.random
        currency = random.choice(("USD", "USD", "USD", "USD", "GBP", "GBP", "EUR", "EUR", "JPY", "JPY", "CHF"))
        rate = None if random.random() < 0.06 else drifting(currency, day)
        clock = (random.randrange(24), random.randrange(60))
        order = {
            "customer_id": customer,
            "order_id": 1 + number // 2,
            "source": "oracle",
            "document_no": f"{'C' if kind == 'credit_note' else ''}{number}",
            "document_kind": kind,
            "ordered_at": moment or datetime(day.year, day.month, day.day, *clock, tzinfo=UTC),
            **header(random, day, currency, rate),
        }
        while any(o["customer_id"] == customer and o["order_id"] == order["order_id"] for o in self.orders):
            order["order_id"] += 10_000
        self.orders.append(order)
        return order

    def line(self, order: Record, line_no: int, **given: Any) -> Record:
        """A line of any kind; most are sales with a cost."""
        random = self.random
        kind = random.choices(("sale", "fee", "adjustment", "bad_debt"), (86, 6, 5, 3))[0]
        price = Decimal(random.randint(1, 4000)) / 100
        price = {"adjustment": random.choice((Decimal(0), -price)), "bad_debt": -price}.get(kind, price)
        listed = price + random.choice((Decimal(0), Decimal(0), Decimal("0.5"), Decimal("0.333333")))
        line = {
            **{name: order[name] for name in ("customer_id", "order_id", *CARRIED)},
            "line_no": line_no,
            "kind": kind,
            "product_id": random.randint(1, 25),
            "promotion_id": random.choice((None, None, 1, 2, 3)),
            "quantity": random.choice((Decimal(1), Decimal(2), Decimal(12), Decimal("0.375"), Decimal(0))),
            "list_price": listed,
            "net_price": price,
            "order_discount": Decimal(0),
            "tax": Decimal(random.randint(0, 300)) / 100,
            "shipping": random.choice((Decimal(0), Decimal("2.95"))),
            "duties": random.choice((Decimal(0), Decimal(0), Decimal("1.1"))),
            "unit_cost": None if random.random() < 0.15 else (price * Decimal("0.6")).quantize(Decimal("0.000001")),
            **given,
        }
        self.lines.append(line)
        if line["kind"] == "sale":
            self.sold.append(line)
        return line

    def discount(self, order: Record, amount: Decimal) -> None:
        """Allot an order's discount to its sale lines; the first takes what does not divide."""
        lines = [ln for ln in self.lines if ln["order_id"] == order["order_id"]
                 and ln["customer_id"] == order["customer_id"] and ln["kind"] == "sale"]  # fmt: skip
        for line in lines:
            line["order_discount"] = (amount / len(lines)).quantize(Decimal("0.01"))
        if lines:
            lines[0]["order_discount"] += amount - sum(ln["order_discount"] for ln in lines)

    def credit_note(self, number: int) -> None:
        """Takes goods back: half the time from a known sale of the customer, later than it was sold."""
        random = self.random
        sale = random.choice(self.sold) if self.sold and random.random() < 0.6 else None
        customer = sale["customer_id"] if sale else random.randint(0, 27)
        after = sale["business_date"] + timedelta(days=random.randint(0, 70)) if sale else None
        last = FIRST + timedelta(days=DAYS - 1)
        day = min(after, last) if after else FIRST + timedelta(days=random.randrange(DAYS))
        order = self.order(number, customer, day, "credit_note")
        for line_no in range(1, random.randint(2, 4)):
            self.back(order, line_no, sale if line_no == 1 else None)
        if random.random() < 0.3:
            self.line(order, 9, kind="fee", quantity=Decimal(-1))

    def back(self, order: Record, line_no: int, sale: Record | None) -> Record:
        """A returned line."""
        random = self.random
        price = sale["net_price"] if sale else Decimal(random.randint(1, 2000)) / 100
        row = {
            **{name: order[name] for name in ("customer_id", "order_id", *CARRIED)},
            "line_no": line_no,
            "product_id": sale["product_id"] if sale else random.randint(1, 25),
            "promotion_id": sale["promotion_id"] if sale else random.choice((None, 1, 2)),
            "quantity": random.choice((Decimal(1), Decimal("0.125"), Decimal(2))),
            "net_price": price,
            "unit_cost": None if random.random() < 0.3 else price / 2,
            "restocked": random.random() < 0.6,
            "sale_order_id": sale["order_id"] if sale else None,
            "sale_line_no": sale["line_no"] if sale else None,
            "sale_date": sale["business_date"] if sale else None,
        }
        self.returns.append(row)
        return row

    def scripted(self) -> None:
        """Customers whose first order is worth nothing, less than nothing, or who never bought for anything.

        And sales of known worth at moments that two clocks put on two days, or in an hour that is there twice.
        """
        for number, moment in enumerate(MOMENTS, 9100):
            order = self.order(number, 1 + number % 27, moment.date(), moment=moment)
            order |= {"status": "placed", "rate": Decimal(1), "currency": "USD"}
            self.line(order, 1, kind="sale", quantity=Decimal(1), net_price=Decimal(number) / 100)
        for number, (customer, after, price, discount) in enumerate(FIRST_ORDERS, 9000):
            order = self.order(number, customer, FIRST + timedelta(days=after))
            order |= {"status": "placed", "rate": Decimal(1), "currency": "USD"}
            amounts = {"quantity": Decimal(1), "list_price": Decimal(6), "net_price": price, "order_discount": discount}
            self.line(order, 1, kind="sale", **amounts)


FIRST_ORDERS = (
    (28, 0, Decimal(5), Decimal(5)),
    (28, 3, Decimal(5), Decimal(0)),
    (29, 0, Decimal(5), Decimal(9)),
    (29, 200, Decimal(5), Decimal(0)),
    (30, 10, Decimal(0), Decimal(0)),
)
"""Customer, days after the first, net price, order discount."""

MOMENTS = tuple(
    datetime.fromisoformat(text + "+00:00")
    for text in (
        # Around the hours that New York, Berlin and Auckland skip or have twice.
        "2011-03-13 06:59", "2011-03-13 07:00", "2011-11-06 05:30", "2011-11-06 06:30",
        "2011-03-27 00:59", "2011-03-27 01:00", "2011-10-30 00:30", "2011-10-30 01:30",
        "2011-04-02 13:30", "2011-04-02 14:30", "2011-09-24 13:59", "2011-09-24 14:00",
        # The ends of months, years and leap day, minutes to either side of somebody's midnight.
        "2010-12-31 23:59", "2011-01-01 00:00", "2011-01-31 11:15", "2011-05-31 18:14", "2011-05-31 18:15",
        "2011-12-31 22:59", "2011-12-31 23:00", "2012-01-01 04:59", "2012-01-01 05:00",
        "2012-02-28 18:15", "2012-02-29 04:59", "2012-02-29 23:59", "2012-03-01 00:00", "2012-03-20 11:00",
    )
)  # fmt: skip

CARRIED = ("ordered_at", "business_date", "territory_id", "channel_id", "person_id", "status", "currency", "rate")


def header(random: Random, day: date, currency: str, rate: Decimal | None) -> Record:
    """What a document says and its facts repeat."""
    return {
        "business_date": day,
        "territory_id": random.choice((1, 1, 2, 3, 4, 5)),
        "channel_id": random.randint(1, 3),
        "person_id": random.choice((None, 1, 2, 3, 4, 5)),
        "status": random.choices(("placed", "cancelled", "test"), (90, 6, 4))[0],
        "currency": currency,
        "rate": rate,
    }


def kinds_of_traps(company: Company) -> Iterator[tuple[str, int]]:
    """How often each trap is in the company, for a test that it is at all."""
    lines, returns, orders = (company.tables[t] for t in ("order_lines", "returns", "orders"))
    ids = [o["order_id"] for o in orders]
    rated = {(r["currency"], r["day"]) for r in company.tables["rates"]}
    yield "order ids shared by customers", len(ids) - len(set(ids))
    yield "lines without a rate", sum(ln["rate"] is None for ln in lines)
    yield "lines without a cost", sum(ln["unit_cost"] is None for ln in lines)
    yield "lines of Guest", sum(ln["customer_id"] == GUEST for ln in lines)
    yield "lines on 29 February", sum(ln["business_date"] == LEAP_DAY for ln in lines)
    yield "lines after today", sum(ln["business_date"] > TODAY for ln in lines)
    yield "lines with an order discount", sum(ln["order_discount"] != 0 for ln in lines)
    yield "returns of a known sale", sum(r["sale_date"] is not None for r in returns)
    yield "returns of an unknown sale", sum(r["sale_date"] is None for r in returns)
    yield (
        "lines whose rate came late",
        sum(ln["rate"] is None and (ln["currency"], ln["business_date"]) in rated for ln in lines),
    )
    yield "lines of a currency without rates", sum(ln["currency"] == "CHF" for ln in lines)
    yield "lines on the 31st", sum(ln["business_date"].day == 31 for ln in lines)
    yield "lines of promotions", sum(ln["promotion_id"] is not None for ln in lines)
    yield "payments taken back", sum(p["amount"] < 0 for p in company.tables["payments"])
    yield "restocked returns", sum(r["restocked"] for r in returns)
    for kind in ("sale", "fee", "adjustment", "bad_debt"):
        yield f"lines of kind {kind}", sum(ln["kind"] == kind for ln in lines)
    for status in ("cancelled", "test"):
        yield f"orders {status}", sum(o["status"] == status for o in orders)

"""The facts: orders (every document: invoice or credit note), their lines, returned lines, payments.

Lines, returns and payments repeat what their order says of moment, date, territory, channel, person, status, currency
and rate, so that no question has to join two facts; a trigger on orders carries later changes over (db/rules/headers).
Every unique key holds customer_id, which is never updated.
"""

from sqlalchemy import (
    CHAR,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Sequence,
    SmallInteger,
    Table,
    Text,
    text,
)

from db.calendar import FIRST_DAY, LAST_DAY
from db.schema.base import MONEY, QUANTITY, RATE, folded, metadata
from db.schema.parties import customers, people, products
from db.schema.reference import channels, currencies, promotions, territories

order_ids = Sequence("order_ids", metadata=metadata, schema="sales", data_type=BigInteger)

STATUSES = ("placed", "cancelled", "test")
DOCUMENT_KINDS = ("invoice", "credit_note")
KINDS = ("sale", "fee", "adjustment", "bad_debt")


def one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    """A check that the column holds one of a closed list of words."""
    return CheckConstraint(f"{column} in ({', '.join(repr(w) for w in words)})", f"{column}_known")


def carried() -> list[Column[object]]:
    """Columns that a fact repeats from its order."""
    return [
        Column("ordered_at", DateTime(timezone=True), nullable=False, comment="when the document was made"),
        Column("business_date", Date, nullable=False, comment="the day in the business time zone"),
        Column("territory_id", Integer, nullable=False),
        Column("channel_id", Integer, nullable=False),
        Column("person_id", Integer, comment="salesperson credited, where known"),
        Column("status", Text, nullable=False, server_default="placed"),
        Column("currency", CHAR(3), nullable=False),
        Column("rate", RATE, comment="company currency for one unit on the order's day; null: unconverted"),
    ]


def on_a_day_of_the_calendar() -> CheckConstraint:
    """A check that a carried business date is a day of sales.calendar: another one would be in no period."""
    return CheckConstraint(
        f"business_date >= date '{FIRST_DAY}' and business_date <= date '{LAST_DAY}'", "business_date_in_calendar"
    )


def traced() -> list[Column[object]]:
    """Columns that say which file and line a fact came from."""
    return [
        Column("import_id", Integer, comment="app.imports; null: not from a file"),
        Column("source_line", Integer, comment="line in that file, the header is 1"),
    ]


orders = Table(
    "orders",
    metadata,
    Column("customer_id", Integer, ForeignKey(customers.c.customer_id), primary_key=True),
    Column("order_id", BigInteger, primary_key=True, autoincrement=False, comment="from sales.order_ids"),
    Column("source", Text, nullable=False, comment="the preset or system the document came from"),
    Column("document_no", Text, nullable=False, comment="invoice or credit note number there"),
    Column(
        "document_kind",
        Text,
        nullable=False,
        server_default="invoice",
        comment="a credit note cancels or takes back, by its number or its source's word",
    ),
    *carried(),
    Column("import_id", Integer, comment="app.imports; null: not from a file"),
    folded("document_folded", "document_no"),
    ForeignKeyConstraint(["territory_id"], [territories.c.territory_id]),
    ForeignKeyConstraint(["channel_id"], [channels.c.channel_id]),
    ForeignKeyConstraint(["person_id"], [people.c.person_id]),
    ForeignKeyConstraint(["currency"], [currencies.c.currency]),
    on_a_day_of_the_calendar(),
    one_of("status", STATUSES),
    one_of("document_kind", DOCUMENT_KINDS),
    CheckConstraint("rate > 0 and rate <> 'NaN'", "rate_positive"),
    Index("uq_orders_document", "customer_id", "source", "document_no", unique=True),
    # Newest first, and one order of those of a moment: how documents are paged.
    Index("ix_orders_newest", text("ordered_at DESC"), "order_id", "customer_id"),
    Index("ix_orders_document_folded", "document_folded"),
    Index("ix_orders_business_date", "business_date"),
    Index("ix_orders_import_id", "import_id", postgresql_where=text("import_id is not null")),
    schema="sales",
    comment="Documents: one row an invoice or credit note",
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("customer_id", Integer, primary_key=True),
    Column("order_id", BigInteger, primary_key=True, autoincrement=False),
    Column("line_no", Integer, primary_key=True, autoincrement=False),
    *carried(),
    Column("kind", Text, nullable=False, server_default="sale"),
    Column("product_id", Integer, ForeignKey(products.c.product_id), nullable=False),
    Column("promotion_id", Integer, ForeignKey(promotions.c.promotion_id)),
    Column("quantity", QUANTITY, nullable=False),
    Column("list_price", MONEY, nullable=False, comment="a unit, before discounts, in the order's currency"),
    Column("net_price", MONEY, nullable=False, comment="a unit, after the line's own discount"),
    Column("order_discount", MONEY, nullable=False, server_default="0", comment="the line's part of it"),
    Column("tax", MONEY, nullable=False, server_default="0"),
    Column("shipping", MONEY, nullable=False, server_default="0"),
    Column("duties", MONEY, nullable=False, server_default="0"),
    Column("unit_cost", MONEY, comment="in the order's currency, in force on the sale date; null: not known"),
    *traced(),
    ForeignKeyConstraint(["customer_id", "order_id"], [orders.c.customer_id, orders.c.order_id], ondelete="CASCADE"),
    on_a_day_of_the_calendar(),
    one_of("status", STATUSES),
    one_of("kind", KINDS),
    CheckConstraint(
        "'NaN' not in (quantity, list_price, net_price, order_discount, tax, shipping, duties, "
        "coalesce(unit_cost, 0), coalesce(rate, 1))",
        "no_nan",
    ),
    Index("ix_order_lines_business_date", "business_date"),
    Index("ix_order_lines_product", "product_id", "business_date"),
    Index("ix_order_lines_import_id", "import_id", postgresql_where=text("import_id is not null")),
    schema="sales",
    comment="What was sold or charged: one row a line of a document, returned goods excepted",
)

returns = Table(
    "returns",
    metadata,
    Column("customer_id", Integer, primary_key=True),
    Column("order_id", BigInteger, primary_key=True, autoincrement=False, comment="the credit note"),
    Column("line_no", Integer, primary_key=True, autoincrement=False, comment="unique with order_lines of it"),
    *carried(),
    Column("product_id", Integer, ForeignKey(products.c.product_id), nullable=False),
    Column("promotion_id", Integer, ForeignKey(promotions.c.promotion_id), comment="that it had been sold under"),
    Column("quantity", QUANTITY, nullable=False, comment="units returned, positive"),
    Column("net_price", MONEY, nullable=False, comment="credited a unit"),
    Column("unit_cost", MONEY, comment="null: not known"),
    Column("restocked", Boolean, nullable=False, server_default="false", comment="only then is cost reversed"),
    Column("sale_order_id", BigInteger, comment="the order that is returned, where the source knows it"),
    Column("sale_line_no", Integer),
    Column("sale_date", Date, comment="business date of that sale; null: in no sale cohort"),
    *traced(),
    ForeignKeyConstraint(["customer_id", "order_id"], [orders.c.customer_id, orders.c.order_id], ondelete="CASCADE"),
    ForeignKeyConstraint(
        ["customer_id", "sale_order_id", "sale_line_no"],
        [order_lines.c.customer_id, order_lines.c.order_id, order_lines.c.line_no],
    ),
    on_a_day_of_the_calendar(),
    one_of("status", STATUSES),
    CheckConstraint("num_nulls(sale_order_id, sale_line_no, sale_date) in (0, 3)", "sale_known_whole"),
    CheckConstraint("'NaN' not in (quantity, net_price, coalesce(unit_cost, 0), coalesce(rate, 1))", "no_nan"),
    Index("ix_returns_business_date", "business_date"),
    Index("ix_returns_sale_date", "sale_date"),
    Index("ix_returns_sale", "customer_id", "sale_order_id", "sale_line_no"),
    Index("ix_returns_import_id", "import_id", postgresql_where=text("import_id is not null")),
    schema="sales",
    comment="Returned lines; they count on the day of the return, or by the sale's day where that is asked",
)

payments = Table(
    "payments",
    metadata,
    Column("customer_id", Integer, primary_key=True),
    Column("order_id", BigInteger, primary_key=True, autoincrement=False),
    Column("payment_no", SmallInteger, primary_key=True, autoincrement=False),
    Column("paid_at", DateTime(timezone=True), nullable=False),
    Column("territory_id", Integer, nullable=False),
    Column("amount", MONEY, nullable=False, comment="in the order's currency"),
    Column("method", Text, nullable=False),
    ForeignKeyConstraint(["customer_id", "order_id"], [orders.c.customer_id, orders.c.order_id], ondelete="CASCADE"),
    CheckConstraint("amount <> 'NaN'", "no_nan"),
    schema="sales",
    comment="What was paid on an order",
)

"""Reference data: currencies and rates, the calendar, territories, channels, segments, teams, promotions."""

from sqlalchemy import (
    CHAR,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
)

from db.schema.base import RATE, metadata

currencies = Table(
    "currencies",
    metadata,
    Column("currency", CHAR(3), primary_key=True, comment="ISO 4217 code"),
    Column("name", Text, nullable=False),
    Column("minor_digits", SmallInteger, nullable=False, server_default="2", comment="decimals when displayed"),
    CheckConstraint("currency ~ '^[A-Z]{3}$'", "currency_code"),
    schema="sales",
    comment="Currencies that an order can be booked in",
)

rates = Table(
    "rates",
    metadata,
    Column("currency", CHAR(3), ForeignKey(currencies.c.currency), primary_key=True),
    Column("to_currency", CHAR(3), ForeignKey(currencies.c.currency), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("rate", RATE, nullable=False, comment="units of to_currency for one of currency"),
    CheckConstraint("rate > 0 and rate <> 'NaN'", "rate_positive"),
    schema="sales",
    comment="Exchange rates by day; an order takes the rate of its own day when it is loaded",
)

calendar = Table(
    "calendar",
    metadata,
    Column("day", Date, primary_key=True),
    Column("week", Date, nullable=False, comment="first day of the day's week, by the company's week start"),
    Column("month", Date, nullable=False, comment="first day of the month"),
    Column("quarter", Date, nullable=False, comment="first day of the calendar quarter"),
    Column("year", Date, nullable=False, comment="first day of the calendar year"),
    Column("fiscal_year", SmallInteger, nullable=False, comment="named by the year it ends in"),
    Column("fiscal_quarter", SmallInteger, nullable=False),
    Column("fiscal_month", SmallInteger, nullable=False),
    Column("iso_year", SmallInteger, nullable=False),
    Column("iso_week", SmallInteger, nullable=False),
    Column("retail_year", SmallInteger, nullable=False, comment="4-4-5 year, named by the year it starts in"),
    Column("retail_period", SmallInteger, nullable=False, comment="1 to 12, by 4-4-5"),
    Column("retail_week", SmallInteger, nullable=False, comment="1 to 53"),
    Column("weekday", SmallInteger, nullable=False, comment="ISO, Monday is 1"),
    Column("is_business_day", Boolean, nullable=False, comment="Monday to Friday"),
    schema="sales",
    comment="One row a day: every calendar that a question can be asked in",
)

territories = Table(
    "territories",
    metadata,
    Column("territory_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),
    Column("region", Text, nullable=False, comment="the level above: a group of territories"),
    Column("country", Text, comment="country name where the territory is or lies in one"),
    CheckConstraint("territory_id > 0", "territory_id_positive"),
    schema="sales",
    comment="Where a sale belongs; row scope is granted by territory",
)

channels = Table(
    "channels",
    metadata,
    Column("channel_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),
    schema="sales",
    comment="How a sale was made: shop, online, partner",
)

segments = Table(
    "segments",
    metadata,
    Column("segment_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),
    schema="sales",
    comment="Kinds of customer",
)

promotions = Table(
    "promotions",
    metadata,
    Column("promotion_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),
    Column("discount_share", Numeric(7, 6), nullable=False, comment="0 to 1, of the list price"),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False, comment="exclusive"),
    CheckConstraint("discount_share >= 0 and discount_share <= 1", "discount_share_range"),
    CheckConstraint("starts < ends", "period"),
    schema="sales",
    comment="Promotions that a line was sold under",
)

"""Customers, products, teams and people, quotas."""

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from db.schema.base import MONEY, metadata
from db.schema.reference import segments, territories

customers = Table(
    "customers",
    metadata,
    Column("customer_id", Integer, primary_key=True, autoincrement=False, comment="0 is Guest: not known"),
    Column("source", Text, nullable=False, comment="the preset or system that named the customer"),
    Column("source_key", Text, nullable=False, comment="the customer's id there"),
    Column("name", Text, nullable=False),
    Column("segment_id", Integer, ForeignKey(segments.c.segment_id)),
    Column(
        "territory_ids",
        ARRAY(Integer),
        nullable=False,
        server_default=text("'{}'"),
        comment="territories the customer has documents in, kept by a trigger; the row policy reads it",
    ),
    UniqueConstraint("source", "source_key"),
    Index("ix_customers_segment_id", "segment_id"),
    schema="sales",
    comment="Who bought",
)

categories = Table(
    "categories",
    metadata,
    Column("category_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),
    schema="sales",
    comment="Kinds of product",
)

products = Table(
    "products",
    metadata,
    Column("product_id", Integer, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("source_key", Text, nullable=False, comment="the stock code there, case kept"),
    Column("name", Text, nullable=False),
    Column("category_id", Integer, ForeignKey(categories.c.category_id)),
    UniqueConstraint("source", "source_key"),
    Index("ix_products_category_id", "category_id"),
    schema="sales",
    comment="What was sold",
)

teams = Table(
    "teams",
    metadata,
    Column("team_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),
    schema="sales",
    comment="Teams of salespeople",
)

people = Table(
    "people",
    metadata,
    Column("person_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),
    Column("team_id", Integer, ForeignKey(teams.c.team_id)),
    Index("ix_people_team_id", "team_id"),
    schema="sales",
    comment="Salespeople",
)

quotas = Table(
    "quotas",
    metadata,
    Column("person_id", Integer, ForeignKey(people.c.person_id), primary_key=True),
    Column("territory_id", Integer, ForeignKey(territories.c.territory_id), primary_key=True),
    Column("starts", Date, primary_key=True),
    Column("ends", Date, nullable=False, comment="exclusive"),
    Column("amount", MONEY, nullable=False, comment="net sales to reach, in the company's currency"),
    CheckConstraint("starts < ends", "period"),
    CheckConstraint("amount >= 0 and amount <> 'NaN'", "amount_not_negative"),
    Index("ix_quotas_territory_id", "territory_id"),
    Index("ix_quotas_starts_ends", "starts", "ends"),
    schema="sales",
    comment="Targets by person, territory and period",
)

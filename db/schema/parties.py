"""Customers, products, teams and people, quotas."""

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from db.schema.base import MONEY, folded, metadata
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
    folded("folded", "name"),
    UniqueConstraint("source", "source_key"),
    Index("ix_customers_segment_id", "segment_id"),
    Index("ix_customers_folded", "folded", "customer_id"),
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

subcategories = Table(
    "subcategories",
    metadata,
    Column("subcategory_id", Integer, primary_key=True, autoincrement=False),
    Column("category_id", Integer, ForeignKey(categories.c.category_id), nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("category_id", "name"),
    UniqueConstraint("subcategory_id", "category_id"),
    schema="sales",
    comment="Kinds of product within a category; two categories may each have one of the same name",
)

products = Table(
    "products",
    metadata,
    Column("product_id", Integer, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("source_key", Text, nullable=False, comment="the stock code there, case kept"),
    Column("name", Text, nullable=False),
    Column("category_id", Integer, ForeignKey(categories.c.category_id)),
    Column("subcategory_id", Integer, comment="of the product's category"),
    Column("brand", Text),
    folded("folded", "name"),
    # Both say the same category; a subcategory that moves to another category takes its products along.
    ForeignKeyConstraint(
        ["subcategory_id", "category_id"],
        [subcategories.c.subcategory_id, subcategories.c.category_id],
        onupdate="CASCADE",
    ),
    CheckConstraint("subcategory_id is null or category_id is not null", "subcategory_in_category"),
    UniqueConstraint("source", "source_key"),
    Index("ix_products_category_id", "category_id"),
    Index("ix_products_subcategory_id", "subcategory_id"),
    Index("ix_products_folded", "folded", "product_id"),
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

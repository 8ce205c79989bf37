"""Marks and settled marks: what makes an answer's version. See docs/decisions and db/versions."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Numeric, Table, Text, text

from db.schema.base import metadata

_RANDOM = text("rollup.random_h()")

marks = Table(
    "marks",
    metadata,
    Column("day", Date, primary_key=True),
    Column("h", BigInteger, primary_key=True, server_default=_RANDOM, comment="random and positive"),
    CheckConstraint("h > 0", "h_positive"),
    schema="rollup",
    comment="One row a day a writing statement, appended in the transaction that wrote facts of that day",
)

settled = Table(
    "settled",
    metadata,
    Column("day", Date, primary_key=True),
    Column("h", Numeric, nullable=False, comment="sum of the marks that left rollup.marks; sums overflow bigint"),
    schema="rollup",
    comment="What refreshed marks left behind, so that a refresh does not change a version",
)

topic_marks = Table(
    "topic_marks",
    metadata,
    Column("topic", Text, primary_key=True, comment="a reference table that answers join when they are read"),
    Column("h", BigInteger, primary_key=True, server_default=_RANDOM),
    CheckConstraint("h > 0", "h_positive"),
    schema="rollup",
    comment="One row a writing statement that changed reference data",
)

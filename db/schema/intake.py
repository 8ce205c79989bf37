"""Imports, their rejected lines, and the company's settings."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.schema.base import metadata
from db.schema.facts import one_of

imports = Table(
    "imports",
    metadata,
    Column("import_id", Integer, primary_key=True),
    Column("preset", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", Text, nullable=False, comment="of the bytes as they came"),
    Column("state", Text, nullable=False, server_default="published"),
    Column("lines_read", BigInteger, nullable=False, comment="data lines in the file, the header not counted"),
    Column("lines_loaded", BigInteger, nullable=False),
    Column("lines_repeated", BigInteger, nullable=False),
    Column("lines_rejected", BigInteger, nullable=False),
    Column("imported_by", Text, nullable=False),
    Column("imported_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("notes", JSONB, nullable=False, server_default="{}", comment="counts by kind and the like"),
    one_of("state", ("published", "taken_back")),
    CheckConstraint("lines_read = lines_loaded + lines_repeated + lines_rejected", "counts_add_up"),
    Index(
        "uq_imports_published_file",
        "preset",
        "file_sha256",
        unique=True,
        postgresql_where=text("state = 'published'"),
    ),
    schema="app",
    comment="Files taken in: one row a published file",
)

import_rejects = Table(
    "import_rejects",
    metadata,
    Column("import_id", Integer, ForeignKey(imports.c.import_id, ondelete="CASCADE"), primary_key=True),
    Column("source_line", Integer, primary_key=True, comment="line in the file, the header is 1"),
    Column("reason", Text, nullable=False, comment="the rule that was broken and the value that broke it"),
    Column("raw", Text, nullable=False, comment="the line as it came, at most 2,000 characters"),
    schema="app",
    comment="Lines that were not taken in, and why",
)

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    schema="app",
    comment="The company's own settings: currency, time zone, fiscal year start, demo state",
)

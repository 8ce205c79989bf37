"""The tables of the database, by area, on one metadata."""

from db.schema import access, facts, intake, marks, parties, reference, work
from db.schema.base import metadata

__all__ = ["access", "facts", "intake", "marks", "metadata", "parties", "reference", "work"]

"""Revisions of the database, each running the SQL of its day."""

"""Knows SQLAlchemy and PostgreSQL; knows nothing of questions, viewers or pages."""

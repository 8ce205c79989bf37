"""What the worker did and what people use: outcomes of jobs, verifications, uses of pages and metrics.

Reached through the role `dashboard_app`. The queue itself stands in the schema `jobs` (db/rules/jobs.py).
"""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    func,
    text,
)

from db.schema.base import metadata

OUTCOMES = ("done", "failed", "given_back", "cancelled")


def _moment(name: str, comment: str) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=False, server_default=func.now(), comment=comment)


def _person(*, key: bool = False) -> Column[Any]:
    """Who used it; the row goes when the account does."""
    return Column(
        "user_id",
        Uuid(as_uuid=False),
        ForeignKey("app.users.user_id", ondelete="CASCADE"),
        primary_key=key,
        nullable=False,
        comment="The account.",
    )


job_outcomes = Table(
    "job_outcomes",
    metadata,
    Column("job_id", BigInteger, primary_key=True, autoincrement=False, comment="Of the queue; may outlive its job."),
    Column("attempt", Integer, primary_key=True, autoincrement=False, comment="0 for the first."),
    Column("task", Text, nullable=False, comment="Name of the task."),
    _moment("began_at", "When the attempt began."),
    _moment("ended_at", "When it ended."),
    Column("outcome", Text, nullable=False, comment="done, failed, given_back or cancelled."),
    Column("words", Text, nullable=False, comment="What came of it, in a sentence; never a secret."),
    CheckConstraint(f"outcome IN ({', '.join(repr(word) for word in OUTCOMES)})", name="outcome_known"),
    Index("ix_job_outcomes_ended_at", "ended_at"),
    schema="app",
    comment="What came of each attempt of a job: one row an attempt that ended.",
)

verifications = Table(
    "verifications",
    metadata,
    Column("job_id", BigInteger, primary_key=True, autoincrement=False, comment="The job that looked."),
    Column("name", Text, primary_key=True, comment="Name of the identity, as the code declares it."),
    _moment("checked_at", "When."),
    Column("holds", Boolean, nullable=False, comment="Whether both sides agree."),
    Column("words", Text, nullable=False, comment="Both sides, in a sentence."),
    Index("ix_verifications_checked_at", "checked_at"),
    schema="app",
    comment="Whether the identities of the books held: one row an identity a job.",
)

page_uses = Table(
    "page_uses",
    metadata,
    Column("use_id", Uuid(as_uuid=False), primary_key=True, comment="Made by who writes it: written twice is once."),
    _moment("used_at", "When."),
    _person(),
    Column("page", Text, nullable=False, comment="Name of the page."),
    Column(
        "metrics",
        ARRAY(Text),
        nullable=False,
        server_default=text("'{}'"),
        comment="Names of the metrics asked for; empty: the page was opened.",
    ),
    Column(
        "breakdowns",
        ARRAY(Text),
        nullable=False,
        server_default=text("'{}'"),
        comment="Names of what the answer is broken down by; never a value of it.",
    ),
    Column("milliseconds", Integer, nullable=True, comment="From question to answer; NULL: the page was opened."),
    Column(
        "remembered", Boolean, nullable=True, comment="Whether the cache had the answer; NULL: the page was opened."
    ),
    CheckConstraint("milliseconds >= 0", name="milliseconds_positive"),
    Index("ix_page_uses_used_at", "used_at"),
    Index("ix_page_uses_user_id", "user_id"),
    schema="app",
    comment="Uses as they happen: one row a page opened or a question answered. Kept for some weeks.",
)

page_use_days = Table(
    "page_use_days",
    metadata,
    Column("day", Date, primary_key=True, comment="The day by UTC."),
    _person(key=True),
    Column("page", Text, primary_key=True, comment="Name of the page."),
    Column("metric", Text, primary_key=True, comment="Name of the metric; empty: the page was opened."),
    Column("uses", Integer, nullable=False, comment="How often that day."),
    Column("milliseconds", BigInteger, nullable=False, comment="Sum over its questions."),
    Column("slowest", Integer, nullable=False, comment="Of its questions, in milliseconds."),
    CheckConstraint("uses > 0", name="uses_positive"),
    Index("ix_page_use_days_user_id", "user_id"),
    schema="app",
    comment="Uses by day: one row a day, person, page and metric.",
)

CREATE = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON app.job_outcomes, app.verifications, app.page_use_days TO dashboard_app",
    "GRANT SELECT, INSERT, DELETE ON app.page_uses TO dashboard_app",
)
"""Privileges; the backup reads whatever stands in `app`, by db/rules/roles.py."""

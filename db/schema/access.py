"""Who may come in and what they may see: accounts, grants, sessions, tickets, attempts, audit.

Everything here lives in the schema `app` and is reached through the role `dashboard_app`.
Triggers and privileges that SQLAlchemy can not express stand in `db.schema.access_sql`.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.schema.base import metadata
from db.schema.reference import territories

_NOW = func.now()


def _moment(name: str, comment: str, *, default: bool = False, nullable: bool = False) -> Column[Any]:
    """A timestamptz column; `default` fills it with the transaction's now()."""
    filled = _NOW if default else None
    return Column(name, DateTime(timezone=True), nullable=nullable, server_default=filled, comment=comment)


def _owner() -> Column[Any]:
    """The account a row belongs to; the row goes when the account does."""
    return Column(
        "user_id",
        Uuid(as_uuid=False),
        ForeignKey("app.users.user_id", ondelete="CASCADE"),
        nullable=False,
        comment="The account.",
    )


users = Table(
    "users",
    metadata,
    Column(
        "user_id",
        Uuid(as_uuid=False),
        primary_key=True,
        server_default=text("gen_random_uuid()"),
        comment="Opaque, never reused.",
    ),
    Column(
        "sign_in_name",
        Text,
        nullable=False,
        unique=True,
        comment="What is typed at sign-in; lower case, no blanks around.",
    ),
    Column("display_name", Text, nullable=False, comment="How pages call the person."),
    Column("role", Text, nullable=False, comment="viewer, analyst, manager or admin: what may be done."),
    Column(
        "password_hash",
        Text,
        nullable=False,
        comment="bcrypt over base64(sha256(password)); never a password.",
    ),
    Column(
        "must_change_password",
        Boolean,
        nullable=False,
        comment="True while the password is a one-time password: it opens no session, only the form for a new one.",
    ),
    _moment("disabled_at", "Since when the account can not sign in; NULL: it can.", nullable=True),
    _moment("created_at", "When the account was made.", default=True),
    _moment("password_set_at", "When the password was last set.", default=True),
    Column(
        "locale",
        Text,
        nullable=True,
        comment="Language tag that numbers and days are written by; NULL: as the browser says.",
    ),
    Column(
        "picture",
        Text,
        nullable=True,
        comment="Kind of picture that figures are saved as: png or svg; NULL: png.",
    ),
    CheckConstraint("locale ~ '^[A-Za-z0-9-]{2,35}$'", name="locale_tag"),
    CheckConstraint("picture IN ('png', 'svg')", name="picture_known"),
    CheckConstraint("role IN ('viewer', 'analyst', 'manager', 'admin')", name="role_known"),
    CheckConstraint(
        "sign_in_name = lower(btrim(sign_in_name)) AND length(sign_in_name) BETWEEN 1 AND 100",
        name="sign_in_name_plain",
    ),
    CheckConstraint("length(display_name) BETWEEN 1 AND 200", name="display_name_length"),
    CheckConstraint("password_hash LIKE '$2%'", name="password_hashed"),
    schema="app",
    comment="Accounts: one row a person.",
)

grants = Table(
    "grants",
    metadata,
    Column("grant_id", BigInteger, Identity(always=True), primary_key=True, comment="Row number."),
    _owner(),
    Column(
        "territory_id",
        Integer,
        ForeignKey(territories.c.territory_id),
        nullable=True,
        comment="The territory whose rows may be seen; NULL only when everything is granted.",
    ),
    Column(
        "everything",
        Boolean,
        nullable=False,
        server_default=text("false"),
        comment="True: the rows of every territory.",
    ),
    _moment("granted_at", "When it was granted.", default=True),
    UniqueConstraint("user_id", "territory_id"),
    CheckConstraint("everything = (territory_id IS NULL)", name="territory_or_everything"),
    Index("uq_grants_everything", "user_id", unique=True, postgresql_where=text("everything")),
    schema="app",
    comment="Rows an account may see: one row a territory, or one explicit row for everything. No row: no rows.",
)

sessions = Table(
    "sessions",
    metadata,
    Column(
        "id_hash",
        LargeBinary,
        primary_key=True,
        comment="sha256 of the id in the browser's cookie; the id itself is kept nowhere.",
    ),
    _owner(),
    _moment("created_at", "When the person signed in.", default=True),
    _moment("seen_at", "Last seen, to the minute.", default=True),
    _moment("expires_at", "The session is dead from here on: 8 hours idle, 7 days in all."),
    Column("agent", Text, nullable=False, comment="The browser's User-Agent, cut at 200 characters."),
    CheckConstraint("octet_length(id_hash) = 32", name="id_hashed"),
    CheckConstraint("expires_at <= created_at + interval '7 days'", name="seven_days_at_most"),
    Index("ix_sessions_user_id", "user_id"),
    Index("ix_sessions_expires_at", "expires_at"),
    schema="app",
    comment="Open sessions. Deleting a row ends the session in every process at once (NOTIFY session_gone).",
)

tickets = Table(
    "tickets",
    metadata,
    Column("id_hash", LargeBinary, primary_key=True, comment="sha256 of the ticket."),
    _owner(),
    Column("next_path", Text, nullable=False, comment="The local path, with its query, to open after sign-in."),
    Column(
        "browser_hash",
        LargeBinary,
        nullable=False,
        comment="sha256 of the pre-cookie of the browser that typed the password.",
    ),
    _moment("expires_at", "Thirty seconds after it was issued."),
    CheckConstraint("octet_length(id_hash) = 32 AND octet_length(browser_hash) = 32", name="hashed"),
    CheckConstraint("next_path LIKE '/%'", name="next_path_local"),
    Index("ix_tickets_expires_at", "expires_at"),
    schema="app",
    comment="A checked password on its way to a session: taken once, by the browser that began, within 30 seconds.",
)

attempts = Table(
    "attempts",
    metadata,
    Column(
        "name_hash",
        LargeBinary,
        primary_key=True,
        comment="sha256 of the typed name: names without an account lock alike, and what was typed is not kept.",
    ),
    Column("failures", Integer, nullable=False, comment="Wrong passwords since the last right one."),
    _moment("last_at", "The last wrong password.", default=True),
    _moment("locked_until", "Nothing is checked before; NULL: not locked.", nullable=True),
    CheckConstraint("failures > 0", name="failures_counted"),
    CheckConstraint("octet_length(name_hash) = 32", name="name_hashed"),
    Index("ix_attempts_last_at", "last_at"),
    schema="app",
    comment="Wrong passwords by name, for the lockout.",
)

audit = Table(
    "audit",
    metadata,
    Column("audit_id", BigInteger, Identity(always=True), primary_key=True, comment="Row number."),
    _moment("happened_at", "When.", default=True),
    Column("event", Text, nullable=False, comment="What happened, e.g. signed_in."),
    # No foreign key: what happened stays true after the account is gone.
    Column(
        "user_id",
        Uuid(as_uuid=False),
        nullable=True,
        comment="The account it is about; NULL: no such account.",
    ),
    Column("actor", Text, nullable=False, comment="Who did it: a user_id, 'command line' or 'nobody'."),
    Column(
        "detail",
        JSONB,
        nullable=False,
        server_default=text("'{}'::jsonb"),
        comment="The rest, by event; never a secret.",
    ),
    CheckConstraint("event ~ '^[a-z_]{3,40}$'", name="event_named"),
    Index("ix_audit_happened_at", "happened_at"),
    Index("ix_audit_user_id_happened_at", "user_id", "happened_at"),
    schema="app",
    comment="What happened to accounts and sessions. Append-only: no role of the dashboard may update or delete.",
)

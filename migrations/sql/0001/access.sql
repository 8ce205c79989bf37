CREATE TABLE app.attempts (
    name_hash BYTEA NOT NULL,
    failures INTEGER NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    locked_until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_attempts PRIMARY KEY (name_hash),
    CONSTRAINT ck_attempts_failures_counted CHECK (failures > 0),
    CONSTRAINT ck_attempts_name_hashed CHECK (octet_length(name_hash) = 32)
)

CREATE INDEX ix_attempts_last_at ON app.attempts (last_at)

COMMENT ON TABLE app.attempts IS 'Wrong passwords by name, for the lockout.'

COMMENT ON COLUMN app.attempts.name_hash IS 'sha256 of the typed name: names without an account lock alike, and what was typed is not kept.'

COMMENT ON COLUMN app.attempts.failures IS 'Wrong passwords since the last right one.'

COMMENT ON COLUMN app.attempts.last_at IS 'The last wrong password.'

COMMENT ON COLUMN app.attempts.locked_until IS 'Nothing is checked before; NULL: not locked.'

CREATE TABLE app.audit (
    audit_id BIGINT GENERATED ALWAYS AS IDENTITY,
    happened_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    event TEXT NOT NULL,
    user_id UUID,
    actor TEXT NOT NULL,
    detail JSONB DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (audit_id),
    CONSTRAINT ck_audit_event_named CHECK (event ~ '^[a-z_]{3,40}$')
)

CREATE INDEX ix_audit_happened_at ON app.audit (happened_at)

CREATE INDEX ix_audit_user_id_happened_at ON app.audit (user_id, happened_at)

COMMENT ON TABLE app.audit IS 'What happened to accounts and sessions. Append-only: no role of the dashboard may update or delete.'

COMMENT ON COLUMN app.audit.audit_id IS 'Row number.'

COMMENT ON COLUMN app.audit.happened_at IS 'When.'

COMMENT ON COLUMN app.audit.event IS 'What happened, e.g. signed_in.'

COMMENT ON COLUMN app.audit.user_id IS 'The account it is about; NULL: no such account.'

COMMENT ON COLUMN app.audit.actor IS 'Who did it: a user_id, ''command line'' or ''nobody''.'

COMMENT ON COLUMN app.audit.detail IS 'The rest, by event; never a secret.'

CREATE TABLE app.users (
    user_id UUID DEFAULT gen_random_uuid() NOT NULL,
    sign_in_name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change_password BOOLEAN NOT NULL,
    disabled_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    password_set_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (user_id),
    CONSTRAINT ck_users_role_known CHECK (role IN ('viewer', 'analyst', 'manager', 'admin')),
    CONSTRAINT ck_users_sign_in_name_plain CHECK (sign_in_name = lower(btrim(sign_in_name)) AND length(sign_in_name) BETWEEN 1 AND 100),
    CONSTRAINT ck_users_display_name_length CHECK (length(display_name) BETWEEN 1 AND 200),
    CONSTRAINT ck_users_password_hashed CHECK (password_hash LIKE '$2%'),
    CONSTRAINT uq_users_sign_in_name UNIQUE (sign_in_name)
)

COMMENT ON TABLE app.users IS 'Accounts: one row a person.'

COMMENT ON COLUMN app.users.user_id IS 'Opaque, never reused.'

COMMENT ON COLUMN app.users.sign_in_name IS 'What is typed at sign-in; lower case, no blanks around.'

COMMENT ON COLUMN app.users.display_name IS 'How pages call the person.'

COMMENT ON COLUMN app.users.role IS 'viewer, analyst, manager or admin: what may be done.'

COMMENT ON COLUMN app.users.password_hash IS 'bcrypt over base64(sha256(password)); never a password.'

COMMENT ON COLUMN app.users.must_change_password IS 'True while the password is a one-time password: it opens no session, only the form for a new one.'

COMMENT ON COLUMN app.users.disabled_at IS 'Since when the account can not sign in; NULL: it can.'

COMMENT ON COLUMN app.users.created_at IS 'When the account was made.'

COMMENT ON COLUMN app.users.password_set_at IS 'When the password was last set.'

CREATE TABLE app.grants (
    grant_id BIGINT GENERATED ALWAYS AS IDENTITY,
    user_id UUID NOT NULL,
    territory_id INTEGER,
    everything BOOLEAN DEFAULT false NOT NULL,
    granted_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_grants PRIMARY KEY (grant_id),
    CONSTRAINT uq_grants_user_id_territory_id UNIQUE (user_id, territory_id),
    CONSTRAINT ck_grants_territory_or_everything CHECK (everything = (territory_id IS NULL)),
    CONSTRAINT fk_grants_user_id FOREIGN KEY(user_id) REFERENCES app.users (user_id) ON DELETE CASCADE,
    CONSTRAINT fk_grants_territory_id FOREIGN KEY(territory_id) REFERENCES sales.territories (territory_id)
)

CREATE UNIQUE INDEX uq_grants_everything ON app.grants (user_id) WHERE everything

COMMENT ON TABLE app.grants IS 'Rows an account may see: one row a territory, or one explicit row for everything. No row: no rows.'

COMMENT ON COLUMN app.grants.grant_id IS 'Row number.'

COMMENT ON COLUMN app.grants.user_id IS 'The account.'

COMMENT ON COLUMN app.grants.territory_id IS 'The territory whose rows may be seen; NULL only when everything is granted.'

COMMENT ON COLUMN app.grants.everything IS 'True: the rows of every territory.'

COMMENT ON COLUMN app.grants.granted_at IS 'When it was granted.'

CREATE TABLE app.sessions (
    id_hash BYTEA NOT NULL,
    user_id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    agent TEXT NOT NULL,
    CONSTRAINT pk_sessions PRIMARY KEY (id_hash),
    CONSTRAINT ck_sessions_id_hashed CHECK (octet_length(id_hash) = 32),
    CONSTRAINT ck_sessions_seven_days_at_most CHECK (expires_at <= created_at + interval '7 days'),
    CONSTRAINT fk_sessions_user_id FOREIGN KEY(user_id) REFERENCES app.users (user_id) ON DELETE CASCADE
)

CREATE INDEX ix_sessions_expires_at ON app.sessions (expires_at)

CREATE INDEX ix_sessions_user_id ON app.sessions (user_id)

COMMENT ON TABLE app.sessions IS 'Open sessions. Deleting a row ends the session in every process at once (NOTIFY session_gone).'

COMMENT ON COLUMN app.sessions.id_hash IS 'sha256 of the id in the browser''s cookie; the id itself is kept nowhere.'

COMMENT ON COLUMN app.sessions.user_id IS 'The account.'

COMMENT ON COLUMN app.sessions.created_at IS 'When the person signed in.'

COMMENT ON COLUMN app.sessions.seen_at IS 'Last seen, to the minute.'

COMMENT ON COLUMN app.sessions.expires_at IS 'The session is dead from here on: 8 hours idle, 7 days in all.'

COMMENT ON COLUMN app.sessions.agent IS 'The browser''s User-Agent, cut at 200 characters.'

CREATE TABLE app.tickets (
    id_hash BYTEA NOT NULL,
    user_id UUID NOT NULL,
    next_path TEXT NOT NULL,
    browser_hash BYTEA NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_tickets PRIMARY KEY (id_hash),
    CONSTRAINT ck_tickets_hashed CHECK (octet_length(id_hash) = 32 AND octet_length(browser_hash) = 32),
    CONSTRAINT ck_tickets_next_path_local CHECK (next_path LIKE '/%'),
    CONSTRAINT fk_tickets_user_id FOREIGN KEY(user_id) REFERENCES app.users (user_id) ON DELETE CASCADE
)

CREATE INDEX ix_tickets_expires_at ON app.tickets (expires_at)

COMMENT ON TABLE app.tickets IS 'A checked password on its way to a session: taken once, by the browser that began, within 30 seconds.'

COMMENT ON COLUMN app.tickets.id_hash IS 'sha256 of the ticket.'

COMMENT ON COLUMN app.tickets.user_id IS 'The account.'

COMMENT ON COLUMN app.tickets.next_path IS 'The local path, with its query, to open after sign-in.'

COMMENT ON COLUMN app.tickets.browser_hash IS 'sha256 of the pre-cookie of the browser that typed the password.'

COMMENT ON COLUMN app.tickets.expires_at IS 'Thirty seconds after it was issued.'

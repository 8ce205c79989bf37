SET LOCAL lock_timeout = '30s'

SET LOCAL statement_timeout = '60s'

CREATE TABLE app.job_outcomes (
    job_id BIGINT NOT NULL,
    attempt INTEGER NOT NULL,
    task TEXT NOT NULL,
    began_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    outcome TEXT NOT NULL,
    words TEXT NOT NULL,
    CONSTRAINT pk_job_outcomes PRIMARY KEY (job_id, attempt),
    CONSTRAINT ck_job_outcomes_outcome_known CHECK (outcome IN ('done', 'failed', 'given_back', 'cancelled'))
)

CREATE INDEX ix_job_outcomes_ended_at ON app.job_outcomes (ended_at)

COMMENT ON TABLE app.job_outcomes IS 'What came of each attempt of a job: one row an attempt that ended.'

COMMENT ON COLUMN app.job_outcomes.job_id IS 'Of the queue; may outlive its job.'

COMMENT ON COLUMN app.job_outcomes.attempt IS '0 for the first.'

COMMENT ON COLUMN app.job_outcomes.task IS 'Name of the task.'

COMMENT ON COLUMN app.job_outcomes.began_at IS 'When the attempt began.'

COMMENT ON COLUMN app.job_outcomes.ended_at IS 'When it ended.'

COMMENT ON COLUMN app.job_outcomes.outcome IS 'done, failed, given_back or cancelled.'

COMMENT ON COLUMN app.job_outcomes.words IS 'What came of it, in a sentence; never a secret.'

CREATE TABLE app.verifications (
    job_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    checked_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    holds BOOLEAN NOT NULL,
    words TEXT NOT NULL,
    CONSTRAINT pk_verifications PRIMARY KEY (job_id, name)
)

CREATE INDEX ix_verifications_checked_at ON app.verifications (checked_at)

COMMENT ON TABLE app.verifications IS 'Whether the identities of the books held: one row an identity a job.'

COMMENT ON COLUMN app.verifications.job_id IS 'The job that looked.'

COMMENT ON COLUMN app.verifications.name IS 'Name of the identity, as the code declares it.'

COMMENT ON COLUMN app.verifications.checked_at IS 'When.'

COMMENT ON COLUMN app.verifications.holds IS 'Whether both sides agree.'

COMMENT ON COLUMN app.verifications.words IS 'Both sides, in a sentence.'

CREATE TABLE app.page_uses (
    use_id UUID NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    user_id UUID NOT NULL,
    page TEXT NOT NULL,
    metrics TEXT[] DEFAULT '{}' NOT NULL,
    breakdowns TEXT[] DEFAULT '{}' NOT NULL,
    milliseconds INTEGER,
    remembered BOOLEAN,
    CONSTRAINT pk_page_uses PRIMARY KEY (use_id),
    CONSTRAINT ck_page_uses_milliseconds_positive CHECK (milliseconds >= 0),
    CONSTRAINT fk_page_uses_user_id FOREIGN KEY(user_id) REFERENCES app.users (user_id) ON DELETE CASCADE
)

CREATE INDEX ix_page_uses_used_at ON app.page_uses (used_at)

CREATE INDEX ix_page_uses_user_id ON app.page_uses (user_id)

COMMENT ON TABLE app.page_uses IS 'Uses as they happen: one row a page opened or a question answered. Kept for some weeks.'

COMMENT ON COLUMN app.page_uses.use_id IS 'Made by who writes it: written twice is once.'

COMMENT ON COLUMN app.page_uses.used_at IS 'When.'

COMMENT ON COLUMN app.page_uses.user_id IS 'The account.'

COMMENT ON COLUMN app.page_uses.page IS 'Name of the page.'

COMMENT ON COLUMN app.page_uses.metrics IS 'Names of the metrics asked for; empty: the page was opened.'

COMMENT ON COLUMN app.page_uses.breakdowns IS 'Names of what the answer is broken down by; never a value of it.'

COMMENT ON COLUMN app.page_uses.milliseconds IS 'From question to answer; NULL: the page was opened.'

COMMENT ON COLUMN app.page_uses.remembered IS 'Whether the cache had the answer; NULL: the page was opened.'

CREATE TABLE app.page_use_days (
    day DATE NOT NULL,
    user_id UUID NOT NULL,
    page TEXT NOT NULL,
    metric TEXT NOT NULL,
    uses INTEGER NOT NULL,
    milliseconds BIGINT NOT NULL,
    slowest INTEGER NOT NULL,
    CONSTRAINT pk_page_use_days PRIMARY KEY (day, user_id, page, metric),
    CONSTRAINT ck_page_use_days_uses_positive CHECK (uses > 0),
    CONSTRAINT fk_page_use_days_user_id FOREIGN KEY(user_id) REFERENCES app.users (user_id) ON DELETE CASCADE
)

CREATE INDEX ix_page_use_days_user_id ON app.page_use_days (user_id)

COMMENT ON TABLE app.page_use_days IS 'Uses by day: one row a day, person, page and metric.'

COMMENT ON COLUMN app.page_use_days.day IS 'The day by UTC.'

COMMENT ON COLUMN app.page_use_days.user_id IS 'The account.'

COMMENT ON COLUMN app.page_use_days.page IS 'Name of the page.'

COMMENT ON COLUMN app.page_use_days.metric IS 'Name of the metric; empty: the page was opened.'

COMMENT ON COLUMN app.page_use_days.uses IS 'How often that day.'

COMMENT ON COLUMN app.page_use_days.milliseconds IS 'Sum over its questions.'

COMMENT ON COLUMN app.page_use_days.slowest IS 'Of its questions, in milliseconds.'

GRANT SELECT ON app.job_outcomes, app.verifications, app.page_uses, app.page_use_days TO dashboard_backup

GRANT SELECT, INSERT, UPDATE, DELETE ON app.job_outcomes, app.verifications, app.page_use_days TO dashboard_app

GRANT SELECT, INSERT, DELETE ON app.page_uses TO dashboard_app

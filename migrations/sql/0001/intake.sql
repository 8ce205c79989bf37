CREATE TABLE app.imports (
    import_id SERIAL NOT NULL,
    preset TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    state TEXT DEFAULT 'published' NOT NULL,
    lines_read BIGINT NOT NULL,
    lines_loaded BIGINT NOT NULL,
    lines_repeated BIGINT NOT NULL,
    lines_rejected BIGINT NOT NULL,
    imported_by TEXT NOT NULL,
    imported_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    notes JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_imports PRIMARY KEY (import_id),
    CONSTRAINT ck_imports_state_known CHECK (state in ('published', 'taken_back')),
    CONSTRAINT ck_imports_counts_add_up CHECK (lines_read = lines_loaded + lines_repeated + lines_rejected)
)

CREATE UNIQUE INDEX uq_imports_published_file ON app.imports (preset, file_sha256) WHERE state = 'published'

COMMENT ON TABLE app.imports IS 'Files taken in: one row a published file'

COMMENT ON COLUMN app.imports.file_sha256 IS 'of the bytes as they came'

COMMENT ON COLUMN app.imports.lines_read IS 'data lines in the file, the header not counted'

COMMENT ON COLUMN app.imports.notes IS 'counts by kind and the like'

CREATE TABLE app.settings (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_settings PRIMARY KEY (name)
)

COMMENT ON TABLE app.settings IS 'The company''s own settings: currency, time zone, fiscal year start, demo state'

CREATE TABLE app.import_rejects (
    import_id INTEGER NOT NULL,
    source_line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    raw TEXT NOT NULL,
    CONSTRAINT pk_import_rejects PRIMARY KEY (import_id, source_line),
    CONSTRAINT fk_import_rejects_import_id FOREIGN KEY(import_id) REFERENCES app.imports (import_id) ON DELETE CASCADE
)

COMMENT ON TABLE app.import_rejects IS 'Lines that were not taken in, and why'

COMMENT ON COLUMN app.import_rejects.source_line IS 'line in the file, the header is 1'

COMMENT ON COLUMN app.import_rejects.reason IS 'the rule that was broken and the value that broke it'

COMMENT ON COLUMN app.import_rejects.raw IS 'the line as it came, at most 2,000 characters'

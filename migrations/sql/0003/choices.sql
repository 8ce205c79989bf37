SET LOCAL lock_timeout = '30s'

SET LOCAL statement_timeout = '60s'

ALTER TABLE app.users ADD COLUMN locale TEXT, ADD COLUMN picture TEXT

ALTER TABLE app.users ADD CONSTRAINT ck_users_locale_tag CHECK (locale ~ '^[A-Za-z0-9-]{2,35}$')

ALTER TABLE app.users ADD CONSTRAINT ck_users_picture_known CHECK (picture IN ('png', 'svg'))

COMMENT ON COLUMN app.users.locale IS 'Language tag that numbers and days are written by; NULL: as the browser says.'

COMMENT ON COLUMN app.users.picture IS 'Kind of picture that figures are saved as: png or svg; NULL: png.'

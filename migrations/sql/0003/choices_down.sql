SET LOCAL lock_timeout = '30s'

ALTER TABLE app.users DROP COLUMN locale, DROP COLUMN picture

SET LOCAL lock_timeout = '30s'

DROP SCHEMA jobs CASCADE

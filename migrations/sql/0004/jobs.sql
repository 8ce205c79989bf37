SET LOCAL lock_timeout = '30s'

SET LOCAL statement_timeout = '60s'

CREATE SCHEMA jobs

SET LOCAL search_path = jobs

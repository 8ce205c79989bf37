SET LOCAL lock_timeout = '30s'

DROP TABLE app.page_use_days

DROP TABLE app.page_uses

DROP TABLE app.verifications

DROP TABLE app.job_outcomes

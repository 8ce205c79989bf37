-- Run once, after the roles. The server is started with shared_preload_libraries = pg_stat_statements: which statements cost most
-- is a superuser's to ask; docs/operations.md has the question.
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
REVOKE ALL ON pg_stat_statements, pg_stat_statements_info FROM PUBLIC;

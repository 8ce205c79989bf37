SET LOCAL lock_timeout = '30s'

SET LOCAL statement_timeout = '60s'

SET LOCAL search_path TO DEFAULT

DO $$ DECLARE made record; BEGIN
    FOR made IN SELECT oid::regprocedure AS name, prorettype = 'trigger'::regtype AS fires FROM pg_catalog.pg_proc
        WHERE pronamespace = 'jobs'::regnamespace
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = jobs, pg_temp', made.name);
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', made.name);
        IF NOT made.fires THEN EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO dashboard_app', made.name); END IF;
    END LOOP;
END $$

GRANT USAGE ON SCHEMA jobs TO dashboard_app, dashboard_backup

GRANT SELECT, INSERT, UPDATE, DELETE ON jobs.procrastinate_jobs, jobs.procrastinate_periodic_defers TO dashboard_app

GRANT SELECT, INSERT, UPDATE, DELETE ON jobs.procrastinate_workers TO dashboard_app

GRANT SELECT, INSERT ON jobs.procrastinate_events TO dashboard_app

GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO dashboard_app

GRANT SELECT ON ALL TABLES IN SCHEMA jobs TO dashboard_backup

COMMENT ON TABLE jobs.procrastinate_jobs IS 'The queue: one row a job'

COMMENT ON TABLE jobs.procrastinate_events IS 'What happened to each job, and when'

COMMENT ON TABLE jobs.procrastinate_periodic_defers IS 'Which turns of which schedule were queued, so that each is queued once'

COMMENT ON TABLE jobs.procrastinate_workers IS 'Workers that run, each with its last heartbeat'

COMMENT ON SCHEMA jobs IS 'procrastinate, schema of 03.04.00_50_post_add_retry_failed_job_procedure'

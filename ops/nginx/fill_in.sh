#!/bin/sh
# fill_in.sh FOLDER: fill in the templates as the image's entrypoint does, into FOLDER, for tests and linters on this machine.
# The environment decides as it does in the image.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
export NGINX_ENVSUBST_OUTPUT_DIR="$1"
export NGINX_FILES="${NGINX_FILES:-$here/files}"
# shellcheck source=ops/nginx/15-dashboard.envsh
. "$here/15-dashboard.envsh"
# shellcheck disable=SC2016
names=$(awk -v wanted="$NGINX_ENVSUBST_FILTER" 'BEGIN { for (name in ENVIRON) if (name ~ wanted) printf "${%s} ", name }')
for template in "${NGINX_TEMPLATES:-$here/templates}"/*.template; do
    name=$(basename "$template" .template)
    envsubst "$names" <"$template" >"$1/$name"
done

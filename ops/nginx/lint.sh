#!/bin/sh
# lint.sh [TEMPLATES]: fill in the templates, plain and with TLS, and let nginx and Gixy look at them.
# Gixy comes from where ops/image/lint.sh puts the linters.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PATH=$here/../../build/lint/bin:$PATH
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/templates" "$folder/plain" "$folder/tls"
cp "${1:-$here/templates}"/*.template "$folder/templates"
# Addresses, since nginx asks for names.
export NGINX_TEMPLATES="$folder/templates" UPSTREAM_APPS=127.0.0.1:8501,127.0.0.1:8502 SIDECAR=127.0.0.1:8600 OUTER_PROXIES=10.0.0.0/24
"$here/fill_in.sh" "$folder/plain"
cp "$here/tls.conf.example" "$folder/templates/entry.conf.template"
"$here/fill_in.sh" "$folder/tls"

nginx -q -t -c "$folder/plain/nginx.conf"
# An open WebSocket is to be passed on as it comes: the one place without a buffer, and the linter's only exception.
for kind in plain tls; do
    said=$(gixy-next --skips proxy_buffering_off "$folder/$kind/nginx.conf") || { echo "$said"; exit 1; }
done

#!/bin/sh
# What the published image's entrypoint promises, as far as the nginx image relies on it: docs/ci.md has the differences.
set -eu

# Templates become files of conf.d; only variables that are set are filled in, so that nginx's own stay.
fill_in_templates() {
    folder=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
    suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
    # shellcheck disable=SC2016
    defined=$(awk -v wanted="${NGINX_ENVSUBST_FILTER:-}" \
        'BEGIN { for (name in ENVIRON) if (name ~ /^[A-Za-z_][A-Za-z0-9_]*$/ && name ~ wanted) printf "${%s} ", name }')
    for template in "${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}"/*"$suffix"; do
        [ -e "$template" ] || continue
        name=$(basename "$template" "$suffix")
        [ -w "$folder" ] || { echo "$0: error: $template exists, but $folder is not writable" >&2; return 0; }
        envsubst "$defined" <"$template" >"$folder/$name"
    done
}

case ${1:-} in
    nginx | nginx-debug)
        for script in /docker-entrypoint.d/*.envsh; do
            # shellcheck source=/dev/null
            [ ! -x "$script" ] || . "$script"
        done
        fill_in_templates
        for script in /docker-entrypoint.d/*.sh; do
            [ ! -x "$script" ] || "$script"
        done
        ;;
esac
exec "$@"

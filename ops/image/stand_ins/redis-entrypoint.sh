#!/bin/sh
# What the published image's entrypoint promises, as far as the compose files rely on it: docs/ci.md has the differences.
set -eu

case ${1:-} in
    -* | *.conf) set -- redis-server "$@" ;;
esac
case $1 in
    redis-server | valkey-server)
        if [ "$(id -u)" = 0 ]; then
            find . ! -user redis -exec chown redis:redis {} +
            exec setpriv --reuid=redis --regid=redis --clear-groups "$0" "$@"
        fi
        # As in the published images: without a password the server answers its own network, not its own host alone.
        exec "$@" --protected-mode no
        ;;
esac
exec "$@"

# shellcheck shell=bash
# Sourced after engine.sh. The build itself: the project's own Dockerfile, nothing pulled.

# A machine behind a proxy of its own names a CA bundle and a pip.conf in its environment; they are lent to the build, never copied into it.
lent_by_this_machine() {
    local bundle=${SSL_CERT_FILE:-} pip_conf=${PIP_CONFIG_FILE:-/etc/pip.conf}
    LENT=()
    if [ -f "$bundle" ]; then LENT+=(-v "$bundle:$bundle:ro" --build-arg "SSL_CERT_FILE=$bundle"); fi
    if [ -f "$pip_conf" ]; then LENT+=(-v "$pip_conf:/etc/pip.conf:ro"); fi
}

# Both stages are named: what has no name is removed, so that the store keeps one build, and the next one its cache.
build_image() {
    local revision
    revision=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
    lent_by_this_machine
    build_stage --target builder -t "$IMAGE_NAME-builder"
    build_stage --build-arg "REVISION=$revision" -t "$IMAGE_NAME"
    engine image prune --force >/dev/null
}

build_stage() {
    builder bud --layers --isolation chroot --format docker --pull-never --network host "${LENT[@]}" "$@" .
}

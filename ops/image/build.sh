# shellcheck shell=bash
# Sourced after engine.sh. The build itself: the project's own Dockerfile, nothing pulled.

# A machine behind a proxy of its own names a CA bundle and a pip.conf in its environment; they are lent to the build, never copied into it.
lent_by_this_machine() {
    local bundle=${SSL_CERT_FILE:-} pip_conf=${PIP_CONFIG_FILE:-/etc/pip.conf}
    LENT=()
    if [ -f "$bundle" ]; then LENT+=(-v "$bundle:$bundle:ro" --build-arg "SSL_CERT_FILE=$bundle"); fi
    if [ -f "$pip_conf" ]; then LENT+=(-v "$pip_conf:/etc/pip.conf:ro"); fi
}

build_image() {
    local revision
    revision=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
    lent_by_this_machine
    builder bud --layers --isolation chroot --format docker --pull-never --network host "${LENT[@]}" \
        --build-arg "REVISION=$revision" -t "$IMAGE_NAME" .
}

# shellcheck shell=bash
# Sourced after engine.sh. The builds themselves: the project's own Dockerfiles, nothing pulled.

export IMAGE_NAME=localhost/sales-dashboard:test
export IMAGE_NGINX=localhost/sales-dashboard-nginx:test
export IMAGE_OBSERVE=localhost/sales-dashboard:test-observe

BUILD_OPTIONS=(--layers --isolation chroot --format docker --pull-never --network host)

# A machine behind a proxy of its own names a CA bundle and a pip.conf in its environment; they are lent to the stages that install, never
# copied. LENT_ARG goes to every stage, since a stage is found again only by the same arguments.
lent_by_this_machine() {
    local bundle=${SSL_CERT_FILE:-} pip_conf=${PIP_CONFIG_FILE:-/etc/pip.conf}
    LENT=()
    LENT_ARG=()
    if [ -f "$bundle" ]; then
        LENT+=(-v "$bundle:$bundle:ro")
        LENT_ARG+=(--build-arg "SSL_CERT_FILE=$bundle")
    fi
    if [ -f "$pip_conf" ]; then LENT+=(-v "$pip_conf:/etc/pip.conf:ro"); fi
}

# The stage that lists the packages is named too, since the one before it is part of it: what has a name keeps its layers in the store,
# and the next build finds them.
build_image() {
    local revision
    revision=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
    lent_by_this_machine
    build_stage "${LENT[@]}" --target sbom -t "$IMAGE_NAME-sbom" .
    build_stage --build-arg "REVISION=$revision" -t "$IMAGE_NAME" .
}

# The variant with Sentry and OpenTelemetry.
build_observe() {
    lent_by_this_machine
    build_stage "${LENT[@]}" --build-arg OBSERVE=1 --target sbom -t "$IMAGE_OBSERVE-sbom" .
    build_stage --build-arg OBSERVE=1 -t "$IMAGE_OBSERVE" .
}

build_nginx() {
    builder bud "${BUILD_OPTIONS[@]}" -t "$IMAGE_NGINX" ops/nginx
}

build_stage() { builder bud "${BUILD_OPTIONS[@]}" "${LENT_ARG[@]}" "$@"; }

# take_list IMAGE FILE: the list of packages that an image carries.
take_list() {
    engine run --rm --no-healthcheck "$1" cat /opt/dashboard/share/sbom.cdx.json >"$2"
}

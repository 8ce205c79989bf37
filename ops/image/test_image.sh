#!/usr/bin/env bash
# Build the image for real and start the dashboard in it: `make test-image`, as root on Debian with apt.
# No image registry is asked: the base image is made from Debian's packages and kept in IMAGE_STORE for the next run.
set -euo pipefail
cd "$(dirname "$0")/../.."
. ops/image/engine.sh
. ops/image/base.sh
. ops/image/build.sh

work=
leave() {
    local status=$?
    trap - EXIT
    if [ -n "$work" ]; then
        engine rm --all --force --time 3 >/dev/null 2>&1 || status=1
        rm -rf "$work"
    fi
    exit "$status"
}

step() { printf '== %4d s  %s\n' "$SECONDS" "$1"; }

need_root_and_apt
bash ops/image/lint.sh
step "packages"
install_packages
mkdir -p "$IMAGE_STORE"
exec 9>"$IMAGE_STORE/lock"
flock 9
trap leave EXIT
work=$(mktemp -d)
configure_engine "$work"
engine rm --all --force --time 3 >/dev/null # what a killed run left
step "base image"
make_base "$work"
step "build"
build_image >"$work/build.log" 2>&1 || { tail -n 40 "$work/build.log" >&2; exit 1; }
builder images --filter "reference=$IMAGE_NAME" --format 'image {{.Name}}:{{.Tag}} {{.Size}}'
builder images --filter "reference=$IMAGE_BASE" --format 'base  {{.Name}}:{{.Tag}} {{.Size}}'
step "start it"
export IMAGE_ENGINE="podman ${STORE[*]}"
.venv/bin/python -m pytest -q -m image -o addopts="-ra --strict-markers --import-mode=importlib" tests/ops/test_image.py 9>&-
step "done"

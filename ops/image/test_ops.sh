#!/usr/bin/env bash
# Build the images for real and run the laws of the containers in them: `make test-ops`, as root on Debian with apt; arguments go to pytest.
# No image registry is asked: what the images stand on is made from Debian's packages and kept in IMAGE_STORE for the next run.
set -euo pipefail
cd "$(dirname "$0")/../.."
. ops/image/stand_ins.sh
. ops/image/build.sh

work=
# shellcheck disable=SC2329
leave() {
    local status=$?
    trap - EXIT
    if [ -n "$work" ]; then
        remove_left || status=1
        rm -rf "$work"
    fi
    exit "$status"
}

# What a killed run left, and what this one leaves.
remove_left() {
    local left=()
    mapfile -t left < <(engine ps --all --quiet --filter label=sales-dashboard.test)
    [ "${#left[@]}" -eq 0 ] || engine rm --force --time 3 "${left[@]}" >/dev/null
}

step() { printf '== %4d s  %s\n' "$SECONDS" "$1"; }

# told NAME COMMAND…: in silence, unless it fails.
told() {
    local log=$work/$1.log
    shift
    "$@" >"$log" 2>&1 || { tail -n 40 "$log" >&2; return 1; }
}

need_root_and_apt
step "packages"
install_packages
mkdir -p "$IMAGE_STORE"
exec 9>"$IMAGE_STORE/lock"
flock 9
trap leave EXIT
work=$(mktemp -d)
configure_engine "$work"
remove_left
step "what the images stand on"
make_stand_ins "$work"
make_base "$work"
step "lint"
bash ops/image/lint.sh
step "build"
told build build_image
told nginx build_nginx
told observe build_observe
mkdir -p build/image
take_list "$IMAGE_NAME" build/image/sbom.cdx.json
builder images --filter 'reference=localhost/sales-dashboard*' --format 'image {{.Name}}:{{.Tag}} {{.Size}}'
step "laws"
export IMAGE_ENGINE="podman ${STORE[*]}"
export IMAGE_BUILD="buildah ${STORE[*]} bud ${BUILD_OPTIONS[*]} ${LENT_ARG[*]}"
export IMAGE_MEASURED=$work/measured.txt
touch "$IMAGE_MEASURED"
.venv/bin/python -m pytest -q -m containers tests/containers --durations=10 "$@" 9>&- || status=$?
step "measured"
cat "$IMAGE_MEASURED"
cp "$IMAGE_MEASURED" build/image/
step "done"
exit "${status:-0}"

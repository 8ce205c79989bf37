# shellcheck shell=bash
# Sourced after engine.sh. The base image, made once from Debian's packages under the name that the Dockerfile's FROM asks for, so that
# the build needs no image registry. Where a registry can be reached, `docker build .` takes the published image of that name.

make_base() {
    if builder inspect --type image "$IMAGE_BASE" >/dev/null 2>&1; then
        echo "base image: kept from an earlier run"
        return
    fi
    local rootfs=$1/rootfs container
    debootstrap --variant=minbase --include=ca-certificates,python3,python3-pip,python3-venv,netbase,tzdata \
        "$IMAGE_SUITE" "$rootfs" >"$1/debootstrap.log" 2>&1 || { tail -n 20 "$1/debootstrap.log" >&2; return 1; }
    rm -f "$rootfs"/usr/lib/python3.11/EXTERNALLY-MANAGED "$rootfs"/var/cache/apt/archives/*.deb
    ln -s python3 "$rootfs/usr/bin/python"
    container=$(builder from scratch)
    builder copy -q "$container" "$rootfs" / >/dev/null
    builder config --env PATH=/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin --env LANG=C.UTF-8 --cmd python3 "$container"
    builder commit -q --format docker "$container" "$IMAGE_BASE" >/dev/null
    builder rm "$container" >/dev/null
    rm -rf "$rootfs"
    echo "base image: made from Debian $IMAGE_SUITE"
}

# shellcheck shell=bash
# Sourced after engine.sh. Base images, made from Debian's packages under the names that the Dockerfiles' FROM asks for, so that nothing
# needs an image registry. Where a registry can be reached, `docker build .` takes the published images of those names.

IMAGE_DEBIAN=docker.io/library/debian:$IMAGE_SUITE-slim
# Changed when what make_debian puts in changes: an older one in the store is then made anew.
DEBIAN_EDITION=1

have_image() { builder inspect --type image "$1" >/dev/null 2>&1; }

label_of() { builder inspect --type image --format "{{index .Docker.Config.Labels \"$2\"}}" "$1" 2>/dev/null || true; }

make_debian() {
    [ "$(label_of "$IMAGE_DEBIAN" stand-in.edition)" = "$DEBIAN_EDITION" ] && return
    local rootfs=$1/rootfs container
    debootstrap --variant=minbase --include=ca-certificates,netbase,tzdata \
        "$IMAGE_SUITE" "$rootfs" >"$1/debootstrap.log" 2>&1 || { tail -n 20 "$1/debootstrap.log" >&2; return 1; }
    rm -f "$rootfs"/var/cache/apt/archives/*.deb
    rm -rf "$rootfs"/var/lib/apt/lists/* "$rootfs"/usr/share/doc/* "$rootfs"/usr/share/man/* "$rootfs"/var/log/*
    cat >"$rootfs/etc/apt/sources.list" <<SOURCES
deb http://deb.debian.org/debian $IMAGE_SUITE main
deb http://deb.debian.org/debian $IMAGE_SUITE-updates main
deb http://deb.debian.org/debian-security $IMAGE_SUITE-security main
SOURCES
    container=$(builder from scratch)
    builder copy -q "$container" "$rootfs" / >/dev/null
    builder config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd bash \
        --label stand-in=debian --label "stand-in.edition=$DEBIAN_EDITION" "$container"
    builder commit -q --format docker "$container" "$IMAGE_DEBIAN" >/dev/null
    builder rm "$container" >/dev/null
    rm -rf "$rootfs"
}

# make_stand_in DOCKERFILE CONTEXT NAME…: the first name is built, the others are the same image.
make_stand_in() {
    local dockerfile=$1 context=$2 name=$3 other
    shift 3
    builder bud --layers --isolation chroot --format docker --pull-never --network host \
        --build-arg "DEBIAN=$IMAGE_DEBIAN" -f "$dockerfile" -t "$name" "$context" >"$context/build.log" 2>&1 ||
        { tail -n 20 "$context/build.log" >&2; return 1; }
    for other in "$@"; do builder tag "$name" "$other"; done
}

make_base() {
    make_debian "$1"
    mkdir -p "$1/python"
    make_stand_in ops/image/stand_ins/python.Dockerfile "$1/python" "$IMAGE_BASE"
    echo "stand-in $IMAGE_BASE: Debian's $(engine run --rm "$IMAGE_BASE" python --version)"
}

# shellcheck shell=bash
# Sourced. A container engine of our own on a machine without a Docker daemon: Debian's buildah and podman, a store of their own.

: "${IMAGE_STORE:=/var/cache/sales-dashboard-image}"
: "${IMAGE_SUITE:=bookworm}"
export IMAGE_STORE
export IMAGE_BASE=docker.io/library/python:3.11-slim
PACKAGES=(buildah podman runc debootstrap netavark aardvark-dns iptables nginx-light gettext-base ca-certificates debian-archive-keyring)

need_root_and_apt() {
    [ "$(id -u)" -eq 0 ] || { echo "make test-ops needs root: it makes a base image and runs containers" >&2; exit 2; }
    command -v apt-get >/dev/null || { echo "make test-ops needs apt-get (Debian 12)" >&2; exit 2; }
}

install_packages() {
    local missing=() name
    for name in "${PACKAGES[@]}"; do
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing+=("$name")
    done
    [ "${#missing[@]}" -eq 0 ] && return
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Writes the engine's configuration into the folder given, and points both tools at it.
configure_engine() {
    local folder=$1
    mkdir -p "$IMAGE_STORE/storage" "$folder/networks"
    cat >"$folder/containers.conf" <<CONF
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
netns = "host"
log_driver = "k8s-file"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
[network]
network_config_dir = "$folder/networks"
CONF
    export CONTAINERS_CONF=$folder/containers.conf
    STORE=(--root "$IMAGE_STORE/storage" --runroot "$IMAGE_STORE/run" --storage-driver overlay)
}

builder() { buildah "${STORE[@]}" "$@"; }
engine() { podman "${STORE[@]}" "$@"; }

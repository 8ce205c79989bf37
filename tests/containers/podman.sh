#!/bin/bash
# podman for podman-compose: a store of this run's own over the images of IMAGE_STORE, no network but the one that it is in.
# Two things of podman that Docker does not do are taken out: a writable /run in a read-only container, and dependencies between
# containers, which podman 4.3 can not start once one of them has ended.
set -euo pipefail
export CONTAINERS_CONF=$PRODUCTION_FOLDER/containers.conf CONTAINERS_STORAGE_CONF=$PRODUCTION_FOLDER/storage.conf DISABLE_HC_SYSTEMD=true
words=()
for word; do
    case $word in
        --requires=*) continue ;;
    esac
    words+=("$word")
    case ${#words[@]}$word in
        1run | 1create) words+=(--read-only-tmpfs=false) ;;
    esac
done
exec podman "${words[@]}"

#!/usr/bin/env bash
# Build both images of a release, push them, and print `version=`, `image=` and `nginx=` with their digests.
#
#     ops/deploy/push.sh ghcr.io/OWNER VERSION REVISION
#
# ENGINE is docker, or another program with its commands. All but the three lines goes to stderr.
set -euo pipefail
cd "$(dirname "$0")/../.."
engine=${ENGINE:-docker}
[ $# -eq 3 ] || { echo "push: usage: push.sh REGISTRY VERSION REVISION" >&2; exit 2; }
registry=$1 version=$2 revision=$3
[[ $version =~ ^[0-9A-Za-z][0-9A-Za-z._-]{0,127}$ ]] || { echo "push: $version is no version" >&2; exit 2; }

# Prints the name by digest of an image that was just pushed: it is the registry's answer, not a tag that may move.
pushed() {
    local name=$1
    shift
    "$engine" build "$@" --tag "$name:$version" >&2
    "$engine" push "$name:$version" >&2
    "$engine" image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$name:$version" | grep -m1 "^$name@"
}

labels=(--build-arg "VERSION=$version" --build-arg "REVISION=$revision")
image=$(pushed "$registry/sales-dashboard" "${labels[@]}" .)
nginx=$(pushed "$registry/sales-dashboard-nginx" "${labels[@]}" ops/nginx)
printf 'version=%s\nimage=%s\nnginx=%s\n' "$version" "$image" "$nginx"

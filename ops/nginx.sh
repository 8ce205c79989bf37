#!/bin/sh
# See to it that the tests find nginx and envsubst: on the PATH, else by apt as root.
set -eu
cd "$(dirname "$0")/.."

missing() {
    packages=
    command -v nginx >/dev/null || packages=nginx-light
    command -v envsubst >/dev/null || packages="$packages gettext-base"
    [ -n "$packages" ]
}

# Run it in silence; when it fails, show the last of what it said.
quietly() {
    said=$("$@" 2>&1) && return 0
    printf '%s\n' "$said" | tail -n 3 >&2
    return 1
}

# RUNLEVEL: else Debian's package starts a server of its own at once.
by_apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "   ..  nginx                   installing it by apt"
    export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
    # shellcheck disable=SC2086
    quietly apt-get update -qq &&
        quietly apt-get install -qq -y --no-install-recommends $packages
}

missing || exit 0
if by_apt && ! missing; then exit 0; fi
printf '\033[31merror: the tests of the proxy need nginx and envsubst: put them on the PATH, or run make test as root once\033[0m\n' >&2
exit 1

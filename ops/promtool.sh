#!/bin/sh
# See to it that there is a promtool to check alert rules with, and print where: on the PATH, else build/promtool.
# Taken out of Debian's package, which is not installed: that would start a Prometheus on this machine.
set -eu
cd "$(dirname "$0")/.."
kept=$PWD/build/promtool

fail() {
    printf '\033[31merror: %s\033[0m\n' "$1" >&2
    exit 1
}

fetch() {
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    chmod 755 "$folder" # apt fetches as a user of its own
    [ "$(id -u)" != 0 ] || apt-get update -qq >&2
    (cd "$folder" && apt-get download -qq prometheus >&2)
    dpkg-deb --fsys-tarfile "$folder"/prometheus_*.deb | tar -x -C "$folder" ./usr/bin/promtool
    mkdir -p build
    mv "$folder/usr/bin/promtool" "$kept"
}

if command -v promtool; then exit 0; fi
if [ ! -x "$kept" ]; then
    command -v apt-get >/dev/null || fail "put promtool, of the package prometheus, on the PATH"
    fetch || fail "could not take promtool out of Debian's package prometheus"
fi
echo "$kept"

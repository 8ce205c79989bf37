#!/bin/sh
# See to it that the tests find a Chromium: on the PATH, else by apt as root, else playwright's own download.
set -eu
cd "$(dirname "$0")/.."

on_path() {
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

# Run it in silence; when it fails, show the last of what it said.
quietly() {
    said=$("$@" 2>&1) && return 0
    printf '%s\n' "$said" | tail -n 3 >&2
    return 1
}

by_apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "   ..  Chromium                installing it by apt"
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-get update -qq &&
        quietly apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core
}

by_playwright() {
    echo "   ..  Chromium                downloading playwright's own"
    quietly .venv/bin/python -m playwright install chromium
}

if on_path || { by_apt && on_path; } || by_playwright; then exit 0; fi
printf '\033[31merror: the browser tests need Chromium: put chromium on the PATH, or run make test as root once\033[0m\n' >&2
exit 1

#!/bin/sh
# Make .venv hold what a lock says: `ops/environment.sh run` or `ops/environment.sh dev`.
# Needs Python 3.11 alone: uv itself comes by pip, pinned by hash. A copy of the lock inside .venv says what is
# installed, so nothing is done while the lock is unchanged. The dev lock contains the run lock, so an
# environment that has it stays at it.
set -eu
cd "$(dirname "$0")/.."
wanted=$1
python=.venv/bin/python

fail() {
    printf '\033[31merror: %s\033[0m\n' "$1" >&2
    exit 1
}

# The same lock as the one that was installed last, to its end?
unchanged() { cmp -s "requirements-$1.lock" ".venv/installed-$1.lock"; }

find_python() {
    for candidate in "${PYTHON:-python3.11}" python3 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    fail "Python 3.11 is needed and not on the PATH; say where it is: make run PYTHON=/path/to/python3.11"
}

# Debian and Ubuntu ship Python without what `python -m venv` needs.
has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

venv_by_apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "   ..  Environment             installing python3.11-venv by apt"
    reason=$({ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y python3.11-venv; } 2>&1) || {
        printf '%s\n' "$reason" | tail -n 3 >&2
        return 1
    }
}

make_environment() {
    base=$(find_python) || exit 1
    has_venv "$base" || { venv_by_apt && has_venv "$base"; } ||
        fail "$base can't make an environment; on Debian and Ubuntu, as root: apt-get install python3.11-venv"
    echo "   ..  Environment             a new one in .venv"
    rm -rf .venv
    "$base" -m venv .venv >/dev/null || {
        rm -rf .venv
        fail "$base could not make an environment in .venv"
    }
}

install() {
    lock=requirements-$1.lock
    echo "   ..  Environment             $(grep -c '^[a-z].*==' "$lock") packages of $lock"
    rm -f .venv/installed-run.lock .venv/installed-dev.lock
    .venv/bin/uv pip sync --quiet --python "$python" --require-hashes "$lock" ||
        fail "the packages of $lock could not be installed"
    cp "$lock" ".venv/installed-$1.lock.new"
    mv ".venv/installed-$1.lock.new" ".venv/installed-$1.lock"
}

is_ready() {
    "$python" -c '' 2>/dev/null && unchanged uv && .venv/bin/uv --version >/dev/null 2>&1 &&
        { unchanged dev || { [ "$wanted" = run ] && unchanged run; }; }
}

if is_ready; then exit 0; fi
# One at a time: a second one waits, then finds everything there. The kernel lets go of the lock however this ends.
if command -v flock >/dev/null; then
    mkdir -p build
    exec 9>build/environment.lock
    flock 9
    if is_ready; then exit 0; fi
fi
"$python" -c '' 2>/dev/null || make_environment
if ! { unchanged uv && .venv/bin/uv --version >/dev/null 2>&1; }; then
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock ||
        fail "uv, which installs the packages, could not be installed by pip"
    cp requirements-uv.lock .venv/installed-uv.lock
fi
# An environment with the development tools keeps them when its lock changes.
if [ -x .venv/bin/pytest ]; then wanted=dev; fi
install "$wanted"

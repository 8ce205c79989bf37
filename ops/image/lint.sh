#!/usr/bin/env bash
# Lint the Dockerfile, the compose file, the workflows and the shell scripts. None of it asks the network once the linters are there.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=build/lint
if ! cmp -s ops/image/lint.txt "$tools/lint.txt"; then
    rm -rf "$tools"
    .venv/bin/uv venv --quiet --python .venv/bin/python "$tools"
    .venv/bin/uv pip install --quiet --python "$tools/bin/python" --only-binary :all: -r ops/image/lint.txt
    cp ops/image/lint.txt "$tools/"
fi
PATH=$PWD/$tools/bin:$PATH

failed=0
check() {
    local what=$1
    shift
    if "$@"; then echo "lint ok      $what"; else
        echo "lint FAILED  $what"
        failed=1
    fi
}

mapfile -t scripts < <(git ls-files -co --exclude-standard '*.sh' .ci/run)
workflows=(.github/workflows/*.yml)
check Dockerfile hadolint Dockerfile
check "compose: schema" check-jsonschema --quiet --builtin-schema vendor.compose-spec docker-compose.yml
check "compose: yaml" yamllint --strict -d '{extends: default, rules: {line-length: {max: 120}, document-start: disable}}' docker-compose.yml
check "workflow: schema" check-jsonschema --quiet --builtin-schema vendor.github-workflows "${workflows[@]}"
check "workflow: expressions" actionlint "${workflows[@]}"
check "workflow: security" zizmor --offline --quiet --no-progress "${workflows[@]}"
check "shell: ${#scripts[@]} scripts" shellcheck -x "${scripts[@]}"
exit "$failed"

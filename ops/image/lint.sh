#!/usr/bin/env bash
# Lint the Dockerfiles, the compose files, the proxy's configuration, the workflows and the shell scripts; with words, only the checks whose
# names begin with one of them: `ops/image/lint.sh compose shell`. None of it asks the network once the linters are there.
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
wanted=("$@")

failed=0
check() {
    local what=$1 word
    shift
    if [ "${#wanted[@]}" -gt 0 ]; then
        for word in "${wanted[@]}"; do [[ $what == "$word"* ]] && break; done
        [[ $what == "$word"* ]] || return 0
    fi
    if "$@"; then echo "lint ok      $what"; else
        echo "lint FAILED  $what"
        failed=1
    fi
}

dockerfiles=(Dockerfile ops/nginx/Dockerfile)
compose=(docker-compose*.yml)
mapfile -t scripts < <(git ls-files -co --exclude-standard '*.sh' '*.envsh' .ci/run | sort -u)
workflows=(.github/workflows/*.yml)
yaml='{extends: default, rules: {line-length: {max: 140}, document-start: disable}}'
check "image: hadolint" hadolint "${dockerfiles[@]}" ops/image/stand_ins/*.Dockerfile
check "image: checkov" checkov --quiet --compact --skip-download --framework dockerfile -f "${dockerfiles[@]}"
check "compose: schema" check-jsonschema --builtin-schema vendor.compose-spec "${compose[@]}"
check "compose: yaml" yamllint --strict -d "$yaml" "${compose[@]}"
check "compose: podman-compose config" ops/image/resolve_compose.sh
check "proxy: nginx -t and gixy" ops/nginx/lint.sh
check "workflow: schema" check-jsonschema --builtin-schema vendor.github-workflows "${workflows[@]}"
check "workflow: expressions" actionlint "${workflows[@]}"
check "workflow: security" zizmor --offline --quiet --no-progress "${workflows[@]}"
check "workflow: checkov" checkov --quiet --compact --skip-download --framework github_actions -d .github/workflows
check "shell: ${#scripts[@]} scripts" shellcheck -x "${scripts[@]}"
exit "$failed"

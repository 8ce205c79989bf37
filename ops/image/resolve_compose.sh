#!/usr/bin/env bash
# Resolve the compose files, each with the variables of its example and no others: what a file asks for and no example documents fails.
set -euo pipefail

resolve() {
    local example=$1 words=() file
    shift
    for file in "$@"; do words+=(-f "$file"); done
    env -i PATH="$PATH" HOME="$HOME" podman-compose --env-file "$example" "${words[@]}" config >/dev/null ||
        { echo "does not resolve with $example: $*" >&2; return 1; }
}

# For the file of development, whose passwords anybody may choose.
asked=$(mktemp)
trap 'rm -f "$asked"' EXIT
for file in docker-compose*.yml; do
    kind=${file#docker-compose.}
    example=.env.${kind%.yml}.example
    case $kind in
        yml)
            sed -nE 's/.*\$\{([A-Z_]+):\?.*/\1=lint/p' "$file" >"$asked"
            resolve "$asked" "$file"
            ;;
        prod.yml) resolve .env.production.example "$file" ;;
        *) if [ -e "$example" ]; then resolve "$example" docker-compose.prod.yml "$file"; else
            resolve .env.production.example docker-compose.prod.yml "$file"
        fi ;;
    esac
done

"""The commands of the operator's pages, and which test runs each."""

import re

from sales_core.settings import PROJECT

PAGES = ("docs/operations.md", "docs/troubleshooting.md")
_SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_NOT_RUN = re.compile(r"^## What no test runs\n(.*?)(?:^## |\Z)", re.MULTILINE | re.DOTALL)

IN_A_FOLDER = (
    "bash ops/compose/secrets.sh",
    "cp .env.production.example .env.production",
    "sed 's/sales.example.com/YOUR.NAME/' ops/nginx/tls.conf.example > secrets/tls.conf",
    "export COMPOSE_FILE=docker-compose.prod.yml COMPOSE_ENV_FILES=.env.production",
)
ON_A_DATABASE = (
    "python -m db.migrate",
    "python -m sales_core.accounts add admin --role admin --everything",
)
OF_HEALTH = (
    "curl --silent http://127.0.0.1:8080/api/health",
    "curl --silent http://127.0.0.1:8080/health/security",
)
VALIDATION = (
    "make validate URL=https://YOUR.NAME VALIDATE_USER=ANNA VALIDATE_PASSWORD_FILE=FILE "
    "VALIDATE_DATABASE_URL=DATABASE_URL"
)
NOT_RUN = {
    "ops/deploy/release.sh production VERSION IMAGE@sha256:DIGEST NGINX_IMAGE@sha256:DIGEST": "ops/deploy/release.sh",
    "docker compose --env-file compose.env up --build": "docker compose --env-file compose.env up --build",
}
"""Commands that no test runs, and how the page's list of such calls them."""


def documented() -> tuple[str, ...]:
    """Every line of the shell blocks, in the order of the pages, each once."""
    texts = [(PROJECT / page).read_text(encoding="utf-8") for page in PAGES]
    lines = [line for text in texts for block in _SHELL.findall(text) for line in block.splitlines() if line]
    return tuple(dict.fromkeys(lines))


def fences() -> list[str]:
    """The word behind the opening of each fenced block."""
    return [
        word
        for page in PAGES
        for word in re.findall(r"^```(\w*)\n.*?^```$", (PROJECT / page).read_text(), re.MULTILINE | re.DOTALL)
    ]


def of_compose() -> tuple[str, ...]:
    """Those that tests/containers/test_operations_page.py runs on a production of containers, in their order."""
    return tuple(line for line in documented() if line.startswith("docker compose ") and line not in NOT_RUN)


def told_as_not_run() -> str:
    """What the page itself says that no test runs."""
    found = _NOT_RUN.search((PROJECT / PAGES[0]).read_text(encoding="utf-8"))
    assert found is not None
    return found[1]

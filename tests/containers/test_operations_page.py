"""Each `docker compose` line of the operator's pages, run as it is written, in their order, on containers.

`docker` is here a program that hands the words on to podman-compose, with the settings and files of the test's own
production in place of those that are named, and without `--build`: the images are those under test.
"""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator

import pytest

from tests.containers.production import ORIGIN, ROOT, Production, eventually, started
from tests.ops.operations_pages import OF_HEALTH, of_compose

pytestmark = [pytest.mark.containers, pytest.mark.timeout(900)]
_COMPOSE = ROOT / "build/lint/bin/podman-compose"
_ENGINE = ROOT / "tests/containers/podman.sh"
_DOCKER = """#!/bin/bash
set -euo pipefail
[ "$1" = compose ] && shift
words=()
while [ $# -gt 0 ]; do
    case $1 in
        --env-file | -f) shift ;;
        --build) ;;
        exec) words+=(exec -T) ;;
        *) words+=("$1") ;;
    esac
    shift
done
exec {before} "${{words[@]}}"
"""
_MAY_FIND_NOTHING = ("slow query", "REJECTED")
_SAYS_NO_AT_FIRST = "/health/ready"


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    """The deployment, up, with the program `docker` in its folder."""
    with started(tmp_path_factory.mktemp("operated")) as made:
        (made.folder / "bin").mkdir()
        options = ["--podman-path", str(_ENGINE), "--in-pod", "false", "--env-file", ".env.production.example"]
        files = ["-f", "docker-compose.prod.yml", "-f", "docker-compose.tls.yml"]
        docker = made.folder / "bin/docker"
        docker.write_text(_DOCKER.format(before=shlex.join([*made.inside, str(_COMPOSE), *options, *files])))
        docker.chmod(0o755)
        yield made


def run(production: Production, line: str) -> subprocess.CompletedProcess[str]:
    """The line by the shell; its last words are the exit codes of each of its programs."""
    path = f"{production.folder / 'bin'}:{os.environ['PATH']}"
    words = [*production.inside, "bash", "-c", f'{line}\necho "${{PIPESTATUS[@]}}"']
    environment = {**production.environment, "PATH": path}
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False)


def filled_in(production: Production, line: str) -> str:
    """The words in capitals: a person, a territory of the made-up company, the reference of a request just made."""
    if "NORTH" in line:
        asked = "SELECT min(name) FROM sales.territories"
        psql = ["psql", "--username=postgres", "--dbname=dashboard", "--no-align", "--tuples-only"]
        line = line.replace("NORTH", shlex.quote(production.execute("postgres", *psql, f"--command={asked}").strip()))
    if "REFERENCE" in line:
        line = line.replace("REFERENCE", production.get("/sign-in").headers["x-request-id"][:8])
    return line.replace("ANNA", "anna")


def ended_well(done: subprocess.CompletedProcess[str]) -> bool:
    return done.stdout.splitlines()[-1] == "0"


@pytest.mark.parametrize("line", of_compose())
def test_a_line_of_the_pages_works_as_it_is_written(production: Production, line: str) -> None:
    if line.endswith(_SAYS_NO_AT_FIRST):
        # The lines before it start things: as the page says, it is asked again.
        assert eventually(lambda: ended_well(run(production, line)), 60) is not None, production.log("sidecar")
        return
    done = run(production, filled_in(production, line))
    first, *rest = done.stdout.splitlines()[-1].split()
    said = done.stdout + done.stderr
    assert first == "0", said
    assert set(rest) <= ({"0", "1"} if any(word in line for word in _MAY_FIND_NOTHING) else {"0"}), said
    if " accounts add " in line or " accounts reset " in line:
        assert len(done.stdout.splitlines()) >= 2, "a one-time password"


@pytest.mark.parametrize("line", OF_HEALTH)
def test_a_line_of_health_is_answered_through_nginx(production: Production, line: str) -> None:
    certificate = production.folder / "secrets/tls_certificate.pem"
    by_tls = line.replace("http://127.0.0.1:8080", ORIGIN).replace("--silent", f"--silent --cacert {certificate}")
    assert re.search(r'"status": ?"(ok|degraded|incomplete|attention)"', run(production, by_tls).stdout)

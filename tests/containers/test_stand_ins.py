"""Laws of the images that stand in for published ones: they say so, and keep what the compose files rely on."""

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.containers.engine import MINE, engine, eventually
from tests.containers.locks import ROOT
from tests.ops.sidecar_process import free_port

pytestmark = pytest.mark.containers
SECRET = "only-for-this-test-4711"


def pinned(pattern: str) -> str:
    """The one name that the compose files and Dockerfiles pin."""
    texts = [file.read_text() for file in (*ROOT.glob("docker-compose*.yml"), ROOT / "ops/nginx/Dockerfile")]
    (name,) = set(re.findall(rf"docker\.io/(?:{pattern}):[\w.-]+", "\n".join(texts)))
    return str(name)


POSTGRES, CACHE, PROXY = "library/postgres", "library/redis|valkey/valkey", "library/nginx"


@contextlib.contextmanager
def started(name: str, *words: str) -> Iterator[None]:
    engine("run", "--detach", "--name", name, "--no-healthcheck", MINE, "--read-only", *words)
    try:
        yield
    finally:
        engine("rm", "--force", "--volumes", "--time=5", name)


@pytest.mark.parametrize(("pattern", "kind"), [(POSTGRES, "postgres"), (CACHE, "redis"), (PROXY, "nginx")])
def test_a_stand_in_has_a_label_that_says_so(pattern: str, kind: str) -> None:
    facts = json.loads(engine("image", "inspect", pinned(pattern)).stdout)[0]
    assert facts["Labels"]["stand-in"] == kind


def test_the_versions_that_really_ran_are_told(measured: Callable[[str], None]) -> None:
    for pattern, words in (
        (POSTGRES, ("postgres", "--version")),
        (CACHE, ("valkey-server", "--version")),
        (PROXY, ("nginx", "-v")),
        ("library/python", ("python", "--version")),
    ):
        name = "docker.io/library/python:3.11-slim" if pattern == "library/python" else pinned(pattern)
        done = engine("run", "--rm", "--no-healthcheck", MINE, name, *words)
        said = (done.stdout + done.stderr).strip()
        assert re.search(r"\d+\.\d+", said)
        measured(f"stand-in for {name}: really {said}")


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """One script of each kind, in the order of their names, and a password in a file."""
    folder = tmp_path / "init"
    folder.mkdir()
    (folder / "10-table.sql").write_text("CREATE TABLE visits (who text);\n")
    ask = 'psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -c'
    (folder / "20-row.sh").write_text(f"""#!/bin/sh\n{ask} "INSERT INTO visits VALUES ('a script')"\n""")
    (folder / "20-row.sh").chmod(0o755)
    (folder / "30-no.txt").write_text("no script at all")
    (tmp_path / "password").write_text(f"{SECRET}\n")
    return tmp_path


def test_postgres_is_set_up_by_variables_secrets_and_scripts_and_only_once(scripts: Path) -> None:
    port, volume = free_port(), "dashboard-test-volume"
    words = (
        "--tmpfs=/var/run/postgresql:mode=1777",
        "--tmpfs=/tmp",
        f"--volume={volume}:/var/lib/postgresql",
        f"--volume={scripts}/init:/docker-entrypoint-initdb.d:ro",
        f"--volume={scripts}/password:/run/secrets/password:ro",
        "--cap-drop=all",
        *(f"--cap-add={name}" for name in ("CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID")),
        "--env=POSTGRES_DB=sales",
        "--env=POSTGRES_USER=boss",
        "--env=POSTGRES_PASSWORD_FILE=/run/secrets/password",
        pinned(POSTGRES),
        "-c",
        f"port={port}",
    )
    # By TCP: the password is asked for, as in the published image everywhere but on its own socket.
    client = ("exec", f"--env=PGPASSWORD={SECRET}", "dashboard-postgres", "psql", "-h", "127.0.0.1", "-p", str(port))
    query = ("-U", "boss", "-At", "sales", "-c", "SELECT string_agg(who, ',') FROM visits")
    try:
        for _ in range(2):
            with started("dashboard-postgres", *words):
                assert eventually(lambda: engine(*client, *query, check=False).stdout == "a script\n", 90)
                wrong = [word.replace(SECRET, "wrong") for word in client]
                assert "password authentication failed" in engine(*wrong, *query, check=False).stderr
                told = engine("logs", "dashboard-postgres")
                assert SECRET not in told.stdout + told.stderr
                assert engine("top", "dashboard-postgres", "user").stdout.split()[1:] != ["root"]
        assert "Skipping initialization" in told.stdout
    finally:
        engine("volume", "rm", "--force", volume)


def test_postgres_without_a_password_does_not_start() -> None:
    done = engine("run", "--rm", "--no-healthcheck", MINE, pinned(POSTGRES), check=False)
    assert done.returncode != 0
    assert "POSTGRES_PASSWORD" in done.stderr


def test_the_cache_takes_its_options_and_its_password_and_is_not_root() -> None:
    port, name = str(free_port()), "dashboard-cache"
    server = (
        "valkey-server",
        "--port",
        port,
        "--save",
        "",
        "--maxmemory-policy",
        "noeviction",
        "--requirepass",
        SECRET,
    )
    ask = ("exec", f"--env=REDISCLI_AUTH={SECRET}", name, "valkey-cli", "-p", port)
    with started(name, "--tmpfs=/data", "--cap-drop=all", "--user=999", pinned(CACHE), *server):
        assert eventually(lambda: "PONG" in engine(*ask, "ping", check=False).stdout, 10)
        assert engine(*ask, "config", "get", "maxmemory-policy").stdout.split() == ["maxmemory-policy", "noeviction"]
        assert "NOAUTH" in engine("exec", name, "redis-cli", "-p", port, "get", "x").stdout

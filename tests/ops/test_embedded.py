"""The embedded servers: nobody else reaches them, a kill loses nothing committed, leftovers don't matter."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import redis
from sqlalchemy import create_engine, make_url, text

from db.embedded import Server, leftovers, postgres, postgres_server, valkey, valkey_server
from db.processes import Identity, unprivileged
from sales_core.settings import PROJECT

POSSIBLE = [Identity.CALLER] if os.geteuid() != 0 else [Identity.NAMESPACE, Identity.NOBODY]


def ask(url: str, sql: str) -> list[tuple[object, ...]]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            result = connection.execute(text(sql))
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()


def eventually(happened: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.05)
    return happened()


def status(pid: int, field: str) -> str:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(line.split(":", 1)[1].strip() for line in lines if line.startswith(field))


@pytest.fixture
def reachable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that nobody can reach, as Identity.NOBODY needs: pytest's own are closed to others."""
    folder = tmp_path_factory.mktemp("embedded")
    for each in (folder, folder.parent, folder.parent.parent):
        each.chmod(0o711)
    return folder


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cluster with one committed row, to be copied: making one takes longest."""
    folder = tmp_path_factory.mktemp("template") / "postgres"
    with postgres(folder, fsync="off") as url:
        ask(url, "CREATE TABLE kept (n int)")
        ask(url, "INSERT INTO kept VALUES (42)")
    return folder


@pytest.fixture
def cluster(template: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "postgres"
    subprocess.run(["cp", "-a", template, folder], check=True)
    return folder


def kept(url: str) -> object:
    return ask(url, "SELECT n FROM kept")[0][0]


@pytest.mark.parametrize("identity", POSSIBLE)
def test_a_cluster_made_once_is_there_again_whoever_it_runs_as(reachable: Path, identity: Identity) -> None:
    with postgres(reachable / "postgres", identity, fsync="off") as url:
        ask(url, "CREATE TABLE kept (n int)")
        ask(url, "INSERT INTO kept VALUES (42)")
    for again in POSSIBLE:
        with postgres(reachable / "postgres", again, fsync="off") as url:
            assert kept(url) == 42


def test_the_server_listens_on_a_socket_that_only_its_owner_reaches(cluster: Path) -> None:
    with postgres_server(cluster, fsync="off") as server:
        assert ask(server.url, "SHOW listen_addresses") == [("",)]
        folder = Path(str(make_url(server.url).query["host"]))
        assert oct(folder.stat().st_mode & 0o777) == "0o700"
        assert {entry.name for entry in folder.iterdir()} == {".s.PGSQL.5432", ".s.PGSQL.5432.lock"}
    assert not folder.exists()


def test_postgresql_never_runs_as_root(cluster: Path) -> None:
    with postgres_server(cluster, fsync="off") as server:
        capabilities = int(status(server.process.pid, "CapEff"), 16)
        inside = Path(f"/proc/{server.process.pid}/uid_map").read_text().split()
        assert status(server.process.pid, "Uid").split()[0] != "0" or inside[0] == "65534"
        assert capabilities == 0
        assert unprivileged() in POSSIBLE


def killed(server: Server) -> None:
    server.process.kill()
    server.process.wait(10)


def test_a_killed_postmaster_loses_nothing_committed(cluster: Path) -> None:
    with postgres_server(cluster, fsync="off") as server:
        ask(server.url, "UPDATE kept SET n = 43")
        killed(server)
        assert (cluster / "postmaster.pid").exists()
    with postgres(cluster, fsync="off") as url:
        assert kept(url) == 43


def test_a_pid_file_that_names_some_other_living_program_is_no_obstacle(cluster: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        (cluster / "postmaster.pid").write_text(f"{other.pid}\n{cluster}\n1\n5432\n/tmp\n\n 1 1\nready   \n")
        with postgres(cluster, fsync="off") as url:
            assert kept(url) == 42
        assert other.poll() is None
        other.kill()


def test_leftover_sockets_are_no_obstacle(cluster: Path) -> None:
    run = cluster.with_name("postgres.run")
    run.mkdir()
    (run / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    (run / ".s.PGSQL.5432").touch()
    with postgres(cluster, fsync="off") as url:
        assert kept(url) == 42


def test_a_half_made_cluster_is_made_anew(tmp_path: Path) -> None:
    half = tmp_path / "postgres.unfinished"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with postgres(tmp_path / "postgres", fsync="off") as url:
        assert ask(url, "SELECT current_user::text, pg_encoding_to_char(encoding) FROM pg_database LIMIT 1") == [
            ("owner_login", "UTF8")
        ]
    assert not half.exists()


def test_a_path_too_long_for_a_socket_works_and_leaves_nothing_in_the_temporary_folder(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "t"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    folder = tmp_path / ("long" * 25) / "postgres"
    folder.parent.mkdir()
    subprocess.run(["cp", "-a", template, folder], check=True)
    with postgres_server(folder, fsync="off") as server:
        assert kept(server.url) == 42
        killed(server)
        folder.with_name("postgres.run").rename(folder.with_name("kept.run"))
    folder.with_name("kept.run").rename(folder.with_name("postgres.run"))
    assert len(list(temporary.iterdir())) == 1, "a killed launcher leaves its socket folder"
    with postgres(folder, fsync="off") as url:
        assert kept(url) == 42
        assert len(list(temporary.iterdir())) == 1
    assert list(temporary.iterdir()) == []


def test_a_cluster_in_use_is_refused_and_its_server_goes_on(cluster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "_PATIENCE_SECONDS", 0.2)
    with postgres_server(cluster, fsync="off") as server:
        with pytest.raises(leftovers.FolderInUseError, match=f"in use by process {server.process.pid}"):
            postgres(cluster, fsync="off").__enter__()
        assert kept(server.url) == 42


STARTER = """
import sys, time
from pathlib import Path
from db.embedded import postgres_server, valkey_server
with postgres_server(Path(sys.argv[1]) / "postgres", fsync="off") as a, valkey_server(Path(sys.argv[1]) / "cache") as b:
    print(a.process.pid, b.process.pid, flush=True)
    time.sleep(60)
"""


def test_the_servers_end_with_a_killed_starter_and_the_next_one_finds_the_rows(cluster: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, cluster.parent], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    ) as starter:
        assert starter.stdout is not None
        pids = [int(pid) for pid in starter.stdout.readline().split()]
        starter.send_signal(signal.SIGKILL)
    assert len(pids) == 2
    with postgres(cluster, fsync="off") as url, valkey(cluster.with_name("cache")) as cache:
        assert kept(url) == 42
        with redis.Redis.from_url(cache) as client:
            assert client.ping()
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


def test_a_valkey_keeps_nothing_opens_no_port_and_takes_its_settings(tmp_path: Path) -> None:
    with valkey(tmp_path / "cache", maxmemory="16mb", maxmemory_policy="noeviction") as url:
        with redis.Redis.from_url(url, decode_responses=True) as client:
            client.set("answer", "42")
            config = client.config_get("port", "save", "appendonly", "maxmemory", "maxmemory-policy")
        assert config == {
            "port": "0", "save": "", "appendonly": "no", "maxmemory": "16777216", "maxmemory-policy": "noeviction",
        }  # fmt: skip
    with valkey_server(tmp_path / "cache") as again, redis.Redis.from_url(again.url) as client:
        assert client.get("answer") is None


def test_a_setting_that_postgresql_refuses_is_told_in_its_own_words(cluster: Path) -> None:
    with pytest.raises(Exception, match=r"PostgreSQL ended while starting: .*shared_buffers") as raised:
        postgres(cluster, shared_buffers="nonsense").__enter__()
    assert "\n" not in str(raised.value)

"""`make run`: once it makes everything, again it finds everything, and no way of ending it loses anything."""

import os
import re
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import create_engine, make_url, text

from db import embedded
from tests.ops.launching import DEMO_LINES, READY, Launch, eventually, launched

LINES = "SELECT count(*), sum(quantity), sum(net_price) FROM sales.order_lines"
PASSWORD = re.compile(r"admin, one-time password (\S+) \(shown only now\)")


class First(NamedTuple):
    """What a first run left: its folder, what it said, and its sales."""

    data_dir: Path
    said: str
    sales: list[tuple[object, ...]]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    """A first run, stopped by Ctrl-C."""
    data_dir = tmp_path_factory.mktemp("launch") / "data"
    with launched(data_dir) as launch:
        launch.until(READY)
        assert launch.page() == 200
        sales = launch.rows(LINES)
        assert launch.asked_to_stop() == 0
        said = launch.said
    return First(data_dir, said, sales)


@pytest.fixture
def data_dir(first: First) -> Path:
    return first.data_dir


def test_a_first_run_makes_everything_and_shows_a_password_once(
    first: First,
) -> None:
    steps = [line.split("  ")[2].strip() for line in first.said.splitlines() if line.startswith("   ok")]
    assert [step for step in steps if step] == [
        "PostgreSQL", "Cache", "Schema", "Demo data", "App and sidecar", "First account",
    ]  # fmt: skip
    assert first.sales[0][0] == DEMO_LINES
    assert len(PASSWORD.findall(first.said)) == 1
    assert "Traceback" not in first.said
    assert first.data_dir.stat().st_mode & 0o077 == 0


def test_again_the_data_is_as_it_was_no_password_is_shown_and_commands_find_the_database(
    first: First,
) -> None:
    with launched(first.data_dir) as launch:
        launch.until(READY)
        assert launch.rows(LINES) == first.sales
        assert launch.rows("SELECT sign_in_name, role::text FROM app.users") == [("admin", "admin")]
        listed = launch.command("sales_core.accounts", "list")
        assert listed.startswith("admin: admin, ")
        assert "Demo data" not in launch.said
        assert not PASSWORD.search(launch.said)
        launch.process.send_signal(signal.SIGTERM)
        assert launch.asked_to_stop() == 0, "impatience changes nothing"
        assert launch.said.endswith("Stopped.\n")


def test_a_second_launcher_says_who_is_first_and_leaves_it_alone(data_dir: Path) -> None:
    with launched(data_dir) as running:
        running.until("ok  Schema")
        second = Launch(data_dir)
        assert second.process.wait(60) == 1
        assert second.errors == [
            f"error: already running on DATA_DIR={data_dir}: process {running.process.pid} at "
            f"http://localhost:{running.settings['PORT']}; stop it or choose another DATA_DIR"
        ]
        assert running.rows("SELECT 1") == [(1,)]
        assert running.asked_to_stop() == 0


@pytest.mark.parametrize("variable", ["PORT", "SIDECAR_PORT"])
def test_a_taken_port_is_told_by_its_variable_before_anything_is_started(data_dir: Path, variable: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = str(other.getsockname()[1])
        with launched(data_dir, **{variable: taken}) as launch:
            assert launch.ended() == 1
            (line,) = launch.errors
            assert re.fullmatch(
                rf"error: {variable}={taken} is in use by another program; \d+ is free: make run {variable}=\d+", line
            )
            assert "PostgreSQL" not in launch.said


def test_kill_9_of_the_launcher_leaves_no_orphan_and_loses_nothing_committed(
    first: First,
) -> None:
    with launched(first.data_dir) as launch:
        launch.until(READY)
        assert len(launch.alive("ops.")) == 3, "app, sidecar, worker"
        launch.rows("CREATE TABLE IF NOT EXISTS public.kept AS SELECT 42 AS n")
        assert launch.asked_to_stop(signal.SIGKILL) == -signal.SIGKILL
        ports = {name: launch.settings[name] for name in ("PORT", "SIDECAR_PORT")}
        told = launch.command("sales_core.accounts", "list", code=2).splitlines()
        assert told[0] == (
            f"settings: {first.data_dir}/running.env is ignored: it was left by a launcher "
            f"(process {launch.process.pid}) that is gone"
        )
        assert told[1].startswith("DATABASE_URL is not set")
        assert len(told) == 2
    with launched(first.data_dir, **ports) as again:
        again.until(READY)
        assert again.rows("SELECT n FROM public.kept") == [(42,)]
        assert again.rows(LINES) == first.sales
        assert again.asked_to_stop() == 0


@pytest.mark.parametrize(
    ("part", "command", "when"),
    [("app", "ops.web", "ok  Cache"), ("database", "postgres -D", READY)],
    ids=["app while starting", "database while running"],
)
def test_a_part_that_ends_is_told_in_one_line_and_everything_stops(
    data_dir: Path, part: str, command: str, when: str
) -> None:
    with launched(data_dir) as launch:
        launch.until(when)
        eventually(lambda: launch.alive(command))
        os.kill(min(launch.alive(command)), signal.SIGKILL)
        assert launch.ended() == 1
        (line,) = launch.errors
        assert line.startswith(f"error: the {part} was ended by SIGKILL; ")
        assert "Traceback" not in launch.said


@pytest.mark.parametrize(
    ("part", "command"), [("sidecar", "ops.sidecar"), ("worker", "ops.worker"), ("cache", "valkey-server")]
)
def test_kill_9_of_a_part_that_keeps_nothing_ends_the_launch_in_one_line_and_loses_nothing(
    first: First, part: str, command: str
) -> None:
    with launched(first.data_dir) as launch:
        launch.until(READY)
        launch.rows(f"CREATE TABLE public.before_{part} AS SELECT 42 AS n")
        (process,) = launch.alive(command)
        os.kill(process, signal.SIGKILL)
        assert launch.ended() == 1
        (line,) = launch.errors
        assert line.startswith(f"error: the {part} was ended by SIGKILL; ")
        assert "Traceback" not in launch.said
    with embedded.postgres(first.data_dir / "postgres") as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            assert [tuple(row) for row in connection.execute(text(LINES))] == first.sales
            assert connection.execute(text(f"SELECT n FROM public.before_{part}")).scalar_one() == 42
        engine.dispose()


def test_a_load_of_demo_data_that_was_killed_is_made_whole_by_the_next_run_once(tmp_path: Path) -> None:
    with launched(tmp_path / "data", DEMO="20000") as launch:
        eventually(lambda: launch.alive("db.demo"))
        launch.asked_to_stop(signal.SIGKILL)
        assert "ok  Demo data" not in launch.said
    with launched(tmp_path / "data", DEMO="20000") as again:
        again.until("ok  Demo data")
        assert again.rows("SELECT count(*) FROM sales.order_lines") == [(20000,)]
        assert again.asked_to_stop(signal.SIGTERM) == 0


def test_a_named_database_is_used_by_its_plain_login_and_none_is_started(
    new_database: Callable[..., str], redis_url: str, tmp_path: Path
) -> None:
    owner = new_database(migrated=False)
    login = make_url(owner).set(username="dashboard", password="a'b%c").render_as_string(hide_password=False)
    named = {"OWNER_DATABASE_URL": owner, "DATABASE_URL": login, "REDIS_URL": redis_url}
    with launched(tmp_path / "data", DEMO="0", **named) as launch:
        launch.until(READY)
        assert launch.alive("postgres") == launch.alive("valkey") == []
        assert "Demo data" not in launch.said
        engine = create_engine(owner)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM sales.orders")).scalar_one() == 0
            assert connection.execute(text("SELECT sign_in_name FROM app.users")).scalars().all() == ["admin"]
        engine.dispose()
        assert launch.asked_to_stop() == 0


def test_an_unreachable_database_is_one_line_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://sam:secret@127.0.0.1:{9}/sales"
    with launched(tmp_path / "data", DATABASE_URL=url) as launch:
        assert launch.ended() == 1
        (line,) = launch.errors
        assert line.startswith("error: the database postgresql+psycopg://sam:***@127.0.0.1:9/sales can't be migrated: ")
        assert "secret" not in launch.said
        assert "Traceback" not in launch.said


def test_bad_settings_end_with_code_2_before_anything_is_made(tmp_path: Path) -> None:
    with launched(tmp_path / "data", PORT="eighty", DEMO="-1") as launch:
        assert launch.ended() == 2
        assert launch.said == (
            "settings: PORT='eighty' must be a whole number; DEMO='-1' must be 0 (none) or a number of lines\n"
        )
        assert not (tmp_path / "data").exists()


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with launched(tmp_path / "data", DATA_DIR="/proc/x") as launch:
        assert launch.ended() == 1
        assert launch.errors == ["error: DATA_DIR=/proc/x can't be written: No such file or directory"]

"""A writer that is killed leaves no statement behind that keeps its locks from everyone else."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from sqlalchemy import Engine, create_engine, text

from tests.conftest import as_login

WRITER = """
import sys
from sqlalchemy import text
from db.engine import make_engine
from sales_core.loading import loading

with loading(make_engine(sys.argv[1])) as connection:
    connection.execute(text("SELECT pg_sleep(120)"))
"""
RUNNING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query ~ '^SELECT pg_sleep'"
)


def _until(engine: Engine, count: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with engine.connect() as connection:
            if connection.execute(RUNNING).scalar_one() == count:
                return True
        time.sleep(0.1)
    return False


def test_the_statement_of_a_killed_writer_ends_within_seconds(new_database: Callable[..., str]) -> None:
    url = new_database()
    admin = create_engine(url)
    writer = subprocess.Popen([sys.executable, "-c", WRITER, as_login(url)], stdin=subprocess.DEVNULL)
    try:
        assert _until(admin, 1, 30.0)
        os.kill(writer.pid, signal.SIGKILL)
        assert _until(admin, 0, 10.0)
    finally:
        writer.kill()
        writer.wait()
        admin.dispose()

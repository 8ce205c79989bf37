"""A whole installation to look at: real servers, migrated, with a sidecar beside them; and what a test does to it."""

import contextlib
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text

from db import embedded, migrate
from sales_core import sessions
from sales_core.accounts import book
from sales_core.accounts.directory import find
from sales_core.audit import COMMAND_LINE
from sales_core.viewer import EVERYTHING, Role
from tests.kept_secrets import PLANTED
from tests.ops.sidecar_process import Sidecar, sidecar
from tests.ops.sidecar_states import eventually
from tests.ops.web_process import Site, free_port, running

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Installation:
    """The servers, the app on them, and a sidecar that looks at all of them."""

    postgres: embedded.Server
    valkey: embedded.Server
    sidecar: Sidecar
    app: Site
    worker: "subprocess.Popen[bytes]"
    app_metrics: int
    worker_metrics: int


def login_of(url: str) -> str:
    """The same database by the login that every process of the dashboard has."""
    return make_url(url).set(username="dashboard").render_as_string(hide_password=False)


@contextlib.contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    with (
        embedded.postgres_server(folder / "pg", fsync="off") as postgres,
        embedded.valkey_server(folder / "cache") as valkey,
    ):
        migrate.upgrade(postgres.url)
        login = login_of(postgres.url)
        told, of_worker = str(free_port()), free_port()
        with (
            running("ops.web", login, folder / "app.log", REDIS_URL=valkey.url, METRICS_PORT=told) as app,
            worker(login, folder, of_worker) as works,
            sidecar(DATABASE_URL=login, REDIS_URL=valkey.url, PORT=str(app.port), METRICS_PORT=told) as beside,
        ):
            assert eventually(lambda: beside.health()["script"] == beside.health()["worker"] == "ok", seconds=60)
            yield Installation(postgres, valkey, beside, app, works, int(told), of_worker)


@contextlib.contextmanager
def worker(database_url: str, folder: Path, metrics_port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """`python -m ops.worker`, until the block ends."""
    environment = {**os.environ, "DATABASE_URL": database_url, "REDIS_URL": "", "TMPDIR": str(folder)}
    with (folder / "worker.log").open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "ops.worker"],
            env={**environment, "METRICS_PORT": str(metrics_port)},
            stdout=output,
            stderr=output,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def owner_sql(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def orders(count: int) -> tuple[str, ...]:
    """Statements that add so many orders, by turns in two territories, a minute apart, the first at noon."""
    return (
        "INSERT INTO sales.territories (territory_id, name, region) VALUES (1, 'North', 'N'), (2, 'South', 'S')",
        "INSERT INTO sales.channels (channel_id, name) VALUES (1, 'Shop')",
        "INSERT INTO sales.currencies (currency, name) VALUES ('USD', 'US dollar') ON CONFLICT DO NOTHING",
        "INSERT INTO sales.orders (customer_id, order_id, source, document_no, ordered_at, business_date, "
        "territory_id, channel_id, currency, rate) SELECT 0, n, 'test', 'document ' || n, "
        "timestamptz '2011-03-01 11:59+00' + n * interval '1 minute', date '2011-03-01', 1 + n % 2, 1, 'USD', 1 "
        f"FROM generate_series(1, {count}) n",
    )


def signed_in(engine: Engine, name: str, role: Role) -> str:
    """The cookie of a new account with that role."""
    name = f"{name} {next(_numbers)}"
    book.add(engine, name, role, EVERYTHING, actor=COMMAND_LINE)
    ticket = PLANTED.secret(sessions.issue_ticket(engine, find(engine, name).user_id, "/", "a browser"))
    opened = sessions.enter(engine, ticket, "a browser", old_session=None, agent="", address="")
    assert opened is not None
    return f"{sessions.cookie_names(secure=False).session}={PLANTED.secret(opened.session_id)}"

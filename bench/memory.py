"""How much memory each process holds: at its start, and after 500 runs of pages that somebody asked for."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from bench.processes import Process, asked, resident, running
from bench.table import Row
from db import embedded, migrate
from db.demo import load
from db.engine import make_engine
from sales_core import sessions
from sales_core.accounts import book
from sales_core.accounts.directory import find
from sales_core.audit import COMMAND_LINE
from sales_core.company import settle
from sales_core.settings import Settings
from sales_core.viewer import EVERYTHING, Role

RERUNS = 500
LINES = 20_000
PAGES = ("", "sales", "products", "customers", "about")
_APP, _WORKER, _SIDECAR = 18_711, 18_712, 18_713


def rows() -> list[Row]:
    """Megabytes, resident; the reference is the process at its start."""
    with tempfile.TemporaryDirectory(prefix="bench-memory-") as name, ExitStack() as stack:
        folder = Path(name)
        postgres = stack.enter_context(embedded.postgres_server(folder / "pg"))
        valkey = stack.enter_context(embedded.valkey_server(folder / "cache"))
        cookie = _company(postgres.url)
        processes = _processes(stack, postgres.url, valkey.url, folder)
        started = {what: resident(process) for what, process in processes.items()}
        with _tab(cookie) as socket:
            for page in PAGES:
                _run(socket, page)
            first = {what: resident(process) for what, process in processes.items()}
            for number in range(RERUNS):
                _run(socket, PAGES[number % len(PAGES)])
                asked(_SIDECAR, "/api/health")
        return [row for what, process in processes.items() for row in _told(what, process, started, first)]


def _told(what: str, process: Process, started: dict[str, float], first: dict[str, float]) -> list[Row]:
    ended, start = resident(process), started[what]
    return [
        Row(f"{what}, at its start", start, "MB"),
        Row(f"{what}, after each of {len(PAGES)} pages once", first[what], "MB", start, first[what] / start),
        Row(f"{what}, after {RERUNS} runs and looks at health", ended, "MB", start, ended / start),
    ]


def _processes(stack: ExitStack, url: str, redis_url: str, folder: Path) -> dict[str, Process]:
    variables = {
        **os.environ,
        "DATABASE_URL": make_url(url).set(username="dashboard").render_as_string(),
        "REDIS_URL": redis_url,
        "LOG_LEVEL": "error",
        "PORT": str(_APP),
        "SIDECAR_PORT": str(_SIDECAR),
        "TMPDIR": str(folder),
    }
    app = stack.enter_context(running("ops.web", variables, _APP, "/healthz"))
    worker = {**variables, "METRICS_PORT": str(_WORKER)}
    return {
        "app": app,
        "worker": stack.enter_context(running("ops.worker", worker, _WORKER, "/metrics")),
        "sidecar": stack.enter_context(running("ops.sidecar", variables, _SIDECAR, "/health/live")),
    }


def _company(url: str) -> str:
    """A migrated database with demo data; the cookie of somebody who may see all of it."""
    migrate.upgrade(url)
    login = make_engine(make_url(url).set(username="dashboard").render_as_string(hide_password=False))
    settle(login, Settings(company_currency="USD"))
    load(login, LINES, today=datetime.now(UTC).date())
    book.add(login, "ana", Role.ANALYST, EVERYTHING, actor=COMMAND_LINE)
    ticket = sessions.issue_ticket(login, find(login, "ana").user_id, "/", "a browser")
    opened = sessions.enter(login, ticket, "a browser", old_session=None, agent="", address="")
    login.dispose()
    if opened is None:
        raise RuntimeError("the ticket was not taken")
    return f"{sessions.cookie_names(secure=False).session}={opened.session_id}"


@contextlib.contextmanager
def _tab(cookie: str) -> Iterator[ClientConnection]:
    """An open WebSocket of the app, as a browser's tab has one."""
    with connect(
        f"ws://127.0.0.1:{_APP}/_stcore/stream",
        origin=Origin(f"http://127.0.0.1:{_APP}"),
        subprotocols=[Subprotocol("streamlit"), Subprotocol("no-token")],
        additional_headers={"cookie": cookie},
        max_size=None,
        proxy=None,
    ) as socket:
        yield socket


def _run(socket: ClientConnection, page: str) -> None:
    """Ask for a run of the page and read until it is over; RuntimeError where it shows an error nobody expected."""
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.context_info.url = f"http://127.0.0.1:{_APP}/{page}"
    socket.send(message.SerializeToString())
    while True:
        said = ForwardMsg.FromString(bytes(socket.recv(timeout=120, decode=False)))
        if said.WhichOneof("type") == "delta" and said.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(f"the page {page or 'overview'!r} fails: {said.delta.new_element.exception.message}")
        if said.WhichOneof("type") == "script_finished":
            return

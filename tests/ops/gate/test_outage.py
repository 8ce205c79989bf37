"""The gate while the database is away: dead, then hung; a friendly word, no callback, and back by itself."""

import asyncio
import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from db.engine import make_engine
from ops.web.look import DEADLINE_SECONDS
from ops.web.open_sockets import OpenSockets
from ops.web.store import SessionStore
from sales_core import sessions
from sales_core.access import access
from tests.conftest import as_login
from tests.loops import run_apart
from tests.ops.people import NAMES, account, cookies_of
from tests.ops.streamlit_client import Tab, redirects, tab
from tests.ops.web_process import Site, running


@dataclass(frozen=True, slots=True)
class Away:
    """A site, someone's session in it, and ways to take its database away."""

    site: Site
    cookies: dict[str, str]
    presses: Path
    admin: Connection
    name: str

    @contextmanager
    def dead(self) -> Iterator[None]:
        """Every connection is cut and none is accepted, as by a server that is being restarted."""
        self.admin.execute(text(f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS false"))
        self.admin.execute(
            text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.name}'")
        )
        living = text(f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{self.name}'")
        while self.admin.execute(living).scalar_one():
            time.sleep(0.01)
        try:
            yield
        finally:
            self.admin.execute(text(f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS true"))

    @contextmanager
    def hung(self) -> Iterator[None]:
        """Connections stay open and say nothing, new ones are never answered."""
        found = self.admin.execute(text(f"SELECT pid FROM pg_stat_activity WHERE datname = '{self.name}'")).scalars()
        pids = list(found)
        assert pids
        pids.append(self._postmaster())
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def _postmaster(self) -> int:
        """The process that accepts connections: the parent of the one that serves ours."""
        ours = self.admin.execute(text("SELECT pg_backend_pid()")).scalar_one()
        status = Path(f"/proc/{ours}/status").read_text()
        return int(status.partition("PPid:")[2].split()[0])

    @contextmanager
    def full(self) -> Iterator[None]:
        """No new connection is let in; those that there are go on."""
        self.admin.execute(text(f"ALTER DATABASE {self.name} CONNECTION LIMIT 0"))
        try:
            yield
        finally:
            self.admin.execute(text(f"ALTER DATABASE {self.name} CONNECTION LIMIT -1"))

    def await_health(self, status: int, *, seconds: float) -> float:
        """How long until /healthz says so."""
        return self.await_status("/healthz", status, seconds=seconds)

    def await_status(self, path: str, status: int, *, seconds: float) -> float:
        """How long until that address answers so to the one who is signed in."""
        began = time.monotonic()
        while (got := self.site.get(path, self.cookies).status) != status:
            assert time.monotonic() < began + seconds, f"{path} still says {got}"
            time.sleep(0.05)
        return time.monotonic() - began


@pytest.fixture(scope="module")
def away(cluster: str, new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Away]:
    folder = tmp_path_factory.mktemp("outage")
    owner_url = new_database()
    engine = make_engine(as_login(owner_url))
    ann = account(engine, "ann")
    presses = folder / "presses"
    presses.touch()
    admin = create_engine(cluster, isolation_level="AUTOCOMMIT")
    with (
        running("tests.ops.probe_site", as_login(owner_url), folder / "log", PROBE_PRESSES=str(presses)) as site,
        admin.connect() as connection,
    ):
        cookies = dict(cookies_of(site, engine, ann))
        engine.dispose()
        yield Away(site, cookies, presses, connection, str(make_url(owner_url).database))
    admin.dispose()


def button_of(opened: Tab) -> str:
    opened.ask()
    found = re.search(rb"\$\$ID-[0-9a-f]+-press", b"".join(m.SerializeToString() for m in opened.listen()))
    assert found is not None
    return found.group().decode()


@pytest.mark.parametrize("how", ["dead", "hung"])
def test_without_its_database_the_site_says_so_at_once_and_comes_back_by_itself(away: Away, how: str) -> None:
    outage = away.dead if how == "dead" else away.hung
    with outage():
        away.await_health(503, seconds=10)
        away.await_status("/probe", 503, seconds=20)
        began = time.monotonic()
        page = away.site.get("/probe", away.cookies)
        part = away.site.get("/media/" + "0" * 32, away.cookies)
        ticket = away.site.get("/auth/session?t=x", {NAMES.browser: "mine"})
        assert time.monotonic() - began < 1
    assert (page.status, part.status, ticket.status) == (503, 503, 503)
    assert "this page tries again by itself" in page.text
    assert 'http-equiv="refresh"' in page.text
    assert page.headers["retry-after"] == "3"
    assert away.await_health(200, seconds=10) < 5
    assert away.site.get("/probe", away.cookies).status == 200


def test_a_database_that_lets_no_new_connection_in_is_told_by_health_and_shuts_nobody_out(away: Away) -> None:
    unknown = {NAMES.session: "x" * 43}  # one that must be looked up
    assert away.site.get("/probe", unknown).status == 303
    with away.full():
        assert [away.site.get("/healthz").status for _ in range(3)] == [503, 503, 503]
        assert away.site.get("/probe", unknown).status == 303
        assert away.site.get("/probe", away.cookies).status == 200
    assert away.site.get("/healthz").status == 200


def test_health_asked_by_many_at_once_looks_once_at_a_database_that_says_nothing() -> None:
    async def ask(port: int) -> list[bool]:
        store = SessionStore(f"postgresql://dashboard@127.0.0.1:{port}/sales?sslmode=disable", OpenSockets())
        answers = await asyncio.gather(*(store.answers() for _ in range(200)))
        await store.close()
        return answers

    with socket.create_server(("127.0.0.1", 0), backlog=300) as silent:
        began = time.monotonic()
        assert run_apart(ask(silent.getsockname()[1])) == [False] * 200
        assert time.monotonic() - began < DEADLINE_SECONDS + 2
        silent.accept()[0].close()
        silent.setblocking(False)
        with pytest.raises(BlockingIOError):
            silent.accept()


def test_a_press_during_an_outage_is_held_and_done_once_the_database_is_back(away: Away) -> None:
    away.presses.write_text("")
    with tab(away.site, away.cookies) as ann:
        button = button_of(ann)
        with away.dead():
            away.await_health(503, seconds=10)
            ann.ask(press=button)
            time.sleep(1.0)
            assert away.presses.read_text() == ""
        ann.listen()
    assert away.presses.read_text() == "pressed\n"


def test_a_session_that_ended_unheard_is_over_once_the_gate_hears_again(away: Away) -> None:
    """The line on which endings are told was cut when the session ended."""
    owner = make_url(str(away.admin.engine.url)).set(database=away.name)
    engine = make_engine(as_login(owner.render_as_string(hide_password=False)))
    with access(engine) as connection:
        user_id = connection.execute(text("SELECT user_id FROM app.users")).scalar_one()
    ticket = sessions.issue_ticket(engine, str(user_id), "/", "mine")
    cookies = dict(away.site.get(f"/auth/session?t={ticket}", {NAMES.browser: "mine"}).cookies)
    with tab(away.site, cookies) as ann:
        button_of(ann)
        with engine.connect() as kept:  # the one connection that gets through the cut
            kept.execute(text("SET ROLE dashboard_app"))
            pid = kept.connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
            away.admin.execute(text(f"ALTER DATABASE {away.name} ALLOW_CONNECTIONS false"))
            cut = (
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{away.name}' AND pid <> {pid}"
            )
            away.admin.execute(text(cut))
            kept.execute(
                text("DELETE FROM app.sessions WHERE id_hash = :key"), {"key": sessions.key_of(cookies[NAMES.session])}
            )
            kept.commit()
            away.admin.execute(text(f"ALTER DATABASE {away.name} ALLOW_CONNECTIONS true"))
        assert redirects(ann.listen(until="auth_redirect")) == ["/auth/bye"]
        assert ann.close_code() == 4401
    engine.dispose()

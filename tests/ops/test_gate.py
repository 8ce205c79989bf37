"""The gate, asked by raw HTTP and raw WebSockets: real processes, a real database, no browser."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus

from db.engine import make_engine
from sales_core import sessions
from sales_core.accounts import book
from sales_core.audit import Event, newest
from sales_core.viewer import NOTHING, Role
from tests.conftest import as_login
from tests.ops.people import NAMES, Person, account, cookies_of
from tests.ops.streamlit_client import Tab, redirects, session_of, tab
from tests.ops.web_process import Site, running


@dataclass(frozen=True, slots=True)
class House:
    """Two processes on one database, and two people."""

    first: Site
    second: Site
    owner_url: str
    engine: Engine
    ann: Person
    bob: Person
    presses: Path

    def sql(self, statement: str) -> None:
        """What time or an operator would do."""
        engine = create_engine(self.owner_url)
        with engine.begin() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def cookies(self, person: Person, next_path: str = "/") -> Mapping[str, str]:
        """A fresh session of the person."""
        return cookies_of(self.first, self.engine, person, next_path)


@pytest.fixture(scope="module")
def house(new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Built once for the module; tests open sessions of their own in it."""
    folder = tmp_path_factory.mktemp("gate")
    owner_url = new_database()
    url = as_login(owner_url)
    engine = make_engine(url)
    ann, bob = account(engine, "ann"), account(engine, "bob", Role.VIEWER)
    presses = folder / "presses"
    presses.touch()
    probe = {"PROBE_PRESSES": str(presses)}
    with (
        running("tests.ops.probe_site", url, folder / "first.log", **probe) as first,
        running("tests.ops.probe_site", url, folder / "second.log", **probe) as second,
    ):
        yield House(first, second, owner_url, engine, ann, bob, presses)
    engine.dispose()


def everything_in(heard: list[ForwardMsg]) -> bytes:
    return b"".join(message.SerializeToString() for message in heard)


def file_in(heard: list[ForwardMsg]) -> str:
    found = re.search(rb"/media/[0-9a-f]{32}\.csv", everything_in(heard))
    assert found is not None
    return found.group().decode()


def open_page(opened: Tab) -> list[ForwardMsg]:
    opened.ask()
    return opened.listen()


def await_status(site: Site, cookies: Mapping[str, str], status: int, *, seconds: float = 1.0) -> None:
    """The end of a session is heard of in every process within a moment."""
    end = time.monotonic() + seconds
    while (got := site.get("/probe", cookies).status) != status:
        assert time.monotonic() < end, f"still {got} after {seconds} s"
        time.sleep(0.02)


# ---- requests


@pytest.mark.parametrize("path", ["/", "/probe", "/overview", "/anything"])
def test_a_page_leads_nobody_to_the_entrance(house: House, path: str) -> None:
    answer = house.first.get(f"{path}?a=1&b=%2F")
    assert answer.status == 303
    assert answer.headers["location"] == f"/sign-in?next={path.replace('/', '%2F')}%3Fa%3D1%26b%3D%252F"


@pytest.mark.parametrize("path", ["/media/" + "0" * 32 + ".csv", "/_stcore/upload_file/x/y", "/component/x/y.js"])
def test_parts_of_pages_are_refused_to_nobody(house: House, path: str) -> None:
    assert house.first.get(path).status == 401


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/_stcore/script-health-check",
        "/_stcore",
        "/auth/login",
        "/a/b",
        "/pages/overview.py",
    ],
)
def test_what_is_not_a_page_is_not_there_for_anyone(house: House, path: str) -> None:
    assert house.first.get(path).status == 404
    assert house.first.get(path, house.cookies(house.ann)).status == 404


@pytest.mark.parametrize("path", ["/healthz", "/_stcore/health", "/_stcore/host-config", "/favicon.png", "/sign-in"])
def test_the_open_doors_stand_open(house: House, path: str) -> None:
    assert house.first.get(path).status == 200


@pytest.mark.parametrize("path", ["/", "/sign-in", "/healthz", "/a/b", "/media/x"])
def test_every_answer_carries_the_safe_headers(house: House, path: str) -> None:
    headers = house.first.get(path).headers
    policy = headers["content-security-policy"]
    scripts = re.search(r"script-src ([^;]+);", policy)
    assert scripts is not None
    assert re.fullmatch(r"'self' 'wasm-unsafe-eval'( 'sha256-[A-Za-z0-9+/]{43}='){2}", scripts.group(1))
    assert policy.startswith("default-src 'self';")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers


def test_a_request_that_changes_something_must_come_from_our_own_page(house: House) -> None:
    cookies = house.cookies(house.ann)
    path = "/_stcore/upload_file/some/file"
    assert house.first.request("DELETE", path, cookies).status == 403
    assert house.first.request("DELETE", path, cookies, {"origin": "http://evil.example"}).status == 403
    assert house.first.request("DELETE", path, cookies, {"origin": house.first.origin}).status == 404


def test_the_signed_in_do_not_see_the_entrance(house: House) -> None:
    cookies = house.cookies(house.ann)
    answer = house.first.get("/sign-in?next=%2Fprobe%3Fa%3D1", cookies)
    assert (answer.status, answer.headers["location"]) == (303, "/probe?a=1")


def test_a_dead_cookie_is_taken_away_at_the_entrance(house: House) -> None:
    answer = house.first.get("/sign-in", {NAMES.session: "made-up"})
    assert (answer.status, answer.cookies[NAMES.session]) == (200, "")
    assert answer.cookies[NAMES.browser]


# ---- tickets


def test_a_ticket_works_once_in_the_browser_that_began(house: House) -> None:
    ticket = sessions.issue_ticket(house.engine, house.ann.user_id, "/probe?a=1", "mine")
    address = f"/auth/session?t={ticket}"
    for strangers in ({}, {NAMES.browser: "another"}):
        refused = house.first.get(address, strangers)
        assert (refused.headers["location"], dict(refused.cookies)) == ("/sign-in", {})
    answer = house.first.get(address, {NAMES.browser: "mine"})
    assert (answer.status, answer.headers["location"]) == (303, "/probe?a=1")
    assert len(answer.cookies[NAMES.session]) >= 43
    assert answer.headers["cache-control"] == "no-store"
    again = house.first.get(address, {NAMES.browser: "mine"})
    assert (again.headers["location"], dict(again.cookies)) == ("/sign-in", {})
    assert [entry.event for entry in newest(house.engine, 2)] == [Event.SIGNED_IN, Event.TICKET_REFUSED]


def test_signing_in_again_ends_the_old_session_of_the_browser(house: House) -> None:
    old = house.cookies(house.ann)
    ticket = sessions.issue_ticket(house.engine, house.ann.user_id, "/", "mine")
    house.first.get(f"/auth/session?t={ticket}", {NAMES.browser: "mine", **old})
    assert sessions.viewer_of(house.engine, old[NAMES.session]) is None


@pytest.mark.parametrize("wanted", ["//evil.example", "/\\evil.example", "/%2fevil.example", "/auth/bye", "/sign-in"])
def test_a_hostile_next_ends_at_the_front_page(house: House, wanted: str) -> None:
    ticket = sessions.issue_ticket(house.engine, house.ann.user_id, wanted, "mine")
    assert house.first.get(f"/auth/session?t={ticket}", {NAMES.browser: "mine"}).headers["location"] == "/"


def test_the_cookies_are_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    assert "HttpOnly; SameSite=Lax" in house.first.get("/sign-in").headers["set-cookie"]


# ---- WebSockets


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "http://127.0.0.1:1", "http://localhost:8501", "https://127.0.0.1"]
)
def test_a_websocket_must_come_from_our_own_page(house: House, origin: str | None) -> None:
    with pytest.raises(InvalidStatus), tab(house.first, house.cookies(house.ann), origin=origin):
        pass


@pytest.mark.parametrize("page", ["", "probe", "sign-in", "overview"])
def test_nobody_gets_the_sign_in_page_whatever_is_asked_for(house: House, page: str) -> None:
    mark = house.first.get("/sign-in").cookies
    with tab(house.first, mark) as nobody:
        nobody.ask(page)
        heard = everything_in(nobody.listen())
    assert b"secret of" not in heard
    assert b"Password" in heard


def test_a_browser_without_cookies_is_sent_round_once_and_then_told_so(house: House) -> None:
    with tab(house.first) as nobody:
        nobody.ask("sign-in")
        assert redirects(nobody.listen()) == ["/sign-in?again=1"]
        nobody.ask("sign-in", query="again=1")
        assert b"This browser keeps no cookies" in everything_in(nobody.listen())


def test_the_signed_in_get_their_page(house: House) -> None:
    with tab(house.first, house.cookies(house.bob)) as bob:
        assert b"secret of bob" in everything_in(open_page(bob))


def test_nobody_can_empty_the_caches_or_stop_the_process(house: House) -> None:
    cookies = house.cookies(house.ann)
    with tab(house.first, cookies) as ann:
        before = re.search(rb"cache [0-9a-f]{16}", everything_in(open_page(ann)))
        for kind in ("clear_cache", "debug_disconnect_websocket", "debug_shutdown_runtime", "load_git_info"):
            message = BackMsg()
            setattr(message, kind, True)
            ann.say(message)
        message = BackMsg()
        message.backend_operation_request.install_skills.SetInParent()
        ann.say(message)
        after = re.search(rb"cache [0-9a-f]{16}", everything_in(open_page(ann)))
    assert before is not None
    assert after is not None
    assert before.group() == after.group()


def test_a_garbled_message_closes_the_socket(house: House) -> None:
    with tab(house.first, house.cookies(house.ann)) as ann:
        ann.socket.send(b"\xff\xff\xff")
        assert ann.close_code() == 1002


# ---- ownership


def test_a_streamlit_session_is_continued_by_its_owner_alone(house: House) -> None:
    anns, bobs = house.cookies(house.ann), house.cookies(house.bob)
    with tab(house.first, anns) as ann:
        of_ann = session_of(open_page(ann))
    for cookies in (bobs, None, house.cookies(house.ann)):
        with tab(house.first, cookies, continues=of_ann) as foreign:
            heard = open_page(foreign)
            assert session_of(heard) != of_ann
    with tab(house.first, anns, continues=of_ann) as again:
        assert session_of(open_page(again)) == of_ann


def test_a_file_is_fetched_by_its_owner_alone(house: House) -> None:
    anns = house.cookies(house.ann)
    with tab(house.first, anns) as ann:
        path = file_in(open_page(ann))
        mine = house.first.get(path, anns)
        assert (mine.status, mine.text, mine.headers["cache-control"]) == (200, "figures of ann", "private, no-store")
        assert house.first.get(path, house.cookies(house.bob)).status == 404
        assert house.first.get(path).status == 401


def test_an_upload_reaches_its_own_session_alone(house: House) -> None:
    anns, bobs = house.cookies(house.ann), house.cookies(house.bob)
    with tab(house.first, anns) as ann:
        of_ann = session_of(open_page(ann))
        path = f"/_stcore/upload_file/{of_ann}/a-file"
        headers = {"origin": house.first.origin}
        assert house.first.request("PUT", path, bobs, headers, b"x").status == 404
        assert house.first.request("DELETE", path, bobs, headers).status == 404
        # Streamlit itself asks its owner for the token of its form now.
        assert house.first.request("PUT", path, anns, headers, b"x").status == 403


# ---- endings


def test_a_copied_cookie_is_dead_after_sign_out(house: House) -> None:
    cookies = house.cookies(house.ann)
    assert house.first.get("/probe", cookies).status == 200
    assert house.second.get("/probe", cookies).status == 200
    sessions.sign_out(house.engine, cookies[NAMES.session])
    for site in (house.first, house.second):
        await_status(site, cookies, 303)
        with tab(site, cookies) as dead:
            dead.ask("probe", query="a=1")
            assert redirects(dead.listen(until="auth_redirect")) == ["/auth/bye?next=%2Fprobe%3Fa%3D1"]
            assert dead.close_code() == 4401
        assert not any(b"secret of" in frame for frame in dead.frames)
    assert newest(house.engine, 1)[0].event == Event.SIGNED_OUT


def test_an_open_tab_of_another_process_is_sent_away_without_a_click(house: House) -> None:
    cookies = house.cookies(house.ann)
    with tab(house.second, cookies) as open_tab:
        open_page(open_tab)
        sessions.sign_out(house.engine, cookies[NAMES.session])
        assert redirects(open_tab.listen(seconds=5, until="auth_redirect")) == ["/auth/bye"]
        assert open_tab.close_code() == 4401


def test_a_callback_of_a_dead_session_never_runs(house: House) -> None:
    cookies = house.cookies(house.ann)
    with tab(house.first, cookies) as ann:
        heard = everything_in(open_page(ann))
        button = re.search(rb"\$\$ID-[0-9a-f]+-press", heard)
        assert button is not None
        widget = button.group().decode()
        ann.ask(press=widget)
        ann.listen()
        assert house.presses.read_text() == "pressed\n"
        # Expired by the clock: nobody is notified, the next message finds out.
        house.sql(
            "UPDATE app.sessions SET expires_at = now() - interval '1 second', created_at = now() - interval '1 d'"
        )
        house.sql("NOTIFY session_gone, '00'")
        with tab(house.second, cookies) as elsewhere:
            elsewhere.ask(press=widget)
            assert redirects(elsewhere.listen(until="auth_redirect"))
    assert house.presses.read_text() == "pressed\n"


@pytest.mark.parametrize("change", ["grant", "role", "disable", "reset"])
def test_what_an_operator_changes_ends_the_sessions(house: House, change: str) -> None:
    name = f"cal-{change}"
    cal = account(house.engine, name, Role.VIEWER)
    cookies = house.cookies(cal)
    with tab(house.second, cookies) as open_tab:
        open_page(open_tab)
        match change:
            case "grant":
                book.grant(house.engine, name, NOTHING, actor="command line")
            case "role":
                book.change_role(house.engine, name, Role.ANALYST, actor="command line")
            case "disable":
                book.disable(house.engine, name, actor="command line")
            case "reset":
                book.reset(house.engine, name, actor="command line")
        assert open_tab.close_code(seconds=5) == 4401
    await_status(house.second, cookies, 303)

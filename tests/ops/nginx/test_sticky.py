"""A browser keeps to one app by a cookie; when the app is gone, the other takes over."""

import re
import threading
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.ops.gate.house import everything_in, file_in, open_page
from tests.ops.nginx.conftest import Front
from tests.ops.nginx.proxy import ask, logged, nginx
from tests.ops.sidecar_process import frozen
from tests.ops.streamlit_client import session_of, tab
from tests.ops.web_process import Site, free_port, running

ROUTE = "dashboard_route"


def app_that_runs(site: Site, cookies: Mapping[str, str]) -> bytes:
    """Which process answers a WebSocket with these cookies: each has a cache of its own."""
    with tab(site, cookies) as opened:
        found = re.search(rb"cache [0-9a-f]{16}", everything_in(open_page(opened)))
    assert found is not None
    return found.group()


def port_asked(site: Site, cookies: Mapping[str, str], path: str = "/_stcore/host-config") -> int:
    """Which app answers a request with these cookies; the last, if several were asked."""
    upstream = str(logged(site, ask(site, path, cookies=cookies))["upstream"])
    return int(upstream.split(", ")[-1].rpartition(":")[2])


def route_to(port: int, front: Front, site: Site | None = None) -> str:
    """A cookie's value that leads to that app."""
    for number in range(100):
        value = f"{number:032x}"
        if port_asked(site or front.site, {ROUTE: value}) == port:
            return value
    raise AssertionError(f"of 100 routes none leads to {port}")


def test_a_page_gives_the_cookie_once_and_out_of_reach_of_scripts(front: Front) -> None:
    lines = [line for line in ask(front.site, "/sign-in").every("set-cookie") if line.startswith(ROUTE)]
    assert len(lines) == 1
    assert re.fullmatch(rf"{ROUTE}=[0-9a-f]{{32}}; Path=/; HttpOnly; SameSite=Lax", lines[0])
    value = lines[0].partition("=")[2].partition(";")[0]
    again = ask(front.site, "/sign-in", cookies={ROUTE: value})
    assert [line for line in again.every("set-cookie") if line.startswith(ROUTE)] == []


def test_the_first_answer_comes_from_the_app_that_the_cookie_leads_to(front: Front) -> None:
    for _ in range(6):
        first = ask(front.site, "/sign-in")
        value = next(line for line in first.every("set-cookie") if line.startswith(ROUTE)).partition("=")[2][:32]
        told = str(logged(front.site, first)["upstream"])
        assert int(told.rpartition(":")[2]) == port_asked(front.site, {ROUTE: value})


@pytest.mark.parametrize("path", ["/_stcore/host-config", "/favicon.png", "/manifest.json", "/health/live", "/metrics"])
def test_what_is_fetched_beside_a_page_gives_no_cookie(front: Front, path: str) -> None:
    assert ask(front.site, path).every("set-cookie") == []


@pytest.mark.parametrize("value", ["", "x", "a" * 31, "A" * 32, "a" * 33, "127.0.0.1:1", "../../etc"])
def test_a_cookie_that_nginx_did_not_make_is_replaced(front: Front, value: str) -> None:
    reply = ask(front.site, "/sign-in", cookies={ROUTE: value})
    assert reply.status == 200
    assert any(line.startswith(ROUTE) for line in reply.every("set-cookie"))


def test_browsers_of_one_address_are_spread_over_the_apps(front: Front) -> None:
    asked = Counter(port_asked(front.site, {ROUTE: f"{number:032x}"}) for number in range(40))
    assert set(asked) == {front.first.port, front.second.port}
    assert min(asked.values()) >= 8


def test_requests_and_websockets_of_a_browser_meet_in_one_app(front: Front) -> None:
    session = front.cookies()
    seen: dict[int, set[bytes]] = {front.first.port: set(), front.second.port: set()}
    for port, apps in seen.items():
        cookies = {**session, ROUTE: route_to(port, front)}
        for _ in range(2):
            apps.add(app_that_runs(front.site, cookies))
            assert port_asked(front.site, cookies) == port
    assert [len(apps) for apps in seen.values()] == [1, 1]
    assert seen[front.first.port] != seen[front.second.port]


def test_a_file_is_found_in_the_app_that_holds_it_whatever_the_cookie_says(front: Front) -> None:
    session = front.cookies()
    here = {**session, ROUTE: route_to(front.first.port, front)}
    there = {**session, ROUTE: route_to(front.second.port, front)}
    with tab(front.site, here) as opened:
        path = file_in(open_page(opened))
        for cookies in (here, there):
            reply = ask(front.site, path, cookies=cookies)
            assert (reply.status, reply.text) == (200, "figures of ann")
            assert len(reply.every("content-security-policy")) == 1
        assert ask(front.site, path, cookies=front.cookies()).status == 404


def test_when_an_app_is_gone_the_other_takes_over_and_nobody_is_signed_out(
    front: Front, probe_variables: Mapping[str, str], tmp_path: Path
) -> None:
    port = free_port()
    apps = f"127.0.0.1:{port}, 127.0.0.1:{front.second.port}"
    with nginx(apps, front.sidecar) as site:
        with running("tests.ops.probe_site", front.url, tmp_path / "log", **probe_variables, PORT=str(port)) as gone:
            cookies = {**front.cookies(site), ROUTE: route_to(port, front, site)}
            with tab(site, cookies) as opened:
                before = session_of(open_page(opened))
                assert port_asked(site, cookies) == gone.port
        for path in ("/probe", "/_stcore/host-config", "/_stcore/health"):
            assert ask(site, path, cookies=cookies).status == 200
            assert port_asked(site, cookies, path) == front.second.port
        with tab(site, cookies, continues=before) as opened:
            heard = open_page(opened)
            assert b"secret of ann" in everything_in(heard)
            assert session_of(heard) != before


def test_a_websocket_alone_finds_the_other_app_too(front: Front) -> None:
    """Nothing was asked before that could have told nginx that the app is gone."""
    with nginx(f"127.0.0.1:{free_port()}, 127.0.0.1:{front.second.port}", front.sidecar) as site:
        for number in range(6):
            with tab(site, {**front.cookies(front.second), ROUTE: f"{number:032x}"}) as opened:
                assert b"secret of ann" in everything_in(open_page(opened))


def test_an_app_that_hangs_is_left_after_a_while_and_then_passed_by(front: Front) -> None:
    with nginx(front.apps, front.sidecar, NGINX_ANSWER_SECONDS="4") as site, ThreadPoolExecutor(3) as three:
        cookies = {ROUTE: route_to(front.second.port, front, site)}
        with frozen(front.second.pid):
            for reply in three.map(lambda _: ask(site, "/sign-in", cookies=cookies), range(3)):
                assert reply.status == 200
                assert float(str(logged(site, reply)["seconds"])) >= 4
            last = logged(site, ask(site, "/sign-in", cookies=cookies))
        assert (last["status"], last["upstream"]) == (200, f"127.0.0.1:{front.first.port}")


def test_when_all_are_gone_our_own_page_says_so_and_tries_again(front: Front) -> None:
    with nginx(f"127.0.0.1:{free_port()}, 127.0.0.1:{free_port()}", free_port()) as site:
        reply = ask(site, "/sign-in")
        assert reply.status == 502
        assert "One moment, please" in reply.text
        assert (reply.one("refresh"), reply.one("cache-control")) == ("5", "no-store")
        assert reply.one("x-request-id") in reply.text
        assert len(reply.every("content-security-policy")) == 1
        assert ask(site, "/api/health").status == 502
        assert ask(site, "/nginx-alive").status == 204


def test_an_app_marked_down_gets_nothing(front: Front) -> None:
    with nginx(f"127.0.0.1:{front.first.port} down, 127.0.0.1:{front.second.port}", front.sidecar) as site:
        asked = {port_asked(site, {ROUTE: f"{number:032x}"}) for number in range(20)}
    assert asked == {front.second.port}


def test_many_at_once_keep_to_their_apps(front: Front) -> None:
    routes = {f"{number:032x}": port_asked(front.site, {ROUTE: f"{number:032x}"}) for number in range(8)}
    wrong: list[str] = []

    def come_back(value: str, port: int) -> None:
        for _ in range(5):
            if port_asked(front.site, {ROUTE: value}) != port:
                wrong.append(value)

    threads = [threading.Thread(target=come_back, args=each) for each in routes.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []

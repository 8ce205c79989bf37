"""Each limit is seen to bite, and to let pass what a company of people at one address does."""

import contextlib
import re
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from streamlit import config
from websockets.exceptions import InvalidStatus

from tests.ops.gate.house import everything_in, open_page
from tests.ops.nginx.conftest import Front
from tests.ops.nginx.proxy import Reply, ask, logged, nginx
from tests.ops.streamlit_client import session_of, tab
from tests.ops.web_process import Site

PEOPLE = 20


def every_static_file_of_a_page(site: Site) -> list[str]:
    """What the page names, and what those scripts name: more than any browser loads at first."""
    named = sorted(set(re.findall(r'"(/static/[^"]+)"', ask(site, "/sign-in").text)))
    scripts = [ask(site, path).text for path in named if path.endswith(".js")]
    chunks = {f"/static/js/{name}" for text in scripts for name in re.findall(r'"\./([\w.-]+\.js)"', text)}
    return [*named, *sorted(chunks)][:150]


def opens_a_page(site: Site, files: list[str]) -> Counter[int]:
    """What one person's browser asks, as fast as it can."""
    paths = ["/sign-in", "/_stcore/health", "/_stcore/host-config", "/favicon.png", "/manifest.json", *files]
    return Counter(ask(site, path).status for path in paths)


def test_twenty_people_of_one_address_open_pages_at_once(front: Front) -> None:
    files = every_static_file_of_a_page(front.site)
    assert len(files) >= 50
    with ThreadPoolExecutor(PEOPLE) as people:
        answers = sum(people.map(lambda _: opens_a_page(front.site, files), range(PEOPLE)), Counter())
    assert answers == {200: PEOPLE * (5 + len(files))}


def test_who_asks_too_much_is_told_to_wait_and_a_neighbour_is_not(front: Front) -> None:
    with nginx(front.apps, front.sidecar, NGINX_REQUESTS_PER_SECOND="1", NGINX_BURST="10") as site:
        statuses = Counter(ask(site, "/_stcore/host-config", source="127.0.0.5").status for _ in range(30))
        assert set(statuses) == {200, 429}
        assert 11 <= statuses[200] <= 20
        pages = (ask(site, "/sign-in", source="127.0.0.5") for _ in range(10))
        last = next(page for page in pages if page.status == 429)
        assert "Too much at once" in last.text
        assert (last.one("retry-after"), last.one("cache-control")) == ("2", "no-store")
        assert ask(site, "/sign-in", source="127.0.0.6").status == 200


def test_health_has_a_bound_of_its_own(front: Front) -> None:
    with nginx(front.apps, front.sidecar) as site:
        statuses = Counter(ask(site, "/health/live", source="127.0.0.8").status for _ in range(100))
        assert statuses[429] > 20
        assert statuses[200] >= 21
        assert ask(site, "/sign-in", source="127.0.0.8").status == 200


def refused(site: Site, cookies: dict[str, str]) -> int:
    with pytest.raises(InvalidStatus) as raised, tab(site, cookies):
        pass
    return raised.value.response.status_code


def test_a_session_and_an_address_hold_only_so_many_websockets(front: Front) -> None:
    with (
        nginx(front.apps, front.sidecar, NGINX_SOCKETS_PER_SESSION="2", NGINX_SOCKETS_PER_ADDRESS="5") as site,
        contextlib.ExitStack() as open_tabs,
    ):
        one, two, three = (dict(front.cookies(site)) for _ in range(3))
        for cookies in (one, one, two, two):
            open_page(open_tabs.enter_context(tab(site, cookies)))
        assert refused(site, one) == 429
        last = open_tabs.enter_context(tab(site, three))
        assert b"secret of ann" in everything_in(open_page(last))
        assert refused(site, {}) == 429
        assert ask(site, "/sign-in", cookies=one).status in (200, 303)


def test_a_closed_tab_makes_room(front: Front) -> None:
    with nginx(front.apps, front.sidecar, NGINX_SOCKETS_PER_SESSION="1") as site:
        cookies = dict(front.cookies(site))
        for _ in range(3):
            with tab(site, cookies) as opened:
                open_page(opened)
                assert refused(site, cookies) == 429


def test_a_session_is_counted_by_either_name_of_its_cookie(front: Front) -> None:
    with nginx(front.apps, front.sidecar, NGINX_SOCKETS_PER_SESSION="1") as site:
        cookies = {"before": "1", "__Host-dashboard_session": "x" * 43, **front.cookies(site)}
        with tab(site, cookies) as opened:
            open_page(opened)
            assert refused(site, {"__Host-dashboard_session": "x" * 43}) == 429


def test_forty_tabs_of_twenty_people_are_open_by_default(front: Front) -> None:
    with contextlib.ExitStack() as open_tabs:
        for _ in range(PEOPLE):
            cookies = front.cookies()
            for _ in range(2):
                open_tabs.enter_context(tab(front.site, cookies))


def said_by(site: Site, first: str, body: bytes = b"") -> bytes:
    """What is answered to these very bytes: all of it, when it ends in a page."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as line:
        heard = b""
        with contextlib.suppress(ConnectionError):
            line.sendall(first.encode() + body)
            while b"</html>" not in heard and (more := line.recv(65536)):
                heard += more
    return heard


def head(method: str, path: str, length: int) -> str:
    return f"{method} {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"


def test_a_file_bigger_than_the_app_takes_is_refused_before_it_is_sent(front: Front) -> None:
    most = int(config.get_option("server.maxUploadSize"))
    assert most == 200
    heard = said_by(front.site, head("PUT", "/_stcore/upload_file/x/y", (most + 2) << 20))
    assert heard.startswith(b"HTTP/1.1 413 ")
    assert b"at most 200 MB" in heard
    assert heard.lower().count(b"\r\ncontent-security-policy:") == 1


def test_the_bound_of_files_is_the_apps_setting(front: Front) -> None:
    with nginx(front.apps, front.sidecar, STREAMLIT_SERVER_MAX_UPLOAD_SIZE="3") as site:
        assert b" 413 " in said_by(site, head("PUT", "/_stcore/upload_file/x/y", 5 << 20))[:20]
        assert b"at most 3 MB" in said_by(site, head("PUT", "/_stcore/upload_file/x/y", 5 << 20))


def test_a_file_within_the_bound_reaches_the_app(front: Front) -> None:
    cookies = {**front.cookies(), "dashboard_route": "a" * 32}
    with tab(front.site, cookies) as opened:
        path = f"/_stcore/upload_file/{session_of(open_page(opened))}/a-file"
        content = b"x" * (5 << 20)
        own = {"origin": front.site.origin}
        told: Reply = ask(front.site, path, method="PUT", cookies=cookies, body=content, headers=own)
    # The app itself asks for the token of its form: it has seen the whole of it.
    assert told.status == 403
    assert "One moment" not in told.text


def test_files_and_forms_that_are_refused_make_no_app_look_dead(front: Front) -> None:
    """The app closes the line while the body still comes, which looks like a failure."""
    with nginx(front.apps, front.sidecar) as site, ThreadPoolExecutor(4) as many:
        sent = [*[("PUT", "/_stcore/upload_file/x/y", 3 << 20)] * 16, *[("POST", "/sign-in", 60_000)] * 16]
        list(many.map(lambda each: said_by(site, head(*each), b"x" * each[2]), sent))
        replies = [ask(site, "/_stcore/host-config") for _ in range(16)]
        assert {reply.status for reply in replies} == {200}
        asked = {str(logged(site, reply)["upstream"]) for reply in replies}
        assert asked == {f"127.0.0.1:{app.port}" for app in (front.first, front.second)}


def test_elsewhere_a_body_is_small(front: Front) -> None:
    assert ask(front.site, "/sign-in", method="POST", body=b"x" * 60_000).status == 403
    reply = ask(front.site, "/sign-in", method="POST", body=b"x" * 70_000)
    assert reply.status == 413
    assert "That is too big" in reply.text


def test_a_chunked_body_is_bounded_as_it_comes(front: Front) -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    first = "POST /sign-in HTTP/1.1\r\nHost: here\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert b" 413 " in said_by(front.site, first, chunk * 2 + b"0\r\n\r\n")[:20]

"""Safe headers stand on every kind of answer, each once; the id that nginx makes goes everywhere."""

import re
import time
from pathlib import Path

import pytest
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from sales_core.settings import PROJECT
from tests.ops.nginx.conftest import Front
from tests.ops.nginx.proxy import SOURCES, Reply, ask
from tests.ops.web_process import cookie_line

ONCE = (
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "x-request-id",
)
KINDS = {
    "a page": ("/sign-in", 200),
    "a redirect of the app": ("/probe", 303),
    "a refusal of the app": ("/media/x", 401),
    "a static file": ("/static/nothing.js", 404),
    "health": ("/health/live", 200),
    "nothing of the sidecar": ("/health/nothing", 404),
    "our own page": ("/metrics", 404),
    "our own page in place of the app's": ("/no/page", 404),
    "a sign of life": ("/nginx-alive", 204),
    "a ticket that is none": ("/auth/session?t=nothing", 303),
    "an address too long": ("/" + "x" * 20_000, 414),
}


def complete(reply: Reply) -> None:
    for name in ONCE:
        assert len(reply.every(name)) == 1, f"{name}: {reply.every(name)}"
    assert reply.every("strict-transport-security") == []
    assert re.fullmatch(r"[0-9a-f]{32}", reply.one("x-request-id"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_carries_each_header_once(front: Front, kind: str) -> None:
    path, status = KINDS[kind]
    reply = ask(front.site, path)
    assert reply.status == status
    complete(reply)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE", "HEAD"])
def test_other_methods_are_answered_under_the_same_headers(front: Front, method: str) -> None:
    complete(ask(front.site, "/no/page", method=method))


def test_the_policy_of_a_page_is_the_apps_own(front: Front) -> None:
    policy = "content-security-policy"
    assert ask(front.site, "/sign-in").one(policy) == ask(front.first, "/sign-in").one(policy)
    assert ask(front.site, "/health/live").one(policy) == "default-src 'none'; frame-ancestors 'none'"
    assert ask(front.site, "/metrics").one(policy).startswith("default-src 'none'; style-src 'unsafe-inline';")


def test_an_opened_websocket_carries_them_too(front: Front) -> None:
    with connect(
        f"ws://127.0.0.1:{front.site.port}/_stcore/stream",
        origin=Origin(front.site.origin),
        subprotocols=[Subprotocol("streamlit"), Subprotocol("no-token")],
        additional_headers={"cookie": cookie_line(front.cookies())},
    ) as socket:
        assert socket.response is not None
        given = [(name.lower(), value) for name, value in socket.response.headers.raw_items()]
    complete(Reply(101, tuple(given), b""))


def test_a_static_file_kept_here_bears_the_id_of_who_asks_now(front: Front) -> None:
    script = re.search(r'src="(/static/js/[^"]+\.js)"', ask(front.site, "/sign-in").text)
    assert script is not None
    replies = [ask(front.site, script[1], headers={"x-request-id": "a" * 32}) for _ in range(2)]
    for reply in replies:
        complete(reply)
    assert len({reply.one("x-request-id") for reply in replies} | {"a" * 32}) == 3


def test_the_id_of_an_answer_is_the_one_in_the_apps_log_and_no_browser_chooses_it(front: Front) -> None:
    reply = ask(front.site, "/sign-in", headers={"x-request-id": "b" * 32})
    end = time.monotonic() + 10
    while reply.one("x-request-id") not in (said := front.first.log.read_text() + front.second.log.read_text()):
        assert time.monotonic() < end, said[-2000:]
        time.sleep(0.05)
    assert "b" * 32 not in said


@pytest.mark.parametrize("path", ["/metrics", "/no/page"])
def test_our_own_page_has_the_products_colours_in_light_and_dark(front: Front, path: str) -> None:
    text = ask(front.site, path).text
    theme = (PROJECT / ".streamlit" / "config.toml").read_text()
    light, dark = theme.split("[theme.dark]")
    rest, in_the_dark = text.split("@media (prefers-color-scheme: dark)")
    in_the_dark, _ = in_the_dark.split("body {")
    for colours, known in ((rest.split("<style>")[1], light), (in_the_dark, dark)):
        used = re.findall(r"#[0-9a-f]{6}", colours)
        assert len(used) == 7
        assert [colour for colour in used if colour not in known] == []


def test_our_own_page_runs_no_script_and_loads_nothing() -> None:
    text = Path(SOURCES / "files" / "_sorry.html").read_text()
    assert "<script" not in text
    assert re.findall(r"(?:src=|url\()", text) == []

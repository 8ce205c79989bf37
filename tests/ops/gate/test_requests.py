"""Requests at the gate: which doors stand open, for whom, and what every answer carries."""

import re
import socket

import pytest

from tests.ops.gate.house import House
from tests.ops.people import NAMES


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


def test_a_static_file_that_is_not_there_is_not_answered_with_a_page(house: House) -> None:
    script = re.search(r'src="(/static/js/[^"]+\.js)"', house.first.get("/sign-in").text)
    assert script is not None
    assert house.first.get(script[1]).status == 200
    for path in ("/static/js/index.of-another-release.js", "/static/", "/static/js/", "/static/../index.html"):
        answer = house.first.get(path)
        assert (answer.status, answer.text) == (404, "there is nothing here"), path


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


def test_a_head_without_an_end_is_refused_at_64_kilobytes(house: House) -> None:
    with socket.create_connection(("127.0.0.1", house.first.port), timeout=10) as line:
        line.sendall(b"GET /sign-in HTTP/1.1\r\nHost: here\r\nX-Long: " + b"x" * 40_000)
        line.settimeout(0.5)
        with pytest.raises(TimeoutError):
            line.recv(1)
        line.settimeout(10)
        line.sendall(b"x" * 40_000)
        assert line.recv(12) == b"HTTP/1.1 400"

"""The gate's small rooms, each alone."""

import asyncio
from contextlib import suppress

import pytest
from starlette.requests import HTTPConnection

from ops.web.breaker import Breaker
from ops.web.cookies import Cookies
from ops.web.doors import Door, door
from ops.web.handed_out import HandedOut
from ops.web.origin import is_own
from ops.web.ownership import Ownership
from sales_core.errors import SourceUnavailable
from tests.loops import run_apart


def connection(**headers: str) -> HTTPConnection:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return HTTPConnection({"type": "http", "headers": raw})


def test_under_tls_the_cookies_promise_it_by_their_name() -> None:
    line = Cookies.for_site(secure=True).give_session("opaque")
    assert line == "__Host-dashboard_session=opaque; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure"


def test_under_tls_a_cookie_without_the_promise_is_not_looked_at() -> None:
    tossed = connection(cookie="dashboard_session=planted-by-a-neighbour")
    assert Cookies.for_site(secure=True).session_id(tossed) is None
    assert Cookies.for_site(secure=False).session_id(tossed) == "planted-by-a-neighbour"


@pytest.mark.parametrize(
    ("origin", "secure", "own"),
    [
        ("https://sales.example", True, True),
        ("https://sales.example", False, True),
        ("http://sales.example", False, True),
        ("http://sales.example", True, False),
        ("https://sales.example:8443", True, False),
        ("https://sales.example.evil.example", True, False),
        ("https://user@sales.example", True, False),
        ("ftp://sales.example", False, False),
        ("http://[", False, False),
        ("", False, False),
    ],
)
def test_an_origin_is_ours_when_it_is_the_host_that_was_asked(origin: str, secure: bool, own: bool) -> None:
    assert is_own(connection(origin=origin, host="sales.example"), secure=secure) is own


def test_the_breaker_closes_again_after_whatever_a_probe_died_of() -> None:
    ends: list[BaseException | None] = [RuntimeError("nobody expected this"), OSError("away still"), None]

    async def probe() -> None:
        if (end := ends.pop(0)) is not None:
            raise end

    async def healed() -> None:
        assert ends == []

    async def lost() -> None:
        raise OSError("the database went away")

    async def outage() -> list[bool]:
        breaker = Breaker(probe, healed)
        with suppress(SourceUnavailable):
            await breaker.call(lost, seconds=1)
        open_then = [breaker.open]
        await asyncio.sleep(2)
        await breaker.close()
        return [*open_then, breaker.open]

    assert run_apart(outage()) == [True, False]


def test_without_a_host_nothing_is_ours() -> None:
    assert not is_own(connection(origin="http://"), secure=False)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", Door.PAGE),
        ("/overview", Door.PAGE),
        ("/overview/", Door.SLASHED),
        ("/sign-in", Door.ENTRANCE),
        ("/sign-in/", Door.SLASHED),
        ("//", Door.SLASHED),
        ("//evil", Door.SLASHED),
        ("/static/js/index.js", Door.OPEN),
        ("/staticx/js/index.js", Door.SHUT),
        ("/media/abc.csv", Door.MEDIA),
        ("/_stcore/upload_file/s/f", Door.UPLOAD),
        ("/_stcore/stream", Door.SHUT),
        ("/_stcore/anything-new", Door.SHUT),
        ("/auth/session/x", Door.SHUT),
        ("/..\\secrets", Door.SHUT),
    ],
)
def test_each_path_has_its_door_and_the_unknown_is_shut(path: str, kind: Door) -> None:
    assert door(path) is kind


def test_what_was_not_used_for_longest_is_forgotten_first() -> None:
    owned = Ownership(most_sessions=2, most_files=2, most_deferred=2)
    owned.note_session("one", b"ann")
    owned.note_session("two", b"ann")
    assert owned.owns_session("one", b"ann")
    owned.note_session("three", b"ann")
    assert [owned.owns_session(each, b"ann") for each in ("one", "two", "three")] == [True, False, True]
    files = [digit * 32 for digit in "123"]
    for file in files[:2]:
        owned.note(HandedOut(files=(file,)), None, b"ann")
    assert owned.may_fetch(f"/media/{files[0]}.csv", b"ann")
    owned.note(HandedOut(files=(files[2],)), None, b"ann")
    assert [owned.may_fetch(f"/media/{file}.csv", b"ann") for file in files] == [True, False, True]

    for offer in ("i", "ii"):
        owned.note(HandedOut(deferred=(offer,)), "one", b"ann")
    assert owned.may_ask_for("i", "one", b"ann")
    owned.note(HandedOut(deferred=("iii",)), "one", b"ann")
    assert [owned.may_ask_for(offer, "one", b"ann") for offer in ("i", "ii", "iii")] == [True, False, True]


def test_the_same_file_may_be_two_viewers_own() -> None:
    owned = Ownership()
    owned.note(HandedOut(files=("a" * 32,)), None, b"ann")
    assert not owned.may_fetch("/media/" + "a" * 32 + ".csv", b"bob")
    owned.note(HandedOut(files=("a" * 32,)), None, b"bob")
    assert owned.may_fetch("/media/" + "a" * 32 + ".csv", b"ann")
    assert owned.may_fetch("/media/" + "a" * 32 + ".csv", b"bob")
    assert not owned.may_fetch("/media/" + "a" * 32 + ".csv", b"")

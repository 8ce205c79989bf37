"""Slow clients keep nobody out and are dropped in the declared time."""

import contextlib
import selectors
import socket
import time
from collections.abc import Iterator

from tests.ops.nginx.conftest import Front
from tests.ops.nginx.proxy import ask, nginx
from tests.ops.web_process import Site

SLOW = 200
SECONDS = 4


@contextlib.contextmanager
def connections(site: Site, number: int, first: bytes) -> Iterator[list[socket.socket]]:
    """That many connections which have said this much."""
    with contextlib.ExitStack() as all_of_them:
        opened = [socket.create_connection(("127.0.0.1", site.port), timeout=10) for _ in range(number)]
        for each in opened:
            all_of_them.enter_context(each)
            each.sendall(first)
        yield opened


def drip_until_dropped(opened: list[socket.socket], drop: bytes, *, seconds: float) -> int:
    """Say a little more twice a second; how many connections were ended by the other side within the time."""
    gone = 0
    with selectors.DefaultSelector() as waiting:
        for each in opened:
            waiting.register(each, selectors.EVENT_READ)
        end = time.monotonic() + seconds
        while waiting.get_map() and time.monotonic() < end:
            for key, _ in waiting.select(timeout=0.5):
                waiting.unregister(key.fileobj)
                gone += 1
            for key in list(waiting.get_map().values()):
                with contextlib.suppress(OSError):
                    key.fileobj.send(drop)  # type: ignore[union-attr]
    return gone


def test_two_hundred_slow_heads_keep_nobody_out_and_are_dropped_in_time(front: Front) -> None:
    with (
        nginx(front.apps, front.sidecar, NGINX_SLOW_SECONDS=str(SECONDS)) as site,
        connections(site, SLOW, b"GET / HTTP/1.1\r\nHost: here\r\n") as slow,
    ):
        began = time.monotonic()
        for _ in range(10):
            assert ask(site, "/sign-in").status == 200
        assert time.monotonic() - began < 2
        assert drip_until_dropped(slow, b"X-More: 1\r\n", seconds=1) == 0
        assert drip_until_dropped(slow, b"X-More: 1\r\n", seconds=SECONDS + 1) == SLOW
        assert time.monotonic() - began < SECONDS + 2.5


def test_a_body_that_pauses_is_dropped_in_time(front: Front) -> None:
    head = b"POST /sign-in HTTP/1.1\r\nHost: here\r\nContent-Length: 5000\r\n\r\nx"
    with nginx(front.apps, front.sidecar, NGINX_SLOW_SECONDS="2") as site, connections(site, 50, head) as slow:
        assert ask(site, "/sign-in").status == 200
        assert drip_until_dropped(slow, b"", seconds=4) == 50


def test_slow_bodies_of_one_address_are_so_many_and_no_more(front: Front) -> None:
    head = b"POST /sign-in HTTP/1.1\r\nHost: here\r\nContent-Length: 5000\r\n\r\nx"
    with (
        nginx(front.apps, front.sidecar, NGINX_CONNECTIONS_PER_ADDRESS="20") as site,
        connections(site, 40, head) as slow,
    ):
        assert drip_until_dropped(slow, b"y", seconds=1.5) == 20
        assert ask(site, "/sign-in").status == 429
        assert ask(site, "/sign-in", source="127.0.0.6").status == 200

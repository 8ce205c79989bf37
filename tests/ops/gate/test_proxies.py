"""Of a proxy's word only that of a trusted one is believed."""

from ipaddress import ip_network

import pytest
from starlette.types import Message, Receive, Scope, Send

from ops.web.proxies import Proxies, believed
from tests.loops import run_apart

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def passed_on(peer: str | None, *, kind: str = "http", **headers: str) -> Scope:
    """The scope as it is behind the middleware."""
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        del receive, send
        seen.append(scope)

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    async def nowhere(message: Message) -> None:
        del message

    async def asked() -> None:
        await Proxies(app, TRUSTED)(scope, nothing, nowhere)

    scope = {
        "type": kind,
        "scheme": "http" if kind == "http" else "ws",
        "client": (peer, 4711) if peer else None,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    run_apart(asked())
    return seen[0]


@pytest.mark.parametrize(
    ("peer", "said", "client"),
    [
        ("10.0.0.2", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.2", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.2", "203.0.113.7, 10.0.0.9", "203.0.113.7"),
        ("fd00::2", "2001:db8::1", "2001:db8::1"),
        ("::ffff:10.0.0.2", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.2", "::ffff:203.0.113.7", "203.0.113.7"),
        ("10.0.0.2", "10.0.0.9", "10.0.0.2"),
        ("10.0.0.2", "203.0.113.7, somewhere", "10.0.0.2"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("11.0.0.2", "198.51.100.1", "11.0.0.2"),
        ("not-an-address", "198.51.100.1", "not-an-address"),
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_the_client_is_the_last_address_that_is_no_trusted_proxys(kind: str, peer: str, said: str, client: str) -> None:
    assert passed_on(peer, kind=kind, x_forwarded_for=said)["client"][0] == client


@pytest.mark.parametrize(
    ("kind", "peer", "said", "scheme"),
    [
        ("http", "10.0.0.2", "https", "https"),
        ("websocket", "10.0.0.2", "https", "wss"),
        ("websocket", "10.0.0.2", "http", "ws"),
        ("http", "10.0.0.2", "gopher", "http"),
        ("http", "203.0.113.9", "https", "http"),
        ("websocket", "203.0.113.9", "https", "ws"),
    ],
)
def test_the_scheme_is_a_trusted_proxys_word(kind: str, peer: str, said: str, scheme: str) -> None:
    assert passed_on(peer, kind=kind, x_forwarded_proto=said)["scheme"] == scheme


def test_a_request_id_stands_only_if_a_trusted_proxy_gave_it() -> None:
    given = {"x_request_id": "a" * 32, "x_forwarded_host": "evil.example", "forwarded": "for=1.2.3.4", "accept": "*/*"}
    assert passed_on("203.0.113.9", **given)["headers"] == [(b"accept", b"*/*")]
    assert (b"x-request-id", b"a" * 32) in passed_on("10.0.0.2", **given)["headers"]
    assert passed_on(None, **given)["headers"] == [(b"accept", b"*/*")]


def test_without_trusted_networks_nobody_is_believed() -> None:
    assert not believed("127.0.0.1", ())
    assert believed("10.1.2.3", TRUSTED)
    assert not believed("testclient", TRUSTED)

"""What a proxy says of a request is believed from trusted proxies alone: address, scheme, request id."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from sales_core.setting_rules import Network

Networks = tuple[Network, ...]

_SAID_BY_PROXIES = frozenset(
    {
        b"forwarded",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-port",
        b"x-forwarded-proto",
        b"x-real-ip",
        b"x-request-id",
    }
)
_SCHEMES = frozenset({"http", "https"})


def believed(host: str, trusted: Networks) -> bool:
    """Whether what this peer says of others is believed; never of a peer without an IP address."""
    address = _address(host)
    return address is not None and any(address in network for network in trusted)


class Proxies:
    """Middleware: behind it, client and scheme are the browser's, and `x-request-id` stands only if believed.

    The client is the last address in X-Forwarded-For that is not itself a trusted proxy's.
    """

    def __init__(self, app: ASGIApp, trusted: Networks) -> None:
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is known of the request, and nothing that is merely claimed."""
        if scope["type"] in ("http", "websocket"):
            scope = self._truthful(scope)
        await self._app(scope, receive, send)

    def _truthful(self, scope: Scope) -> Scope:
        client = scope.get("client")
        if client is None or not believed(client[0], self._trusted):
            return {**scope, "headers": [(name, value) for name, value in scope["headers"] if not _claimed(name)]}
        return {
            **scope,
            "client": self._browser(_said(scope, b"x-forwarded-for")) or client,
            "scheme": _scheme(scope),
        }

    def _browser(self, forwarded: str) -> tuple[str, int] | None:
        """The browser's address, port unknown; None where the proxy names none."""
        for said in reversed(forwarded.split(",")):
            address = _address(said.strip())
            if address is None:
                return None
            if not believed(str(address), self._trusted):
                return str(address), 0
        return None


def _claimed(name: bytes) -> bool:
    return name.lower() in _SAID_BY_PROXIES


def _said(scope: Scope, name: bytes) -> str:
    """All values of a header, as one."""
    values: list[bytes] = [value for key, value in scope["headers"] if key.lower() == name]
    return b",".join(values).decode("latin-1")


def _scheme(scope: Scope) -> str:
    """The browser's scheme, in the words of this kind of scope."""
    said, own = _said(scope, b"x-forwarded-proto").strip(), str(scope["scheme"])
    if said not in _SCHEMES:
        return own
    return said.replace("http", "ws") if scope["type"] == "websocket" else said


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """The address; an IPv4 one written as IPv6 in its usual form."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address

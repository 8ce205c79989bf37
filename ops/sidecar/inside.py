"""Whether a request comes from the inside: from a private address, and passed on by nobody.

A proxy says of what it passes on that it does so; the one in front of the dashboard always does, and leads to
none of the inner addresses besides.
"""

from ipaddress import ip_address

from starlette.requests import Request

_OF_PROXIES = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


def from_inside(request: Request) -> bool:
    """False when in doubt."""
    if request.client is None or any(name in request.headers for name in _OF_PROXIES):
        return False
    try:
        return ip_address(request.client.host).is_private
    except ValueError:
        return False

"""Whether a request comes from our own page: browsers say from where in Origin."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection


def is_own(connection: HTTPConnection, *, secure: bool) -> bool:
    """Origin must be there and name the very host and port that was asked; with `secure`, over https."""
    origin, host = connection.headers.get("origin", ""), connection.headers.get("host", "")
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    schemes = ("https",) if secure else ("http", "https")
    return parts.scheme in schemes and bool(host) and parts.netloc.lower() == host.lower()

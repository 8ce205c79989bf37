"""Where a browser may be sent: local paths only, however they are written."""

import re
from urllib.parse import quote, unquote, urlsplit

SIGN_IN = "/sign-in"
_PLAIN = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")
_DECODED = re.compile(r"/(?![/\\])[^\x00-\x1f\x7f\\]*")
_LONGEST = 4096


def local_path(wanted: str | None) -> str:
    """`wanted` when it is a path of this site, with its query; else the front page.

    Refused: other sites (`//x`, `/\\x`, `https:`), control characters, backslashes, also when they are
    percent-encoded once or more, whatever is too long, and the pages of signing in themselves.
    """
    path = wanted or "/"
    if len(path) > _LONGEST or not _PLAIN.fullmatch(path):
        return "/"
    decoded = path.partition("?")[0].partition("#")[0]
    while (once := unquote(decoded)) != decoded:
        if not _DECODED.fullmatch(once):
            return "/"
        decoded = once
    return "/" if decoded == SIGN_IN or decoded.startswith((f"{SIGN_IN}/", "/auth/", "/_stcore/")) else path


def sign_in_address(next_path: str) -> str:
    """The sign-in page that goes on to `next_path` afterwards; hostile ones become the front page."""
    return _with_next(SIGN_IN, next_path)


def farewell_address(next_path: str) -> str:
    """The route that clears the cookie of a dead session and then shows the sign-in page."""
    return _with_next("/auth/bye", next_path)


def path_of(address: str | None) -> str:
    """Path and query of a full address, such as a browser's; the front page when it has none."""
    parts = urlsplit(address or "/")
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _with_next(route: str, next_path: str) -> str:
    path = local_path(next_path)
    return route if path == "/" else f"{route}?next={quote(path, safe='')}"

"""What each path is: which doors stand open, which need a session, which do not exist."""

from enum import Enum, auto

from sales_core.places import SIGN_IN


class Door(Enum):
    """Who may pass."""

    OPEN = auto()
    """Anyone: nothing behind it is about sales."""
    ENTRANCE = auto()
    """The sign-in page: for those who are not signed in."""
    PAGE = auto()
    """A page's address: with a session; others are sent to the entrance and back."""
    PART = auto()
    """What a page fetches: with a session."""
    MEDIA = auto()
    """A file of one viewer: with the session that it was made for."""
    UPLOAD = auto()
    """The uploads of one Streamlit session: with the session that it was made for."""
    SLASHED = auto()
    """A page's address with a slash too many."""
    SHUT = auto()
    """There is nothing there."""


OPEN_PATHS = frozenset(
    {
        "/healthz",
        "/favicon.png",
        "/manifest.json",
        "/auth/session",
        "/auth/bye",
        # A tab that reconnects asks these two before its WebSocket; refused, it shows an error instead.
        "/_stcore/health",
        "/_stcore/host-config",
    }
)
_PREFIXES = (
    ("/static/", Door.OPEN),
    ("/app/static/", Door.OPEN),
    ("/media/", Door.MEDIA),
    ("/_stcore/upload_file/", Door.UPLOAD),
    ("/_stcore/bidi-components/", Door.PART),
    ("/component/", Door.PART),
)


def door(path: str) -> Door:
    """The door of a decoded path. What is not listed and not one plain segment is shut."""
    if path in OPEN_PATHS:
        return Door.OPEN
    if path == SIGN_IN:
        return Door.ENTRANCE
    for prefix, kind in _PREFIXES:
        if path.startswith(prefix):
            return kind
    inner = path.strip("/")
    if "/" in inner or "\\" in path or inner.startswith("_stcore") or not path.startswith("/"):
        return Door.SHUT
    return Door.PAGE if path == f"/{inner}" else Door.SLASHED

"""Passwords that nobody should run on: none, short ones, and those that the examples show."""

from urllib.parse import parse_qs, unquote, urlsplit

SHORTEST = 16
FEWEST_CHARACTERS = 6
"""Different ones, at least: a long run of one letter is as good as none."""

EXAMPLES = frozenset({"replace-by-openssl-rand-hex-24", "another-by-openssl-rand-hex-24"})
"""Stand-ins of the example files and of the documentation."""


def weakness(password: str) -> str | None:
    """Why a password is none, as the end of a sentence; None where it will do."""
    if not password:
        return "must hold a password"
    if password in EXAMPLES:
        return "must not hold a password of the examples"
    if len(password) < SHORTEST:
        return f"must hold a password of at least {SHORTEST} characters"
    if len(set(password)) < FEWEST_CHARACTERS:
        return f"must hold a password of at least {FEWEST_CHARACTERS} different characters"
    return None


def weakness_of_url(url: str) -> str | None:
    """The same of the password in a URL, `?password=` included."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "must be a URL"
    written = parse_qs(parts.query).get("password", [""])
    return weakness(unquote(parts.password or "") or written[-1])

"""What a setting's value must be: each rule returns the value to use, or raises a ValueError that says it."""

import ipaddress
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from db.addresses import fault_of_url
from db.engine import driver_url
from sales_core.misspellings import did_you_mean
from sales_core.zones import known_zones

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_SWITCHES = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


def whole_number(value: str | int) -> int:
    """A whole number, also as text."""
    try:
        return int(value)
    except ValueError:
        raise ValueError("must be a whole number") from None


def port(value: int) -> int:
    """A TCP port that can be listened on: 1 to 65535."""
    if not 1 <= value <= 65535:
        raise ValueError("must be a port, 1 to 65535")
    return value


def port_or_off(value: int) -> int:
    """A port, or 0 for none."""
    if not 0 <= value <= 65535:
        raise ValueError("must be 0 (off) or a port, 1 to 65535")
    return value


def few(value: int) -> int:
    """A number from 1 to 16: each is a connection and a thread."""
    if not 1 <= value <= 16:
        raise ValueError("must be a number from 1 to 16")
    return value


def not_negative(value: int) -> int:
    """A number of lines; 0 means none."""
    if value < 0:
        raise ValueError("must be 0 (none) or a number of lines")
    return value


def switch(value: str | bool) -> bool:
    """On or off by any of the usual words, in any case."""
    try:
        return _SWITCHES[str(value).lower()]
    except KeyError:
        raise ValueError("must be 1 (on) or 0 (off)") from None


def one_of(*choices: str) -> Callable[[str], str]:
    """A rule that takes one of the choices, in any case."""

    def choose(value: str) -> str:
        chosen = value.strip().lower()
        if chosen not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}{did_you_mean(chosen, choices)}")
        return chosen

    return choose


def address(value: str) -> str:
    """An IP address to listen on, in its usual spelling; no name, since one may have several addresses."""
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise ValueError("must be an IP address to listen on, such as 127.0.0.1 or 0.0.0.0") from None


def networks(value: str | Sequence[Network]) -> tuple[Network, ...]:
    """Networks or single addresses, by commas; empty: none."""
    if not isinstance(value, str):
        return tuple(value)
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in value.split(",") if part.strip())
    except ValueError:
        raise ValueError("must be networks such as 10.89.0.0/24, separated by commas") from None


def folder(value: Path) -> Path:
    """An absolute path, `~` resolved, whose nearest existing part is a folder; it need not exist itself."""
    path = value.expanduser().absolute()
    existing = next(each for each in (path, *path.parents) if each.exists())
    if not existing.is_dir():
        raise ValueError(f"must be a folder, and {existing} is a file")
    return path


def postgresql_url(value: str) -> str:
    """The URL with SQLAlchemy's psycopg driver named; what is no URL of PostgreSQL is refused."""
    if fault := fault_of_url(value):
        raise ValueError(fault)
    return driver_url(value)


def redis_url(value: str) -> str:
    """A URL that the Redis client takes, left as it is."""
    scheme, _, rest = value.partition("://")
    try:
        named = scheme in ("redis", "rediss", "unix") and rest.strip("/") and urlsplit(value).port != 0
    except ValueError:  # a port that is none
        named = False
    if not named:
        raise ValueError("must look like redis://HOST:6379/0, rediss://HOST:6379/0 or unix:///PATH")
    return value


def http_url(value: str) -> str:
    """Scheme, host and perhaps a port and a path, without a slash at the end."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must look like http://HOST:8501")
    return value.rstrip("/")


def http_urls(value: str) -> str:
    """One or more of them, each like `http_url`, with commas between and nothing else."""
    return ",".join(http_url(part.strip()) for part in value.split(","))


def milliseconds(value: int) -> int:
    """A time in milliseconds; 0 means never."""
    if value < 0:
        raise ValueError("must be 0 (none) or a number of milliseconds")
    return value


def sentry_dsn(value: str) -> str:
    """Scheme, public key, host and project, as Sentry gives it out."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.username or not parts.hostname or len(parts.path) < 2:
        raise ValueError("must look like https://KEY@HOST/PROJECT")
    return value


def currency(value: str) -> str:
    """An ISO 4217 code, in capitals, that money can be formatted in."""
    from babel.numbers import list_currencies  # here: slow to load, and most processes never ask

    known = list_currencies()
    if value not in known:
        raise ValueError(f"must be an ISO 4217 code{did_you_mean(value.upper(), known)}")
    return value


def time_zone(value: str) -> str:
    """A name of the IANA time zone database, as it is spelt there."""
    known = known_zones()
    if value not in known:
        raise ValueError(f"must be an IANA time zone{did_you_mean(value, known)}")
    return value

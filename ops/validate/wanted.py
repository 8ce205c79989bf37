"""What the operator asks: which system, as whom, against which database. From the environment alone."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from sales_core.errors import SettingsError

_SUCH = "such as https://sales.example.com"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """`origin` is scheme, host and port; `database_url` is a login that may read all facts.

    `health_origin` is another than `origin` only where no proxy stands in front of app and sidecar.
    """

    origin: str
    user: str
    password: str
    database_url: str
    health_origin: str

    @property
    def secure(self) -> bool:
        """Whether people come by TLS."""
        return self.origin.startswith("https://")

    @property
    def host(self) -> str:
        """The name in the address."""
        return urlsplit(self.origin).hostname or ""

    @property
    def port(self) -> int:
        """The port in the address, or the scheme's own."""
        return urlsplit(self.origin).port or (443 if self.secure else 80)

    def of_health(self) -> "Wanted":
        """The same, asked of where health is told."""
        return replace(self, origin=self.health_origin)

    @property
    def on_this_machine(self) -> bool:
        """Whether nothing between here and there could be listened to."""
        return self.host in _LOOPBACK


def wanted(variables: Mapping[str, str] = os.environ) -> Wanted:
    """What the variables say. Raises SettingsError, which names the variable and the rule."""
    origin = _origin("URL", _value(variables, "URL", f"the address people open, {_SUCH}"))
    health = variables.get("VALIDATE_HEALTH_URL", "").strip()
    file = Path(_value(variables, "VALIDATE_PASSWORD_FILE", "a file that holds the password of VALIDATE_USER"))
    try:
        password = file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"VALIDATE_PASSWORD_FILE: {file} can't be read: {error}") from None
    if not password:
        raise SettingsError(f"VALIDATE_PASSWORD_FILE: {file} is empty")
    database = _value(variables, "VALIDATE_DATABASE_URL", "postgresql+psycopg://… of a login that reads all facts")
    if not database.startswith(("postgresql://", "postgresql+psycopg://")):
        raise SettingsError("VALIDATE_DATABASE_URL must begin with postgresql+psycopg://")
    user = _value(variables, "VALIDATE_USER", "an account that sees all territories")
    return Wanted(origin, user, password, database, _origin("VALIDATE_HEALTH_URL", health) if health else origin)


def _origin(name: str, value: str) -> str:
    url = urlsplit(value)
    if url.scheme not in ("http", "https") or not url.hostname:
        raise SettingsError(f"{name} must be http:// or https:// and a host, {_SUCH}")
    if url.path.strip("/") or url.query or url.username:
        raise SettingsError(f"{name} must be scheme, host and port alone: no path, question or password")
    return f"{url.scheme}://{url.netloc}"


def _value(variables: Mapping[str, str], name: str, meaning: str) -> str:
    value = variables.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is not set: {meaning}")
    return value

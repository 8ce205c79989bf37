"""Plain HTTP as a browser speaks it: cookies kept, redirects seen and not followed, certificates checked."""

import http.client
import ssl
from contextlib import closing
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from ops.validate.wanted import Wanted
from sales_core.errors import SourceUnavailable

_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `headers` are name and value as they came, names in lower case, repeats kept."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.headers if key == name]

    def one(self, name: str) -> str:
        """The first value, or nothing."""
        return next(iter(self.all(name)), "")


@dataclass(slots=True)
class Browsing:
    """One visitor; `cookies` by name."""

    wanted: Wanted
    cookies: dict[str, str] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)
    """Every Set-Cookie line that came."""

    def get(self, path: str) -> Answer:
        """GET. Raises SourceUnavailable when nothing answers."""
        headers = {"Cookie": self.cookie_line(), "Accept": "*/*", "User-Agent": "dashboard-validate"}
        try:
            with closing(self._connection()) as connection:
                connection.request("GET", path, headers={name: value for name, value in headers.items() if value})
                got = connection.getresponse()
                answer = Answer(got.status, tuple((k.lower(), v) for k, v in got.getheaders()), got.read())
        except (OSError, http.client.HTTPException) as error:
            raise SourceUnavailable(f"{self.wanted.origin}{path} does not answer: {error}") from error
        for line in answer.all("set-cookie"):
            self._take(line)
        return answer

    def cookie_line(self) -> str:
        """The cookies as they are sent."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _take(self, line: str) -> None:
        self.given.append(line)
        jar: SimpleCookie = SimpleCookie(line)
        for name, morsel in jar.items():
            if morsel.value and morsel["max-age"] != "0":
                self.cookies[name] = morsel.value
            else:
                self.cookies.pop(name, None)

    def _connection(self) -> http.client.HTTPConnection:
        if self.wanted.secure:
            trusted = ssl.create_default_context()
            return http.client.HTTPSConnection(self.wanted.host, self.wanted.port, timeout=_PATIENCE, context=trusted)
        return http.client.HTTPConnection(self.wanted.host, self.wanted.port, timeout=_PATIENCE)

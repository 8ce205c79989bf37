"""The two cookies: set, cleared, read."""

from dataclasses import dataclass
from secrets import token_urlsafe

from starlette.requests import HTTPConnection

from sales_core.sessions import SECONDS_IN_ALL, CookieNames, cookie_names, key_of

_BROWSER_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Cookies:
    """Both are HttpOnly, SameSite=Lax, for the whole site; with `secure` also Secure and of this host alone."""

    names: CookieNames
    secure: bool

    @classmethod
    def for_site(cls, *, secure: bool) -> "Cookies":
        """The cookies of a site that is reached by TLS, or not."""
        return cls(cookie_names(secure=secure), secure)

    def session_id(self, connection: HTTPConnection) -> str | None:
        """The session id that the browser shows, dead or alive."""
        return connection.cookies.get(self.names.session) or None

    def browser(self, connection: HTTPConnection) -> str | None:
        """The mark of a browser that began to sign in."""
        return connection.cookies.get(self.names.browser) or None

    def owner(self, connection: HTTPConnection) -> bytes:
        """In whose name ids are noted: the session's, else the browser's. Without either, nobody's."""
        if session_id := self.session_id(connection):
            return b"session:" + key_of(session_id)
        browser = self.browser(connection)
        return b"browser:" + key_of(browser) if browser else b""

    def give_session(self, session_id: str) -> str:
        """Set-Cookie for a session just opened."""
        return self._set(self.names.session, session_id, SECONDS_IN_ALL)

    def give_browser(self) -> str:
        """Set-Cookie with a fresh mark."""
        return self._set(self.names.browser, token_urlsafe(24), _BROWSER_SECONDS)

    def take_session(self) -> str:
        """Set-Cookie that removes the session id."""
        return self._set(self.names.session, "", 0)

    def take_browser(self) -> str:
        """Set-Cookie that removes the mark."""
        return self._set(self.names.browser, "", 0)

    def _set(self, name: str, value: str, seconds: int) -> str:
        secure = "; Secure" if self.secure else ""
        return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"

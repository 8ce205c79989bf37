"""What every part of the gate needs: one object a process."""

from dataclasses import dataclass

from ops.web.cookies import Cookies
from ops.web.headers import SafeHeaders
from ops.web.open_sockets import OpenSockets
from ops.web.ownership import Ownership
from ops.web.shell import Shell
from ops.web.store import SessionStore


@dataclass(frozen=True, slots=True)
class Entrance:
    """Who is in, who owns what, which cookies and headers are used."""

    store: SessionStore
    sockets: OpenSockets
    ownership: Ownership
    cookies: Cookies
    headers: SafeHeaders
    shell: Shell

    @classmethod
    def build(cls, url: str, *, secure: bool) -> "Entrance":
        """For the database at `url`; connects to nothing yet."""
        sockets, shell = OpenSockets(), Shell.of_streamlit()
        return cls(
            store=SessionStore(url, sockets),
            sockets=sockets,
            ownership=Ownership(),
            cookies=Cookies.for_site(secure=secure),
            headers=SafeHeaders.computed(shell.script_hashes, secure=secure),
            shell=shell,
        )

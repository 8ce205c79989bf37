"""A client of Streamlit's WebSocket without a browser: it says what it likes and keeps every frame it gets."""

import contextlib
import hashlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.ops.web_process import Site, cookie_line


@dataclass(slots=True)
class Tab:
    """One open WebSocket."""

    socket: ClientConnection
    site: Site
    frames: list[bytes] = field(default_factory=list)

    def ask(self, page: str = "", *, hashed: str = "", query: str = "", press: str | None = None) -> None:
        """Ask for a run: of a page by its name or a hash, with a query, pressing the button of that widget id."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        message.rerun_script.context_info.url = f"{self.site.origin}/{page}"
        if hashed:
            digest = hashlib.md5(hashed.encode(), usedforsecurity=False)
            message.rerun_script.page_script_hash = digest.hexdigest()
        if press is not None:
            message.rerun_script.widget_states.widgets.append(WidgetState(id=press, trigger_value=True))
        self.say(message)

    def say(self, message: BackMsg) -> None:
        """Send any message."""
        self.socket.send(message.SerializeToString())

    def listen(self, *, seconds: float = 15.0, until: str = "script_finished") -> list[ForwardMsg]:
        """Every message until one of that kind, a closed socket, or the time is over."""
        heard: list[ForwardMsg] = []
        end = time.monotonic() + seconds
        with contextlib.suppress(ConnectionClosed, TimeoutError):
            while time.monotonic() < end:
                data = self.socket.recv(timeout=end - time.monotonic(), decode=False)
                self.frames.append(bytes(data))
                heard.append(ForwardMsg.FromString(bytes(data)))
                if heard[-1].WhichOneof("type") == until:
                    break
        return heard

    def close_code(self, *, seconds: float = 10.0) -> int | None:
        """The code that the server closed with; None while it is open."""
        self.listen(seconds=seconds, until="never")
        return self.socket.close_code


def session_of(heard: list[ForwardMsg]) -> str:
    """The Streamlit session that the messages announce."""
    found = [m.new_session.initialize.session_id for m in heard if m.WhichOneof("type") == "new_session"]
    return str(found[0])


def redirects(heard: list[ForwardMsg]) -> list[str]:
    """Where the messages send the browser."""
    return [str(m.auth_redirect.url) for m in heard if m.WhichOneof("type") == "auth_redirect"]


@contextlib.contextmanager
def tab(
    site: Site,
    cookies: Mapping[str, str] | None = None,
    *,
    continues: str | None = None,
    origin: str | None = "own",
) -> Iterator[Tab]:
    """An open WebSocket; `continues` names a Streamlit session to go on with. Raises InvalidStatus when refused."""
    protocols = ["streamlit", "no-token", *([continues] if continues else [])]
    headers = {"cookie": cookie_line(cookies)} if cookies else {}
    said = site.origin if origin == "own" else origin
    with connect(
        f"ws://127.0.0.1:{site.port}/_stcore/stream",
        origin=Origin(said) if said is not None else None,
        subprotocols=[Subprotocol(each) for each in protocols],
        additional_headers=headers,
        max_size=None,
        close_timeout=2,
    ) as socket:
        yield Tab(socket, site)

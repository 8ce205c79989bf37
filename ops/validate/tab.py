"""A page over its WebSocket, without a browser: Streamlit's own messages, sent and read."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from ops.validate.browsing import Browsing
from sales_core.errors import SourceUnavailable

_PATIENCE = 150.0
"""Seconds for one run: long, since a slow system is told by its figures, and this is to tell a wrong one."""


@dataclass(slots=True)
class Run:
    """All that one run of a page said."""

    messages: list[ForwardMsg]

    def elements(self) -> Iterator[Element]:
        """What is drawn, in its order."""
        for message in self.messages:
            if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
                yield message.delta.new_element

    def session(self) -> str:
        """The Streamlit session that answers."""
        return next((str(m.new_session.initialize.session_id) for m in self.messages if m.HasField("new_session")), "")

    def redirect(self) -> str:
        """Where the browser is sent, or nothing."""
        return next((str(m.auth_redirect.url) for m in self.messages if m.WhichOneof("type") == "auth_redirect"), "")

    def texts(self) -> list[str]:
        """Headings and texts, as they are written."""
        shown = []
        for element in self.elements():
            kind = element.WhichOneof("type")
            if kind in ("heading", "markdown", "alert"):
                shown.append(str(getattr(element, kind).body))
        return shown


@dataclass(slots=True)
class Tab:
    """One open page."""

    socket: ClientConnection
    origin: str

    def run(self, page: str, *states: WidgetState) -> Run:
        """Ask for a run of a page with these widgets. Raises SourceUnavailable when it doesn't end."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.context_info.url = f"{self.origin}/{page}"
        asked.rerun_script.widget_states.widgets.extend(states)
        return Run(self._heard(asked, "script_finished"))

    def file(self, session: str, deferred: str) -> str:
        """The address of a file that is made when it is asked for. Raises SourceUnavailable."""
        asked = BackMsg()
        asked.backend_operation_request.request_id = uuid4().hex
        asked.backend_operation_request.session_id = session
        asked.backend_operation_request.deferred_file.file_id = deferred
        response = self._heard(asked, "backend_operation_response")[-1].backend_operation_response
        if response.error_msg:
            raise SourceUnavailable(f"the file was refused: {response.error_msg}")
        return str(response.deferred_file.url)

    def _heard(self, asked: BackMsg, until: str) -> list[ForwardMsg]:
        heard: list[ForwardMsg] = []
        end = time.monotonic() + _PATIENCE
        try:
            self.socket.send(asked.SerializeToString())
            while not heard or heard[-1].WhichOneof("type") != until:
                heard.append(ForwardMsg.FromString(bytes(self.socket.recv(max(0.0, end - time.monotonic()), False))))
        except (WebSocketException, TimeoutError) as error:
            raise SourceUnavailable(f"the page stopped talking: {error or 'no answer'}") from error
        return heard


@contextlib.contextmanager
def tab(browsing: Browsing) -> Iterator[Tab]:
    """An open WebSocket with the visitor's cookies. Raises SourceUnavailable when it is refused."""
    origin = browsing.wanted.origin
    headers = {"Cookie": browsing.cookie_line()} if browsing.cookies else {}
    try:
        socket = connect(
            origin.replace("http", "ws", 1) + "/_stcore/stream",
            origin=Origin(origin),
            subprotocols=[Subprotocol("streamlit"), Subprotocol("no-token")],
            additional_headers=headers,
            max_size=None,
            open_timeout=_PATIENCE,
            close_timeout=2,
        )
    except (OSError, WebSocketException) as error:
        raise SourceUnavailable(f"the WebSocket of {origin} is refused: {error}") from error
    with socket:
        yield Tab(socket, origin)

"""A tab that nobody sits at: it runs the real script of an app as far as the sign-in page, and signs nobody in.

What a browser does, without drawing: ask for the page, take its cookie, open the WebSocket, ask for a run, and
read what comes until the run is over. The sign-in page reads settings and draws the form that people sign in by.
"""

import time
from http.client import HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from ops.sidecar.findings import Finding, State
from sales_core.places import SIGN_IN

_SECONDS = 4.0
"""Within which the run must be over; a page that takes longer draws for nobody."""
_FIELDS = 2
"""Name and password."""


class Tab:
    """Keeps its cookie and its Streamlit session from run to run, as a tab does, so that an app keeps one for it.

    `secure` is the app's COOKIE_SECURE.
    """

    def __init__(self, app: str, *, secure: bool) -> None:
        self._app, self._secure = app, secure
        self._cookie = self._session = ""
        self._opener = build_opener(ProxyHandler({}))

    def run(self) -> Finding:
        """Did the sign-in page come, whole and without an error?"""
        end = time.monotonic() + _SECONDS
        try:
            self._cookie = self._cookie or self._marked()
            with self._open(end) as socket:
                socket.send(_request(self._app).SerializeToString())
                return self._read(socket, end)
        except (WebSocketException, HTTPException, OSError) as error:  # TimeoutError is one of these
            self._cookie = self._session = ""
            return Finding(State.DOWN, {"error": type(error).__name__})

    def _marked(self) -> str:
        """The cookie of a browser that begins to sign in."""
        with self._opener.open(f"{self._app}{SIGN_IN}", timeout=2) as answer:
            given: SimpleCookie = SimpleCookie()
            for line in answer.headers.get_all("set-cookie") or []:
                given.load(line)
        return "; ".join(f"{name}={morsel.value}" for name, morsel in given.items())

    def _open(self, end: float) -> ClientConnection:
        asked = urlsplit(self._app)
        address = asked._replace(scheme="wss" if asked.scheme == "https" else "ws")
        protocols = ["streamlit", "no-token", *([self._session] if self._session else [])]
        return connect(
            f"{address.geturl()}/_stcore/stream",
            origin=Origin(f"{'https' if self._secure else asked.scheme}://{asked.netloc}"),
            subprotocols=[Subprotocol(each) for each in protocols],
            additional_headers={"cookie": self._cookie},
            open_timeout=max(0.1, end - time.monotonic()),
            close_timeout=0.5,
            max_size=4 * 1024 * 1024,
            proxy=None,
        )

    def _read(self, socket: ClientConnection, end: float) -> Finding:
        fields, errors = 0, 0
        while True:
            message = ForwardMsg.FromString(bytes(socket.recv(timeout=max(0.0, end - time.monotonic()), decode=False)))
            match message.WhichOneof("type"):
                case "new_session":
                    self._session = message.new_session.initialize.session_id
                case "delta":
                    kind = message.delta.new_element.WhichOneof("type")
                    fields += kind == "text_input"
                    errors += kind == "exception"
                case "script_finished":
                    return _judged(message.script_finished, fields, errors)


def _request(app: str) -> BackMsg:
    message = BackMsg()
    message.rerun_script.page_name = SIGN_IN.strip("/")
    message.rerun_script.context_info.url = f"{app}{SIGN_IN}"
    return message


def _judged(ended: int, fields: int, errors: int) -> Finding:
    if ended != ForwardMsg.FINISHED_SUCCESSFULLY:
        return Finding(State.DOWN, {"error": ForwardMsg.ScriptFinishedStatus.Name(ended)})
    if errors or fields < _FIELDS:
        return Finding(State.DOWN, {"error": "ScriptError" if errors else "NoSignInForm"})
    return Finding(State.OK)

"""One open WebSocket: every message in is checked, every message out is read for what it hands out."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import Message, Receive, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from ops.web import messages
from ops.web.entrance import Entrance
from ops.web.handed_out import handed_out
from sales_core.errors import SourceUnavailable

SESSION_OVER = 4401
GOING_AWAY = 1013
_GARBLED = 1002
_TOO_BIG = 1009
MOST_BYTES_FROM_NOBODY = 64 * 1024
"""In one message from a browser that has not signed in: a name, a password, an address."""


class Conversation:
    """Stands between the server and Streamlit: `receive` and `send` are what Streamlit is given."""

    def __init__(
        self,
        entrance: Entrance,
        owner: bytes,
        session_id: str | None,
        user: str | None,
        receive: Receive,
        send: Send,
    ) -> None:
        self._entrance = entrance
        self._owner = owner
        self._session_id = session_id
        self._user = user
        self._receive = receive
        self._send = send
        self._asked_to_open = False
        self._streamlit_session: str | None = None
        self._widgets: set[str] = set()
        self._over = False
        self._page: BackMsg | None = None

    @contextmanager
    def open_for(self, key: bytes | None) -> Iterator[None]:
        """While open, the end of the session with this key ends the conversation too."""
        if key is None:
            yield
            return
        self._entrance.sockets.add(key, self.part)
        try:
            yield
        finally:
            self._entrance.sockets.remove(key, self.part)

    async def part(self) -> None:
        """The session is over: the tab is sent to the entrance, nothing more is passed on."""
        if not self._over:
            self._over = True
            await self._send({"type": "websocket.send", "bytes": messages.redirect(messages.way_back(self._page))})
            await self._send({"type": "websocket.close", "code": SESSION_OVER})

    async def receive(self) -> Message:
        """The next message that Streamlit may hear."""
        if not self._asked_to_open:
            self._asked_to_open = True
            return {"type": "websocket.connect"}
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            raw = message.get("bytes") or b""
            if self._user is None and len(raw) > MOST_BYTES_FROM_NOBODY:
                return await self._break_off(_TOO_BIG)
            said = messages.read(raw)
            if said is None or message.get("text") is not None:
                return await self._break_off(_GARBLED)
            passed = await self._passed(said, message)
            if passed is not None:
                return passed

    async def _passed(self, said: BackMsg, message: Message) -> Message | None:
        """The message as Streamlit may hear it; None to leave it out; a disconnect when the session is over."""
        if said.WhichOneof("type") == "rerun_script":
            self._page = _address_only(said)
        try:
            alive = not self._over and await self._entrance.store.user_of_patiently(self._session_id) == self._user
        except SourceUnavailable:
            return await self._break_off(GOING_AWAY)
        if not alive:
            await self.part()
            return {"type": "websocket.disconnect", "code": SESSION_OVER}
        if not messages.allowed(said, signed_in=self._user is not None):
            return None
        if self._user is None:
            return {**message, "bytes": messages.sent_to_the_entrance(said, self._widgets).SerializeToString()}
        if said.WhichOneof("type") == "backend_operation_request" and not self._may_ask_for(said):
            await self._send({"type": "websocket.send", "bytes": messages.refusal(said)})
            return None
        return message

    def _may_ask_for(self, said: BackMsg) -> bool:
        """Whether what is to be made was offered here; Streamlit itself makes it for anyone who knows the id."""
        request = said.backend_operation_request
        if request.session_id and request.session_id != self._streamlit_session:
            return False
        return not request.HasField("deferred_file") or self._entrance.ownership.may_ask_for(
            request.deferred_file.file_id, self._streamlit_session, self._owner
        )

    async def _break_off(self, code: int) -> Message:
        if not self._over:
            self._over = True
            await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}

    async def send(self, message: Message) -> None:
        """Pass on what Streamlit says, noting whose its session and its files are."""
        if self._over:
            return
        raw = message.get("bytes")
        if raw and self._owner:
            if self._streamlit_session is None and (session := messages.streamlit_session(raw)):
                self._entrance.ownership.note_session(session, self._owner)
                self._streamlit_session = session
            self._entrance.ownership.note(handed_out(raw), self._streamlit_session, self._owner)
        if raw and self._user is None:
            if widget := messages.widget_in(raw):
                self._widgets.add(widget)
            message = {**message, "bytes": messages.told_to_nobody(raw)}
        await self._send(message)


def _address_only(rerun: BackMsg) -> BackMsg:
    """What is needed to find the way back, without the widgets' values."""
    kept = BackMsg()
    kept.rerun_script.query_string = rerun.rerun_script.query_string
    kept.rerun_script.context_info.url = rerun.rerun_script.context_info.url
    return kept

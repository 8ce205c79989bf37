"""Streamlit's messages as far as the gate reads and writes them."""

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from sales_core.places import SIGN_IN, farewell_address, path_of

_FROM_ANYONE = frozenset({"rerun_script", "stop_script", "app_heartbeat"})
_FROM_THE_SIGNED_IN = _FROM_ANYONE | {"file_urls_request", "backend_operation_request"}
_OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})


def read(raw: bytes) -> BackMsg | None:
    """What the browser says; None when it is not in Streamlit's language."""
    try:
        message: BackMsg = BackMsg.FromString(raw)
    except DecodeError:
        return None
    return message


def allowed(message: BackMsg, *, signed_in: bool) -> bool:
    """Whether Streamlit may hear it. Not: emptying everyone's caches, debugging, changing the installation."""
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        operations = {field.name for field, _ in message.backend_operation_request.ListFields()}
        if not operations <= _OPERATIONS | {"request_id", "session_id"}:
            return False
    return kind in (_FROM_THE_SIGNED_IN if signed_in else _FROM_ANYONE)


def sent_to_the_entrance(message: BackMsg) -> BackMsg:
    """The same request, for the sign-in page, whatever page it asked for."""
    if message.WhichOneof("type") == "rerun_script":
        message.rerun_script.page_script_hash = ""
        message.rerun_script.page_name = SIGN_IN.strip("/")
    return message


def refusal(request: BackMsg) -> bytes:
    """The answer to a file that is not made for who asked: the same as to one that there never was."""
    message = ForwardMsg()
    message.backend_operation_response.request_id = request.backend_operation_request.request_id
    message.backend_operation_response.error_msg = "Failed to generate file for download"
    raw: bytes = message.SerializeToString()
    return raw


def redirect(address: str) -> bytes:
    """The message that sends the browser to an address of this site."""
    message = ForwardMsg()
    message.auth_redirect.url = address
    raw: bytes = message.SerializeToString()
    return raw


def way_back(rerun: BackMsg | None) -> str:
    """Where a tab whose session ended goes: out, and later back to the page that it shows by its own account."""
    if rerun is None or rerun.WhichOneof("type") != "rerun_script":
        return farewell_address("/")
    asked = rerun.rerun_script
    path = path_of(asked.context_info.url).partition("?")[0]
    query = asked.query_string or path_of(asked.context_info.url).partition("?")[2]
    return farewell_address(path + (f"?{query}" if query else ""))


def streamlit_session(raw: bytes) -> str | None:
    """The id of the Streamlit session that an outgoing message announces; None for any other message."""
    message = ForwardMsg.FromString(raw)
    if message.WhichOneof("type") != "new_session":
        return None
    return message.new_session.initialize.session_id or None

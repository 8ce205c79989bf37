"""Streamlit's messages as far as the gate reads and writes them."""

from collections.abc import Container

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from sales_core.places import SIGN_IN, farewell_address, path_of

_FROM_ANYONE = frozenset({"rerun_script", "stop_script", "app_heartbeat"})
_FROM_THE_SIGNED_IN = _FROM_ANYONE | {"file_urls_request", "backend_operation_request"}
_FORM_VALUES = frozenset({"string_value", "trigger_value"})
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


def sent_to_the_entrance(message: BackMsg, widgets: Container[str]) -> BackMsg:
    """The same request, for the sign-in page, whatever page it asked for.

    Values are left out that its form can not have, and those of other widgets than these: Streamlit fails on them.
    """
    if message.WhichOneof("type") == "rerun_script":
        asked = message.rerun_script
        asked.page_script_hash = ""
        asked.page_name = SIGN_IN.strip("/")
        given = asked.widget_states.widgets
        kept = [state for state in given if state.id in widgets and state.WhichOneof("value") in _FORM_VALUES]
        if len(kept) < len(given):
            kept = [WidgetState.FromString(state.SerializeToString()) for state in kept]
            del given[:]
            given.extend(kept)
    return message


def widget_in(raw: bytes) -> str | None:
    """The id of the widget that an outgoing message draws; None when it draws none."""
    message = ForwardMsg.FromString(raw)
    if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
        return None
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    return (getattr(getattr(element, kind), "id", None) or None) if kind else None


def told_to_nobody(raw: bytes) -> bytes:
    """The same message without what it says of the server's Python, packages and paths; for who is not signed in."""
    message = ForwardMsg.FromString(raw)
    if message.WhichOneof("type") != "new_session":
        return raw
    started = message.new_session
    started.main_script_path = started.main_script_path.rpartition("/")[2]
    started.initialize.ClearField("user_info")
    started.initialize.ClearField("environment_info")
    started.initialize.user_info.SetInParent()
    started.initialize.environment_info.SetInParent()
    told: bytes = message.SerializeToString()
    return told


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

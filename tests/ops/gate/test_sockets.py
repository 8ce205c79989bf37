"""WebSockets at the gate: who may open one and what Streamlit gets to hear."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import InvalidStatus

from ops.web.conversation import MOST_BYTES_FROM_NOBODY
from tests.ops.gate.house import House, everything_in, open_page
from tests.ops.streamlit_client import redirects, session_of, tab


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "http://127.0.0.1:1", "http://localhost:8501", "https://127.0.0.1"]
)
def test_a_websocket_must_come_from_our_own_page(house: House, origin: str | None) -> None:
    with pytest.raises(InvalidStatus), tab(house.first, house.cookies(house.ann), origin=origin):
        pass


@pytest.mark.parametrize("page", ["", "probe", "sign-in", "overview"])
def test_nobody_gets_the_sign_in_page_whatever_is_asked_for(house: House, page: str) -> None:
    mark = house.first.get("/sign-in").cookies
    with tab(house.first, mark) as nobody:
        nobody.ask(page)
        heard = everything_in(nobody.listen())
    assert b"secret of" not in heard
    assert b"Password" in heard


def test_a_browser_without_cookies_is_sent_round_once_and_then_told_so(house: House) -> None:
    with tab(house.first) as nobody:
        nobody.ask("sign-in")
        assert redirects(nobody.listen()) == ["/sign-in?again=1"]
        nobody.ask("sign-in", query="again=1")
        assert b"This browser keeps no cookies" in everything_in(nobody.listen())


def test_the_signed_in_get_their_page(house: House) -> None:
    with tab(house.first, house.cookies(house.bob)) as bob:
        assert b"secret of bob" in everything_in(open_page(bob))


def test_nobody_can_empty_the_caches_or_stop_the_process(house: House) -> None:
    cookies = house.cookies(house.ann)
    with tab(house.first, cookies) as ann:
        before = re.search(rb"cache [0-9a-f]{16}", everything_in(open_page(ann)))
        for kind in ("clear_cache", "debug_disconnect_websocket", "debug_shutdown_runtime", "load_git_info"):
            message = BackMsg()
            setattr(message, kind, True)
            ann.say(message)
        message = BackMsg()
        message.backend_operation_request.install_skills.SetInParent()
        ann.say(message)
        after = re.search(rb"cache [0-9a-f]{16}", everything_in(open_page(ann)))
    assert before is not None
    assert after is not None
    assert before.group() == after.group()


def test_a_garbled_message_closes_the_socket(house: House) -> None:
    with tab(house.first, house.cookies(house.ann)) as ann:
        ann.socket.send(b"\xff\xff\xff")
        assert ann.close_code() == 1002


def test_nobody_says_long_things(house: House) -> None:
    message = BackMsg()
    message.rerun_script.query_string = "x" * MOST_BYTES_FROM_NOBODY
    mark = house.first.get("/sign-in").cookies
    for cookies in (mark, {"dashboard_session": "made-up"}):
        with tab(house.first, cookies) as nobody:
            nobody.say(message)
            assert nobody.close_code() == (1009 if cookies is mark else 4401)
    with tab(house.first, house.cookies(house.bob)) as bob:
        bob.say(message)
        assert b"secret of bob" in everything_in(bob.listen())


def test_nobody_gives_a_widget_a_value_that_the_form_can_not_have(house: House) -> None:
    before = house.first.log.read_text().count("Traceback")
    message = BackMsg()
    message.rerun_script.page_name = "sign-in"
    widgets = message.rerun_script.widget_states.widgets
    widgets.append(WidgetState(id="foo", json_value="{"))
    widgets.append(WidgetState(id="bar", json_trigger_value="{"))
    widgets.append(WidgetState(id="baz", string_value="{"))
    with tab(house.first, house.first.get("/sign-in").cookies) as nobody:
        nobody.say(message)
        assert b"Password" in everything_in(nobody.listen())
    assert house.first.log.read_text().count("Traceback") == before


def test_nobody_is_told_what_the_server_is_made_of(house: House) -> None:
    def started(cookies: Mapping[str, str]) -> Any:
        with tab(house.first, cookies) as opened:
            heard = open_page(opened)
            assert session_of(heard)
            return next(m.new_session for m in heard if m.WhichOneof("type") == "new_session")

    told = started(house.first.get("/sign-in").cookies)
    assert (told.main_script_path, told.initialize.environment_info.ByteSize()) == ("app.py", 0)
    assert told.initialize.user_info.ByteSize() == 0
    known = started(house.cookies(house.bob))
    assert known.initialize.environment_info.python_version.startswith("3.")

"""WebSockets at the gate: who may open one and what Streamlit gets to hear."""

import re

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import InvalidStatus

from tests.ops.gate.house import House, everything_in, open_page
from tests.ops.streamlit_client import redirects, tab


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

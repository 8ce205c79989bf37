"""The app sees the browser's address and scheme through the proxy, and nobody can make it see another."""

import contextlib
from collections.abc import Iterator, Mapping

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from sales_core import sessions
from sales_core.audit import Event, newest
from sales_core.sessions import CookieNames
from tests.ops.nginx.conftest import Front
from tests.ops.nginx.proxy import ask, nginx
from tests.ops.people import NAMES
from tests.ops.streamlit_client import Tab
from tests.ops.web_process import Site, cookie_line

SPOOFED = {
    "x-forwarded-for": "203.0.113.66",
    "x-real-ip": "203.0.113.66",
    "forwarded": "for=203.0.113.66;proto=https",
    "x-forwarded-proto": "https",
}


def address_remembered(front: Front, site: Site, source: str, names: CookieNames = NAMES) -> object:
    """What the audit says of where a ticket came from that claims to come from elsewhere."""
    ticket = sessions.issue_ticket(front.engine, front.ann.user_id, "/", "mine")
    cookies = {names.browser: "mine"}
    assert ask(site, f"/auth/session?t={ticket}", source=source, cookies=cookies, headers=SPOOFED).status == 303
    entry = newest(front.engine, 1)[0]
    assert entry.event is Event.SIGNED_IN
    return entry.detail["address"]


@contextlib.contextmanager
def tab_from(site: Site, source: str, cookies: Mapping[str, str]) -> Iterator[Tab]:
    """A WebSocket from that address, which claims to be from another."""
    with connect(
        f"ws://127.0.0.1:{site.port}/_stcore/stream",
        origin=Origin(site.origin),
        subprotocols=[Subprotocol("streamlit"), Subprotocol("no-token")],
        additional_headers={"cookie": cookie_line(cookies), **SPOOFED},
        max_size=None,
        source_address=(source, 0),
    ) as socket:
        yield Tab(socket, site)


def fail_to_sign_in(opened: Tab, name: str) -> None:
    """Fill in the form of the sign-in page, with a wrong password."""
    opened.ask("sign-in")
    elements = [m.delta.new_element for m in opened.listen() if m.WhichOneof("type") == "delta"]
    typed = [e.text_input for e in elements if e.WhichOneof("type") == "text_input"]
    (pressed,) = [e.button.id for e in elements if e.WhichOneof("type") == "button" and e.button.is_form_submitter]
    message = BackMsg()
    message.rerun_script.page_name = "sign-in"
    widgets = message.rerun_script.widget_states.widgets
    for field, value in zip(typed, (name, "wrong password, surely"), strict=True):
        widgets.append(WidgetState(id=field.id, string_value=value))
    widgets.append(WidgetState(id=pressed, trigger_value=True))
    opened.say(message)
    opened.listen()


def test_a_request_is_remembered_by_the_address_it_came_from(front: Front) -> None:
    assert address_remembered(front, front.site, "127.0.0.9") == "127.0.0.9"


def test_a_wrong_password_is_remembered_by_the_address_it_came_from(front: Front) -> None:
    cookies = front.site.get("/sign-in").cookies
    with tab_from(front.site, "127.0.0.10", cookies) as opened:
        fail_to_sign_in(opened, "nobody-of-that-name")
    entry = newest(front.engine, 1)[0]
    assert (entry.event, entry.detail["address"]) == (Event.SIGN_IN_FAILED, "127.0.0.10")


def test_an_app_without_trusted_proxies_believes_nobody(front: Front, aloof: Site) -> None:
    names = sessions.cookie_names(secure=True)
    assert address_remembered(front, aloof, "127.0.0.9", names) == "127.0.0.9"
    with nginx(f"127.0.0.1:{aloof.port}", front.sidecar) as site:
        assert address_remembered(front, site, "127.0.0.9", names) == "127.0.0.1"


def test_who_reaches_an_app_past_nginx_is_not_believed(front: Front) -> None:
    """Trusted is the one address that nginx has, not everybody on this machine."""
    assert address_remembered(front, front.first, "127.0.0.9") == "127.0.0.9"


def test_a_proxy_in_front_of_nginx_is_believed_when_it_is_named(front: Front) -> None:
    with nginx(front.apps, front.sidecar, OUTER_PROXIES="127.0.0.20, 127.0.0.32/28") as site:
        for source, seen in (
            ("127.0.0.20", "203.0.113.66"),
            ("127.0.0.40", "203.0.113.66"),
            ("127.0.0.9", "127.0.0.9"),
        ):
            assert address_remembered(front, site, source) == seen
        for source, secure in (("127.0.0.20", True), ("127.0.0.9", False)):
            reply = ask(site, "/metrics", source=source, headers=SPOOFED)
            assert bool(reply.every("strict-transport-security")) is secure
            (route,) = ask(site, "/probe", source=source, headers=SPOOFED).every("set-cookie")
            assert route.endswith("; Secure") is secure

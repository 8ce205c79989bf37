"""A session that ends is over in every process, tab and callback."""

import re

import pytest

from sales_core import sessions
from sales_core.accounts import book
from sales_core.audit import Event, newest
from sales_core.viewer import NOTHING, Role
from tests.ops.gate.house import House, await_status, everything_in, open_page
from tests.ops.people import NAMES, account
from tests.ops.streamlit_client import redirects, tab


def test_a_copied_cookie_is_dead_after_sign_out(house: House) -> None:
    cookies = house.cookies(house.ann)
    assert house.first.get("/probe", cookies).status == 200
    assert house.second.get("/probe", cookies).status == 200
    sessions.sign_out(house.engine, cookies[NAMES.session])
    for site in (house.first, house.second):
        await_status(site, cookies, 303)
        with tab(site, cookies) as dead:
            dead.ask("probe", query="a=1")
            assert redirects(dead.listen(until="auth_redirect")) == ["/auth/bye?next=%2Fprobe%3Fa%3D1"]
            assert dead.close_code() == 4401
        assert not any(b"secret of" in frame for frame in dead.frames)
    assert newest(house.engine, 1)[0].event == Event.SIGNED_OUT


def test_an_open_tab_of_another_process_is_sent_away_without_a_click(house: House) -> None:
    cookies = house.cookies(house.ann)
    with tab(house.second, cookies) as open_tab:
        open_page(open_tab)
        sessions.sign_out(house.engine, cookies[NAMES.session])
        assert redirects(open_tab.listen(seconds=5, until="auth_redirect")) == ["/auth/bye"]
        assert open_tab.close_code() == 4401


def test_a_callback_of_a_dead_session_never_runs(house: House) -> None:
    cookies = house.cookies(house.ann)
    with tab(house.first, cookies) as ann:
        heard = everything_in(open_page(ann))
        button = re.search(rb"\$\$ID-[0-9a-f]+-press", heard)
        assert button is not None
        widget = button.group().decode()
        ann.ask(press=widget)
        ann.listen()
        assert house.presses.read_text() == "pressed\n"
        # Expired by the clock: nobody is notified, the next message finds out.
        house.sql(
            "UPDATE app.sessions SET expires_at = now() - interval '1 second', created_at = now() - interval '1 d'"
        )
        house.sql("NOTIFY session_gone, '00'")
        with tab(house.second, cookies) as elsewhere:
            elsewhere.ask(press=widget)
            assert redirects(elsewhere.listen(until="auth_redirect"))
    assert house.presses.read_text() == "pressed\n"


@pytest.mark.parametrize("change", ["grant", "role", "disable", "reset"])
def test_what_an_operator_changes_ends_the_sessions(house: House, change: str) -> None:
    name = f"cal-{change}"
    cal = account(house.engine, name, Role.VIEWER)
    cookies = house.cookies(cal)
    with tab(house.second, cookies) as open_tab:
        open_page(open_tab)
        match change:
            case "grant":
                book.grant(house.engine, name, NOTHING, actor="command line")
            case "role":
                book.change_role(house.engine, name, Role.ANALYST, actor="command line")
            case "disable":
                book.disable(house.engine, name, actor="command line")
            case "reset":
                book.reset(house.engine, name, actor="command line")
        assert open_tab.close_code(seconds=5) == 4401
    await_status(house.second, cookies, 303)


@pytest.mark.parametrize("payload", ["", "not a key", "0", "ff" * 31, "FF" * 32, "é" * 64])
def test_what_is_no_key_ends_nothing_and_the_gate_hears_on(house: House, payload: str) -> None:
    complaint = "listening for ended sessions failed"
    before = house.first.log.read_text().count(complaint)
    cookies = house.cookies(house.ann)
    assert house.first.get("/probe", cookies).status == 200
    house.sql(f"NOTIFY session_gone, '{payload}'")
    sessions.sign_out(house.engine, cookies[NAMES.session])
    await_status(house.first, cookies, 303)
    assert house.first.log.read_text().count(complaint) == before

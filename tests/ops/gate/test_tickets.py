"""A ticket becomes a session once, in the browser that began."""

import pytest

from sales_core import sessions
from sales_core.audit import Event, newest
from tests.kept_secrets import PLANTED
from tests.ops.gate.house import House
from tests.ops.people import NAMES


def test_a_ticket_works_once_in_the_browser_that_began(house: House) -> None:
    ticket = PLANTED.secret(sessions.issue_ticket(house.engine, house.ann.user_id, "/probe?a=1", "mine"))
    address = f"/auth/session?t={ticket}"
    for strangers in ({}, {NAMES.browser: "another"}):
        refused = house.first.get(address, strangers)
        assert (refused.headers["location"], dict(refused.cookies)) == ("/sign-in", {})
    answer = house.first.get(address, {NAMES.browser: "mine"})
    assert (answer.status, answer.headers["location"]) == (303, "/probe?a=1")
    assert len(answer.cookies[NAMES.session]) >= 43
    assert answer.headers["cache-control"] == "no-store"
    again = house.first.get(address, {NAMES.browser: "mine"})
    assert (again.headers["location"], dict(again.cookies)) == ("/sign-in", {})
    assert [entry.event for entry in newest(house.engine, 2)] == [Event.SIGNED_IN, Event.TICKET_REFUSED]


def test_signing_in_again_ends_the_old_session_of_the_browser(house: House) -> None:
    old = house.cookies(house.ann)
    ticket = PLANTED.secret(sessions.issue_ticket(house.engine, house.ann.user_id, "/", "mine"))
    house.first.get(f"/auth/session?t={ticket}", {NAMES.browser: "mine", **old})
    assert sessions.viewer_of(house.engine, old[NAMES.session]) is None


@pytest.mark.parametrize("wanted", ["//evil.example", "/\\evil.example", "/%2fevil.example", "/auth/bye", "/sign-in"])
def test_a_hostile_next_ends_at_the_front_page(house: House, wanted: str) -> None:
    ticket = PLANTED.secret(sessions.issue_ticket(house.engine, house.ann.user_id, wanted, "mine"))
    assert house.first.get(f"/auth/session?t={ticket}", {NAMES.browser: "mine"}).headers["location"] == "/"


def test_the_cookies_are_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    assert "HttpOnly; SameSite=Lax" in house.first.get("/sign-in").headers["set-cookie"]

"""Coming in and going out, in a real browser on real processes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sales_core.accounts import book
from sales_core.accounts.check import check_password
from sales_core.audit import Event, newest
from sales_core.viewer import EVERYTHING, Role
from tests.browser.conftest import Dashboard
from tests.browser.visits import Visit, fill_in
from tests.ops.people import NAMES, PASSWORD, account
from tests.ops.streamlit_client import redirects, tab

pytestmark = pytest.mark.browser
Visits = Callable[..., Visit]


def test_a_one_time_password_leads_to_a_password_of_ones_own_and_then_to_the_page(
    dashboard: Dashboard, visit: Visits, pictures: Path
) -> None:
    one_time = book.add(dashboard.engine, "gail", Role.ADMIN, EVERYTHING, actor="command line", display_name="Gail")
    page = visit().page
    page.goto(dashboard.first.origin + "/account?kept=1%202")
    expect(page).to_have_url(f"{dashboard.first.origin}/sign-in?next=%2Faccount%3Fkept%3D1%25202")
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    page.screenshot(path=pictures / "sign_in.png")
    page.set_viewport_size({"width": 390, "height": 844})
    page.screenshot(path=pictures / "sign_in_390.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})
    fill_in(page, "Gail", one_time)
    page.get_by_label("New password", exact=True).fill("gail")
    page.get_by_label("New password again").fill("gail")
    page.get_by_role("button", name="Use this password").click()
    expect(page.get_by_text("at least 12 characters; this one has 4")).to_be_visible()
    page.screenshot(path=pictures / "choose_password.png")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    page.get_by_role("button", name="Use this password").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    expect(page).to_have_url(f"{dashboard.first.origin}/account?kept=1%202")
    events = [entry.event for entry in newest(dashboard.engine, 3)]
    assert events == [Event.SIGNED_IN, Event.PASSWORD_CHANGED, Event.ACCOUNT_ADDED]


def test_a_wrong_password_says_so_and_the_fifth_locks(dashboard: Dashboard, visit: Visits) -> None:
    hal = account(dashboard.engine, "hal")
    for _ in range(4):
        assert check_password(dashboard.engine, hal.name, "wrong", address="192.0.2.7") is None
    page = visit().page
    page.goto(dashboard.first.origin)
    fill_in(page, hal.name, "wrong")
    expect(page.get_by_text("That name and password do not match.")).to_be_visible()
    fill_in(page, hal.name, hal.password)
    expect(page.get_by_text("Too many attempts. Please wait a minute")).to_be_visible()
    assert [entry.event for entry in newest(dashboard.engine, 2)] == [Event.LOCKED, Event.SIGN_IN_FAILED]


def test_the_session_cookie_is_out_of_reach_and_outlives_a_reload(dashboard: Dashboard, visit: Visits) -> None:
    ida = visit()
    ida.sign_in(dashboard.first, account(dashboard.engine, "ida"), "/account")
    kept = {c["name"]: (c["httpOnly"], c["sameSite"], c["path"]) for c in ida.context.cookies()}
    assert kept[NAMES.session] == (True, "Lax", "/")
    assert NAMES.browser not in kept
    assert NAMES.session not in ida.page.evaluate("document.cookie")
    ida.page.reload()
    expect(ida.page.get_by_role("heading", name="Your account")).to_be_visible()


def test_signing_out_ends_every_tab_and_the_copied_cookie(dashboard: Dashboard, visit: Visits) -> None:
    jo = visit()
    jo.sign_in(dashboard.first, account(dashboard.engine, "jo"))
    copied = jo.session_cookie()
    assert copied is not None
    other = jo.tab()  # cookies know no ports: the same session on the other process
    other.goto(dashboard.second.origin + "/account?kept=1")
    expect(other.get_by_role("heading", name="Your account")).to_be_visible()
    jo.page.get_by_role("button", name="Sign out").click()
    expect(jo.page.get_by_label("Password", exact=True)).to_be_visible()
    expect(other.get_by_label("Password", exact=True)).to_be_visible()
    expect(other).to_have_url(f"{dashboard.second.origin}/sign-in?next=%2Faccount%3Fkept%3D1")
    assert jo.session_cookie() is None
    thief = visit()
    thief.context.add_cookies([{"name": NAMES.session, "value": copied, "url": dashboard.first.origin}])
    thief.page.goto(dashboard.first.origin + "/account")
    expect(thief.page.get_by_label("Password", exact=True)).to_be_visible()
    with tab(dashboard.second, {NAMES.session: copied}) as raw:
        raw.ask("account")
        assert redirects(raw.listen(until="auth_redirect")) == ["/auth/bye?next=%2Faccount"]
    fill_in(other, "jo", PASSWORD)
    expect(other).to_have_url(f"{dashboard.second.origin}/account?kept=1")


def test_a_changed_password_ends_the_sessions_elsewhere(dashboard: Dashboard, visit: Visits) -> None:
    kim = account(dashboard.engine, "kim")
    here, elsewhere = visit(), visit()
    here.sign_in(dashboard.first, kim, "/account")
    elsewhere.sign_in(dashboard.second, kim, "/account")
    here.page.get_by_label("Your password now").fill(kim.password)
    here.page.get_by_role("button", name="Go on").click()
    here.page.get_by_label("New password", exact=True).fill("another horse battery")
    here.page.get_by_label("New password again").fill("another horse battery")
    here.page.get_by_role("button", name="Use this password").click()
    expect(here.page.get_by_text("Your password is changed.")).to_be_visible()
    expect(elsewhere.page.get_by_label("Password", exact=True)).to_be_visible()

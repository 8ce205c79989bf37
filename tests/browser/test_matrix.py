"""Every page for every role and in every state: nothing overlaps, is cut off, too faint, or breaks a rule of access."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Browser, Request, expect

from sales_core.settings import PROJECT
from sales_core.viewer import PERMISSIONS, Permission, Role
from tests.browser.looking import faults_by_axe, faults_of_layout, settled
from tests.browser.odd_company import LONG, MARKUP, OddCompany
from tests.browser.pairs import pairwise
from tests.browser.visits import Visit, fill_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

OUTSIDE = {"__init__", "sign_in"}
PAGES = tuple(sorted(p.stem for p in (PROJECT / "pages").glob("*.py") if p.stem not in OUTSIDE))
NEEDS = {"imports": Permission.BRING_IN, "jobs": Permission.OPERATE, "usage": Permission.OPERATE}
"""What pages need besides seeing sales."""

EMPTY = "v=1&metrics=net_sales&by=territory.product&period=1975&compare=none&align=elapsed"


@dataclass(frozen=True, slots=True)
class State:
    """A way to look at a page: who, how wide, in which light, and with which address."""

    name: str
    person: str = "analyst"
    width: int = 1280
    scheme: str = "light"
    query: str = ""
    locale: str = "en-GB"
    axe: bool = True
    """Whether axe looks too; what it looks at is the same in some states."""


STATES = (
    State("light"),
    State("dark", scheme="dark"),
    State("narrow", width=390),
    State("empty period", query=EMPTY, axe=False),
    State("empty grant", person="nix", axe=False),
    State("one row", person="uno", axe=False),
    State("right to left", width=390, scheme="dark", locale="ar", axe=False),
)


FOR_ADMINS = {"jobs", "usage"}
"""Whose states are looked at as an admin: to everyone else the page says that it is not theirs."""


def _of_an_admin(state: State) -> State:
    return replace(state, person="admin", query="")


@pytest.fixture(scope="module")
def visits(chromium: Browser, odd: OddCompany) -> Iterator[Callable[[State], Visit]]:
    """One signed-in browser for each person, width, light and locale."""
    kept: dict[tuple[str, int, str, str], Visit] = {}

    def signed_in(state: State) -> Visit:
        key = (state.person, state.width, state.scheme, state.locale)
        if key not in kept:
            visit = Visit.begin(chromium, state.width, 900, color_scheme=state.scheme, locale=state.locale)
            visit.page.goto(odd.site.origin + "/account")
            person = odd.people[state.person]
            fill_in(visit.page, person.name, person.password)
            expect(visit.page.get_by_role("heading", name="Your account")).to_be_visible()
            settled(visit.page)
            kept[key] = visit
        return kept[key]

    yield signed_in
    for visit in kept.values():
        visit.context.close()


def faults(visit: Visit, odd: OddCompany, page: str, query: str = "", *, axe: bool = True) -> list[str]:
    """Open the page and say all that is wrong with it."""
    before = len(visit.complaints)
    outside: list[str] = []
    own = (odd.site.origin, odd.site.origin.replace("http", "ws", 1), "data:", "blob:")

    def listen(request: Request) -> None:
        if not request.url.startswith(own):
            outside.append(request.url)

    visit.page.on("request", listen)
    visit.page.goto(f"{odd.site.origin}/{'' if page == 'overview' else page}{'?' + query if query else ''}")
    settled(visit.page)
    visit.page.remove_listener("request", listen)
    found = faults_of_layout(visit.page) + [f"asked elsewhere: {url}" for url in outside]
    if "/sign-in" in visit.page.url:
        found.append("nobody is signed in")
    if axe:
        found += faults_by_axe(visit.page)
    return found + visit.complaints[before:]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_in_every_state_is_whole(page: str, odd: OddCompany, visits: Callable[[State], Visit]) -> None:
    found = {
        state.name: faults(visits(state), odd, page, state.query, axe=state.axe)
        for state in (_of_an_admin(state) if page in FOR_ADMINS else state for state in STATES)
        if page != "imports"
    }
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize("role", list(Role))
def test_every_page_opens_for_its_roles_and_says_so_to_others(
    role: Role, odd: OddCompany, visits: Callable[[State], Visit]
) -> None:
    visit = visits(State("role", person=role.value))
    for page in PAGES:
        found = faults(visit, odd, page, axe=role is Role.ADMIN)
        text = visit.page.locator("[data-testid=stMain]").inner_text()
        allowed = NEEDS.get(page, Permission.VIEW_SALES) in PERMISSIONS[role]
        assert ("not open to you" in text) is not allowed, page
        assert found == [], page


PAIRED = {
    "page": [page for page in PAGES if page != "imports"],
    "person": [role.value for role in Role],
    "scheme": ["light", "dark"],
    "width": ["1280", "390"],
    "query": ["", EMPTY],
    "locale": ["en-GB", "de-DE", "ar"],
}


def test_what_was_not_tried_together_is_whole_in_pairs(odd: OddCompany, visits: Callable[[State], Visit]) -> None:
    found = {}
    for row in pairwise(PAIRED):
        state = State("pair", row["person"], int(row["width"]), row["scheme"], row["query"], row["locale"])
        found[tuple(row.values())] = faults(visits(state), odd, row["page"], state.query, axe=False)
    assert {row: said for row, said in found.items() if said} == {}


def test_markup_in_names_is_text_everywhere(odd: OddCompany, visits: Callable[[State], Visit]) -> None:
    visit = visits(State("names"))
    for page in PAGES:
        if page == "imports":
            continue
        faults(visit, odd, page, axe=False)
        assert visit.page.locator("[data-testid=stMain] script").count() == 0
        shown = visit.page.locator("[data-testid=stMain]").inner_text()
        assert not re.search(r"&lt;script|\\<script", shown), page
    visit.page.goto(odd.site.origin + "/search?text=" + MARKUP[:7])
    settled(visit.page)
    assert MARKUP in visit.page.locator("[data-testid=stMain]").inner_text()
    visit.page.goto(odd.site.origin + "/search?text=" + LONG[:12].replace(" ", "%20"))
    settled(visit.page)
    assert LONG in visit.page.locator("[data-testid=stMain]").inner_text()

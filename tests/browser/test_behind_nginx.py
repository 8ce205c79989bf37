"""The dashboard in a real browser, through the proxy: it comes in, brings in a file, moves on, and comes back."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sales_core.viewer import Role
from tests.browser.conftest import Dashboard
from tests.browser.visits import Visit
from tests.ops.nginx.proxy import nginx
from tests.ops.people import account
from tests.ops.web_process import Site, free_port

pytestmark = pytest.mark.browser
Visits = Callable[..., Visit]
REQUESTS_OF_A_PAGE = 150
"""What tests/ops/nginx/test_limits.py asks for each of twenty people at once."""


@pytest.fixture
def front(dashboard: Dashboard) -> Iterator[Site]:
    """nginx before both processes, every limit at its default; no sidecar is asked."""
    with nginx(f"127.0.0.1:{dashboard.first.port}, 127.0.0.1:{dashboard.second.port}", free_port()) as site:
        yield site


def test_a_person_works_through_the_proxy_and_nothing_is_refused(
    dashboard: Dashboard, front: Site, visit: Visits
) -> None:
    ivy = account(dashboard.engine, "ivy", Role.ADMIN)
    person = visit()
    person.sign_in(front, ivy, "/imports")
    page = person.page
    expect(page.get_by_text("Bring in a file")).to_be_visible()
    asked_at_first = len(front.log.read_text().splitlines())
    page.set_input_files('input[type="file"]', {"name": "x.csv", "mimeType": "text/csv", "buffer": b"a,b\n" * 700_000})
    expect(page.get_by_text("x.csv")).to_be_visible()
    expect(page.get_by_role("button", name="Take it in")).to_be_enabled()
    page.reload()
    expect(page.get_by_text("Bring in a file")).to_be_visible()
    route = [cookie for cookie in person.context.cookies() if cookie["name"] == "dashboard_route"]
    assert [(cookie["httpOnly"], cookie["expires"]) for cookie in route] == [(True, -1)]
    person.context.close()
    told = [json.loads(line) for line in front.log.read_text().splitlines()]
    sent = [each for each in told if each["path"] == "/_stcore/upload_file/…" and each["method"] == "PUT"]
    assert [each["status"] for each in sent] == [204]
    sockets = [each for each in told if each["path"] == "/_stcore/stream"]
    assert {each["status"] for each in sockets} == {101}
    assert len({each["upstream"] for each in (*sockets, *sent)}) == 1
    assert {each["status"] for each in told} <= {101, 200, 204, 303, 304}
    assert 20 < asked_at_first <= REQUESTS_OF_A_PAGE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_proxys_own_page_is_drawn_without_a_complaint(
    front: Site, visit: Visits, pictures: Path, scheme: str
) -> None:
    person = visit(color_scheme=scheme)
    answer = person.page.goto(f"{front.origin}/no/such/page")
    assert answer is not None
    assert answer.status == 404
    expect(person.page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    paper = person.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(11, 18, 32)"}[scheme]
    expect(person.page.get_by_text(answer.headers["x-request-id"])).to_be_visible()
    assert person.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    person.page.screenshot(path=pictures / f"nothing_here_{scheme}.png")
    person.complaints.clear()  # the browser notes the 404 itself

"""What nobody gets from a process that has served nobody yet: the sign-in page, and not a byte of data."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from sales_core.settings import PROJECT
from tests import kept_secrets
from tests.browser.conftest import Dashboard
from tests.browser.visits import Visit
from tests.conftest import as_login
from tests.ops.people import account
from tests.ops.streamlit_client import tab
from tests.ops.web_process import Site, running

pytestmark = pytest.mark.browser
Visits = Callable[..., Visit]

PAGES = sorted(path.stem for path in (PROJECT / "pages").glob("*.py") if path.stem not in ("__init__", "sign_in"))
PLANTED = ("Planted Territory", kept_secrets.PLANTED.person("Planted Customer"), "Planted Product", "918273", "918,273")
PLANT = """
INSERT INTO sales.territories (territory_id, name, region) VALUES (7001, 'Planted Territory', 'Planted Region');
INSERT INTO sales.channels (channel_id, name) VALUES (7001, 'Planted Channel') ON CONFLICT DO NOTHING;
INSERT INTO sales.currencies (currency, name) VALUES ('USD', 'US dollar') ON CONFLICT DO NOTHING;
INSERT INTO sales.customers (customer_id, source, source_key, name) VALUES (7001, 'test', '7001', 'Planted Customer');
INSERT INTO sales.products (product_id, source, source_key, name) VALUES (7001, 'test', '7001', 'Planted Product');
INSERT INTO sales.orders (customer_id, order_id, source, document_no, ordered_at, business_date, territory_id,
  channel_id, currency, rate) VALUES (7001, 7001, 'test', '7001', now(), current_date, 7001, 7001, 'USD', 1);
INSERT INTO sales.order_lines (customer_id, order_id, line_no, ordered_at, business_date, territory_id, channel_id,
  currency, rate, product_id, quantity, list_price, net_price) VALUES
  (7001, 7001, 1, now(), current_date, 7001, 7001, 'USD', 1, 7001, 1, 918273, 918273)
"""


@pytest.fixture(scope="module")
def planted(dashboard: Dashboard) -> None:
    """One order that can be told from everything else."""
    engine = create_engine(dashboard.owner_url)
    with engine.begin() as connection:
        for statement in PLANT.split(";"):
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def fresh(dashboard: Dashboard, planted: None, tmp_path: Path) -> Iterator[Site]:
    """A process that has run no script yet."""
    with running("ops.web", as_login(dashboard.owner_url), tmp_path / "fresh.log") as site:
        yield site


def test_a_fresh_process_gives_a_raw_websocket_no_page(fresh: Site) -> None:
    assert "overview" in PAGES
    mark = fresh.get("/sign-in").cookies
    ways = [(page, hashed) for page in PAGES for hashed in ("", str(PROJECT / "pages" / f"{page}.py"), page)]
    for page, hashed in [*ways, ("", ""), ("", str(PROJECT / "app.py"))]:
        for cookies in ({}, mark):
            with tab(fresh, cookies) as nobody:
                nobody.ask(page, hashed=hashed, query="v=1&period=all")
                assert nobody.listen()
                frames = b"".join(nobody.frames)
            assert_nothing_planted(frames)
            assert (b"Password" if cookies else b"/sign-in?again=1") in frames


@pytest.mark.parametrize("page", PAGES)
def test_a_fresh_process_gives_a_browser_the_sign_in_page(
    fresh: Site, visit: Visits, page: str, pictures: Path
) -> None:
    nobody = visit(color_scheme="dark")
    frames: list[bytes] = []
    nobody.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(as_bytes(frame))))
    nobody.page.goto(f"{fresh.origin}/{page}?period=2011")
    expect(nobody.page.get_by_label("Password", exact=True)).to_be_visible()
    expect(nobody.page).to_have_url(f"{fresh.origin}/sign-in?next=%2F{page}%3Fperiod%3D2011")
    nobody.page.screenshot(path=pictures / "sign_in_dark.png")
    assert frames
    assert_nothing_planted(b"".join(frames) + nobody.page.content().encode())


def test_the_planted_order_is_seen_by_who_may_see_it(dashboard: Dashboard, fresh: Site, visit: Visits) -> None:
    """Else the tests above would prove nothing."""
    lea = visit()
    lea.sign_in(fresh, account(dashboard.engine, "lea"))
    lea.page.get_by_role("button", name="Show all days").click()  # it is of today, which is not over
    expect(lea.page.get_by_text("Planted Territory").first).to_be_visible()


def assert_nothing_planted(received: bytes) -> None:
    for trace in PLANTED:
        assert trace.encode() not in received, trace


def as_bytes(frame: bytes | str) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()

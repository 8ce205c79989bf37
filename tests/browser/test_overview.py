"""The overview in a real browser: its numbers are the workspace's, its address is its state, nothing is shown that
the role may not see."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from sales_core import overview
from sales_core.catalog.model import Unit
from sales_core.links import to_parameters, to_query
from sales_core.query import Filter, Operator
from sales_core.twins import twin_of_totals
from sales_core.viewer import EVERYTHING, Role, Viewer
from sales_core.wording import exact, short
from tests.browser.shop import (
    LINES,
    Shop,
    close_popover,
    come_in,
    demo_shop,
    downloaded_csv,
    drawn,
    open_foot,
    summed,
    table,
    take,
    tile,
)
from tests.browser.visits import Visit

pytestmark = pytest.mark.browser
Visits = Callable[..., Visit]
HOSTILE = "<b>Lamp</b> ![](http://elsewhere.example/x.png) $a$ :red[b] [c](//elsewhere.example)"
ADA = Viewer("ada", "Ada", Role.MANAGER, EVERYTHING)


@pytest.fixture(scope="module")
def shop(new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The demo company, ending today."""
    log = tmp_path_factory.mktemp("shop") / "web.log"
    with demo_shop(new_database(), LINES, log) as made:
        yield made


@pytest.fixture
def ada(shop: Shop, visit: Visits) -> Visit:
    """A manager at the overview."""
    made = visit(width=1440, height=1000)
    come_in(made, shop, shop.ada)
    return made


def test_tiles_and_their_table_are_what_the_workspace_answers(shop: Shop, ada: Visit) -> None:
    totals = shop.workspace().run(overview.totals(overview.DEFAULT, ADA), ADA)
    assert totals.receipt.rows > 1000
    for name, unit in (("net_sales", Unit.MONEY), ("orders", Unit.COUNT), ("gross_margin_share", Unit.SHARE)):
        assert tile(ada.page, name) == short(totals.frame[name].iloc[0], unit, "USD")
    open_foot(ada.page, "totals", "Table")
    assert table(ada.page, "totals") == [list(row) for row in twin_of_totals(totals, "USD").rows]


def test_a_filter_changes_address_and_numbers_and_a_reload_keeps_them(shop: Shop, ada: Visit) -> None:
    page, before = ada.page, tile(ada.page, "net_sales")
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("combobox", name="Add a filter on").click()
    page.get_by_role("option", name="Channel").click()
    page.get_by_role("combobox", name="Channel", exact=True).last.click()
    page.get_by_role("option", name="Online").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Add filter").click()
    held = page.locator(".st-key-head-filters").get_by_role("button", name="channel is Online")
    expect(held).to_be_visible()
    expect(page).to_have_url(re.compile(r"where=channel\.is\.Online"))
    page.reload()
    drawn(page)
    filtered = overview.DEFAULT.__class__(
        metrics=("net_sales",),
        period=overview.DEFAULT.period,
        filters=(Filter("channel", Operator.IS, ("Online",)),),
    )
    answer = shop.workspace().run(filtered, ADA).frame["net_sales"].iloc[0]
    assert tile(page, "net_sales") == short(answer, Unit.MONEY, "USD") != before
    held.click()
    expect(held).to_have_count(0)
    expect(page.locator(".st-key-tile-net_sales [data-testid=stMetricValue]")).to_have_text([before])
    assert "where=" not in page.url


def test_another_period_is_another_address_and_the_way_back_leads_back(shop: Shop, ada: Visit) -> None:
    page, ninety = ada.page, tile(ada.page, "orders")
    page.get_by_role("radio", name="30d").or_(page.get_by_role("button", name="30d", exact=True)).first.click()
    expect(page).to_have_url(re.compile("period=last_30_days"))
    orders = page.locator(".st-key-tile-orders [data-testid=stMetricValue]")
    expect(orders).not_to_have_text([ninety])
    drawn(page)
    assert tile(page, "orders") != ninety
    page.go_back()
    expect(page).to_have_url(re.compile("period=last_90_days"))
    expect(orders).to_have_text([ninety])


def test_the_csv_of_all_rows_sums_to_the_tile(shop: Shop, ada: Visit) -> None:
    totals = shop.workspace().run(overview.totals(overview.DEFAULT, ADA), ADA)
    whole = totals.frame["net_sales"].iloc[0]
    for key in ("trend", "channel", "breakdown", "segment", "best", "last"):
        rows = downloaded_csv(ada.page, key)
        assert summed(rows, "net_sales") == whole, key
        assert key not in ("best", "last") or len(rows) > overview.MOST_LISTED
    assert tile(ada.page, "net_sales") == short(whole, Unit.MONEY, "USD")


def test_the_receipt_says_which_rows_are_behind_the_number_and_the_sql(shop: Shop, ada: Visit) -> None:
    totals = shop.workspace().run(overview.totals(overview.DEFAULT, ADA), ADA)
    open_foot(ada.page, "totals", "Receipt")
    slip = ada.page.locator("[data-testid=stPopoverBody]")
    expect(slip).to_contain_text(f"{totals.receipt.rows:,} rows of facts are behind it")
    expect(slip).to_contain_text(totals.receipt.definitions[0].text)
    expect(slip).to_contain_text(totals.receipt.checksum)
    slip.get_by_text("SQL", exact=True).click()
    expect(slip).to_contain_text("sales.order_lines")
    close_popover(ada.page)


def test_a_choice_inside_a_figure_is_part_of_the_address(ada: Visit) -> None:
    card = ada.page.locator(".st-key-card-breakdown")
    card.get_by_text("Category", exact=True).click()
    expect(card.get_by_role("heading", name="Net sales by category")).to_be_visible()
    expect(ada.page).to_have_url(re.compile(r"by=category\.product"))
    ada.page.reload()
    expect(card.get_by_role("heading", name="Net sales by category")).to_be_visible()


def test_a_viewer_sees_no_cost_and_no_margin_anywhere(shop: Shop, visit: Visits) -> None:
    vic = visit(width=1440, height=1000)
    heard: list[bytes] = []
    vic.page.on("websocket", lambda socket: socket.on("framereceived", lambda sent: heard.append(_bytes(sent))))
    come_in(vic, shop, shop.vic)
    assert vic.page.locator(".st-key-tile-units").count() == 1
    expect(vic.page.get_by_role("button", name="Export")).to_have_count(0)
    open_foot(vic.page, "totals", "Receipt")
    expect(vic.page.locator("[data-testid=stPopoverBody]")).to_contain_text("rows of facts")
    vic.page.goto(f"{shop.site.origin}/about")
    expect(vic.page.get_by_text("net sales, to the cent.")).to_be_visible()
    expect(vic.page.get_by_text("return_rate_by_return_date")).to_be_visible()
    told = b"".join(heard).lower()
    assert b"net sales" in told
    never = (b"gross margin", b"gross_margin", b"margins", b"unit_cost", b"cost of", b"cost_of", b"coverage")
    assert [word for word in never if word in told] == []


def test_a_link_of_a_manager_opens_for_a_viewer_without_what_he_may_not_see(shop: Shop, visit: Visits) -> None:
    link = "&".join(f"{k}={v}" for k, vs in to_parameters(overview.totals(overview.DEFAULT, ADA)).items() for v in vs)
    vic = visit(width=1440, height=1000)
    come_in(vic, shop, shop.vic, f"/?{link}")
    assert "margin" not in vic.page.url
    assert vic.page.locator(".st-key-tile-units").count() == 1


def test_a_name_that_looks_like_markup_is_text_everywhere_and_nothing_is_fetched_from_elsewhere(
    shop: Shop, visit: Visits
) -> None:
    with best_product_named(shop.owner_url, HOSTILE):
        ada = visit(width=1440, height=1000)
        asked: list[str] = []
        ada.context.on("request", lambda request: asked.append(request.url))
        come_in(ada, shop, shop.ada)
        open_foot(ada.page, "best", "Table")
        assert table(ada.page, "best")[0][0] == HOSTILE
        close_popover(ada.page)
        card = ada.page.locator(".st-key-card-breakdown")
        chosen = to_parameters(overview.DEFAULT) | {"where": [f"product.is.{HOSTILE.replace('.', '*.')}"]}
        ada.page.goto(f"{shop.site.origin}/?{urlencode(chosen, doseq=True)}")
        drawn(ada.page)
        expect(ada.page.locator(".st-key-head-filters")).to_contain_text(f"product is {HOSTILE}")
        expect(card).to_be_visible()
        assert ada.page.locator("img[src*=elsewhere]").count() == 0
        own = (f"{shop.site.origin}/", "data:", "blob:", f"ws://127.0.0.1:{shop.site.port}/")
        assert [url for url in asked if not url.startswith(own)] == []


def test_a_link_that_can_not_be_read_says_what_is_wrong(ada: Visit, shop: Shop) -> None:
    ada.page.goto(f"{shop.site.origin}/?v=1&metrics=net_sales&period=yesterday&compare=none&align=elapsed")
    expect(ada.page.get_by_text("cannot read the period 'yesterday'")).to_be_visible()
    drawn(ada.page)


def test_the_address_written_is_the_question_shown(ada: Visit) -> None:
    query = ada.page.evaluate("Object.entries(Object.groupBy(new URLSearchParams(location.search), ([k]) => k))")
    parameters = {name: [value for _, value in pairs] for name, pairs in query}
    assert to_query(parameters) == overview.DEFAULT
    assert exact(None, Unit.MONEY, "USD") == "—"


def test_figures_are_drawn_in_the_theme_that_was_chosen_in_the_menu(ada: Visit) -> None:
    largest = ada.page.locator(".st-key-card-channel .polarlayer .barlayer .point path").first
    expect(largest).to_have_css("fill", "rgb(22, 104, 245)")
    ada.page.get_by_test_id("stMainMenu").click()
    ada.page.get_by_role("menuitemradio", name="Dark").click()
    expect(ada.page.locator(".stApp")).to_have_css("background-color", "rgb(11, 18, 32)")
    ada.page.keyboard.press("Escape")
    ada.page.locator(".st-key-head-bar").get_by_text("30d", exact=True).click()
    expect(largest).to_have_css("fill", "rgb(96, 165, 250)")


@pytest.mark.parametrize(
    ("name", "width", "scheme"), [("light", 1440, "light"), ("dark", 1440, "dark"), ("narrow", 390, "light")]
)
def test_pictures(name: str, width: int, scheme: str, shop: Shop, visit: Visits, pictures: Path) -> None:
    seen = visit(width=width, height=1000, color_scheme=scheme)
    come_in(seen, shop, shop.ada)
    seen.page.wait_for_timeout(800)  # the charts' own transitions
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tops = seen.page.evaluate("[...document.querySelectorAll('[class*=st-key-tile-]')].map(e => e.offsetTop)")
    assert tops[0] == tops[1], "two tiles abreast even where it is narrow"
    assert (tops[2] > tops[0]) == (width < 600)
    background = seen.page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert background == ("rgb(11, 18, 32)" if scheme == "dark" else "rgb(255, 255, 255)")
    take(seen.page, pictures, f"overview_{name}.png")


@contextmanager
def best_product_named(owner_url: str, name: str) -> Iterator[None]:
    """The product that sold most in the overview's days has another name for a while."""
    found = (
        "SELECT product_id, name FROM sales.products JOIN sales.order_lines USING (product_id) "
        "WHERE business_date >= current_date - 90 AND kind = 'sale' AND status = 'placed' "
        "GROUP BY product_id, name ORDER BY sum(quantity * net_price * rate) DESC LIMIT 1"
    )
    rename = text("UPDATE sales.products SET name = :name WHERE product_id = :product_id")
    owner = create_engine(owner_url)
    with owner.begin() as connection:
        best = connection.execute(text(found)).one()
        connection.execute(rename, {"name": name, "product_id": best.product_id})
    yield
    with owner.begin() as connection:
        connection.execute(rename, dict(best._mapping))
    owner.dispose()


def _bytes(sent: str | bytes) -> bytes:
    return sent.encode() if isinstance(sent, str) else sent

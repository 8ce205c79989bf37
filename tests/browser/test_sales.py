"""The sales page in a real browser: press, keep, look behind, from pointer and keyboard; nothing clipped or spilt."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from db.demo.loading import load
from db.engine import make_engine
from sales_core.company import settle
from sales_core.settings import Settings
from sales_core.viewer import Role
from tests.browser.looking import settled
from tests.browser.shop import Shop, take
from tests.browser.visits import Visit, fill_in
from tests.conftest import as_login
from tests.ops.people import account
from tests.ops.web_process import running

pytestmark = pytest.mark.browser
Visits = Callable[..., Visit]
BARS = "&".join(
    (
        "v=2&metrics=net_sales&by=territory&period=last_90_days&compare=previous_period&align=elapsed",
        "fold=territory.5.net_sales.desc&totals=no&fiscal=1.end&week=1&retail=4-4-5&zone=company",
        "returns=return_date&orders=placed&currency=booked&show=bars",
    )
)


@pytest.fixture(scope="module")
def shop(new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The demo company, ending today."""
    owner_url = new_database()
    url = as_login(owner_url)
    engine = make_engine(url)
    settle(engine, Settings(company_currency="USD"))
    load(engine, 6_000, today=datetime.now(UTC).date(), currency="USD")
    ada, vic = account(engine, "ada", Role.MANAGER), account(engine, "vic", Role.VIEWER)
    with running("ops.web", url, tmp_path_factory.mktemp("sales") / "web.log") as site:
        yield Shop(site, engine, owner_url, ada, vic)
    engine.dispose()


def at(visit: Visit, shop: Shop, path: str = "/sales") -> Page:
    """The page, signed in, drawn to its last figure."""
    visit.page.goto(shop.site.origin + path)
    fill_in(visit.page, shop.ada.name, shop.ada.password)
    ready(visit.page)
    return visit.page


def ready(page: Page) -> None:
    """Wait until the figure and what stands under it are there."""
    expect(page.locator(".st-key-foot-explored")).to_be_visible()
    settled(page)
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)


@pytest.fixture
def bars(shop: Shop, visit: Visits) -> Page:
    """A manager at bars by territory."""
    page = at(visit(width=1440, height=1000), shop, f"/sales?{BARS}")
    expect(page.locator(".js-plotly-plot .point path").first).to_be_visible()
    return page


def press_a_bar(page: Page) -> str:
    """Press the first bar that can be; what the panel is called."""
    page.wait_for_timeout(800)  # the figure's own transitions
    page.locator(".js-plotly-plot .barlayer .trace").last.locator(".point path").first.click(force=True)
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text("Net sales")
    return panel.get_by_role("heading").first.inner_text()


def test_a_bar_pressed_and_kept_becomes_a_filter_of_the_address(bars: Page) -> None:
    name = press_a_bar(bars).removeprefix("Net sales: ").strip()
    bars.get_by_role("dialog").get_by_role("button", name="Keep only this").click()
    expect(bars.get_by_role("dialog")).to_have_count(0)
    chip = bars.locator(".st-key-head-filters").get_by_role("button", name=f"territory is {name}")
    expect(chip).to_be_visible()
    expect(bars).to_have_url(re.compile(r"where=territory\.is\."))
    chip.click()
    expect(bars).not_to_have_url(re.compile("where="))


def test_the_rows_behind_a_bar_are_paged_and_taken_away(bars: Page) -> None:
    press_a_bar(bars)
    panel = bars.get_by_role("dialog")
    expect(panel).to_contain_text("rows of facts are behind it")
    panel.get_by_text("Rows behind it").click()
    expect(panel.locator(".st-key-look-behind-foot")).to_contain_text(re.compile(r"\d+ rows: sale lines"))
    with bars.expect_download() as begun:
        panel.get_by_role("button", name="All rows").click()
    lines = Path(begun.value.path()).read_text(encoding="utf-8-sig").splitlines()
    told = panel.locator(".st-key-look-behind-foot").inner_text()
    count = int(re.search(r"([\d,]+) rows", told)[1].replace(",", ""))  # type: ignore[index]
    assert len(lines) == count + 1


def test_a_bar_is_broken_down_further_on_the_same_page(bars: Page) -> None:
    name = press_a_bar(bars).removeprefix("Net sales: ").strip()
    bars.get_by_role("combobox", name="Break it down by").click()
    bars.get_by_role("option", name="Segment", exact=True).click()
    expect(bars.get_by_role("heading", name="Net sales by segment")).to_be_visible()
    expect(bars).to_have_url(re.compile(r"by=segment"))
    expect(bars.locator(".st-key-head-filters").get_by_role("button", name=f"territory is {name}")).to_be_visible()


def test_every_value_can_be_looked_into_without_a_pointer(bars: Page) -> None:
    bars.locator(".st-key-foot-explored").get_by_role("button", name="Look into").press("Enter")
    which = bars.get_by_role("combobox", name="A value of the figure")
    which.press("ArrowDown")
    bars.keyboard.press("ArrowDown")
    bars.keyboard.press("Enter")
    opener = bars.get_by_role("button", name="Look into it")
    expect(opener).to_be_enabled()
    opener.press("Enter")
    expect(bars.get_by_role("dialog", name=re.compile("Net sales: "))).to_contain_text("checksum")


def test_counting_otherwise_is_said_on_the_page_and_taken_back(bars: Page) -> None:
    bars.get_by_role("button", name="Counting").click()
    bars.get_by_text("Day of sale", exact=True).click()
    expect(bars).to_have_url(re.compile("returns=sale_date"))
    bars.keyboard.press("Escape")
    expect(bars.locator(".st-key-head-filters")).to_contain_text("Returns count on the day of sale")
    bars.get_by_role("button", name="Count as usual").click()
    expect(bars).to_have_url(re.compile("returns=return_date"))


def test_the_way_back_leads_to_the_shape_before(shop: Shop, visit: Visits) -> None:
    page = at(visit(width=1440, height=1000), shop)
    page.locator(".st-key-card-explored").get_by_text("Heatmap", exact=True).click()
    expect(page).to_have_url(re.compile(r"by=weekday\.hour.*show=heatmap"))
    page.go_back()
    expect(page.get_by_role("heading", name="Net sales by week and territory")).to_be_visible()


@pytest.mark.parametrize("shape", ["lines", "bars", "multiples", "heatmap", "table"])
@pytest.mark.parametrize(("name", "width", "scheme"), [("light", 1440, "light"), ("narrow", 390, "dark")])
def test_pictures(shape: str, name: str, width: int, scheme: str, shop: Shop, visit: Visits, pictures: Path) -> None:
    by = {"heatmap": "weekday.hour", "bars": "territory", "table": "territory.channel"}.get(shape, "week.territory")
    fold = "" if shape in ("heatmap", "table") else "&fold=territory.5.net_sales.desc"
    rest = BARS.partition("&period")[2].partition("&fold")[0] + "&totals" + BARS.partition("&totals")[2]
    path = f"/sales?v=2&metrics=net_sales&by={by}&period{rest.replace('show=bars', f'show={shape}')}{fold}"
    page = at(visit(width=width, height=1000, color_scheme=scheme), shop, path)
    page.wait_for_timeout(1200)  # the figure's own transitions
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_text("could not be read")).to_have_count(0)
    take(page, pictures, f"sales_{shape}_{name}.png")

"""The sales page in a real browser: press, keep, look behind, from pointer and keyboard; nothing clipped or spilt."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import settled
from tests.browser.shop import Shop, demo_shop, take
from tests.browser.visits import Visit, fill_in

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
    log = tmp_path_factory.mktemp("sales") / "web.log"
    with demo_shop(new_database(), 6_000, log) as made:
        yield made


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


def asking(by: str, shape: str, metrics: str = "net_sales", fold: str = "") -> str:
    """The address of a question of the last 90 days."""
    rest = BARS.partition("&period")[2].partition("&fold")[0] + "&totals" + BARS.partition("&totals")[2]
    kept = f"&fold={fold}" if fold else ""
    return f"/sales?v=2&metrics={metrics}&by={by}&period{rest.replace('show=bars', f'show={shape}')}{kept}"


def test_lines_left_for_a_heatmap_come_back_with_what_was_asked(shop: Shop, visit: Visits) -> None:
    page = at(visit(width=1440, height=1000), shop, asking("day.channel", "lines", fold="channel.3.net_sales.desc"))
    before = page.url
    card = page.locator(".st-key-card-explored")
    card.get_by_text("Heatmap", exact=True).click()
    expect(page.get_by_role("heading", name="Net sales by weekday and hour")).to_be_visible()
    expect(page).to_have_url(re.compile("aside=day.channel"))
    page.reload()
    ready(page)
    page.locator(".st-key-card-explored").get_by_text("Lines", exact=True).click()
    expect(page.get_by_role("heading", name="Net sales by day and channel")).to_be_visible()
    expect(page).not_to_have_url(re.compile("aside="))
    assert parse_qs(urlsplit(page.url).query) == parse_qs(urlsplit(before).query)


def test_each_of_two_measures_is_drawn_and_pressed_as_itself(shop: Shop, visit: Visits) -> None:
    path = asking("territory", "bars", "net_sales.orders", "territory.5.net_sales.desc")
    page = at(visit(width=1440, height=1000), shop, path)
    expect(page.locator(".st-key-card-explored .js-plotly-plot")).to_have_count(2)
    second = page.locator(".st-key-measure-orders .js-plotly-plot")
    expect(second.locator(".point path").first).to_be_visible()
    page.wait_for_timeout(800)  # the figure's own transitions
    second.locator(".barlayer .trace").last.locator(".point path").first.click(force=True)
    expect(page.get_by_role("dialog")).to_contain_text("Orders: ")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator(".st-key-foot-explored").get_by_role("button", name="Receipt").click()
    slip = page.locator("[data-testid=stPopoverBody]")
    expect(slip).to_contain_text("Net sales")
    expect(slip).to_contain_text("Orders")


def test_a_heatmap_of_the_week_has_all_days_and_hours_from_the_day_that_a_week_begins_on(
    shop: Shop, visit: Visits
) -> None:
    path = asking("weekday.hour", "heatmap").replace("week=1", "week=7")
    page = at(visit(width=1440, height=1000), shop, path)
    expect(page.locator(".js-plotly-plot .ytick text")).to_have_count(7)
    ticks = page.locator(".js-plotly-plot .ytick text").evaluate_all(
        "all => all.map((e) => [e.getBoundingClientRect().top, e.textContent])"
    )
    days = [name.strip("\u200b") for _, name in sorted(ticks)]
    assert days == ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    hours = [name.strip("\u200b") for name in page.locator(".js-plotly-plot .xtick text").all_text_contents()]
    assert hours == [f"{hour:02}" for hour in range(0, 24, 3)]
    sentence = page.locator(".st-key-card-explored").inner_text()
    empty = int(re.search(r"(\d+) of 168 pairs have nothing", sentence)[1])  # type: ignore[index]
    expect(page.locator(".js-plotly-plot .scatterlayer .trace").first.locator(".point")).to_have_count(empty)


@pytest.mark.parametrize("width", [390, 1440])
def test_a_total_of_the_table_is_told_by_weight_rule_and_name(width: int, shop: Shop, visit: Visits) -> None:
    page = at(visit(width=width, height=1000), shop, asking("channel.weekday", "table"))
    rows = page.locator(".st-key-twin-explored-table tbody tr")
    expect(rows.first).to_be_visible()
    found = rows.evaluate_all(
        """all => all.map((row) => ({name: row.cells[0].innerText.trim(), day: row.cells[1].innerText.trim(),
        weight: Number(getComputedStyle(row.cells[0].querySelector("strong") || row.cells[0]).fontWeight),
        rule: getComputedStyle(row.cells[0]).borderTopColor}))"""
    )
    totals = [row for row in found if row["name"].startswith("Total")]
    details = [row for row in found if not row["name"].startswith("Total")]
    assert totals[-1]["name"] == "Total"
    assert found[-1] == totals[-1]
    assert "Total of Online" in [row["name"] for row in totals]
    assert min(row["weight"] for row in totals) >= 600 > max(row["weight"] for row in details)
    assert {row["rule"] for row in totals}.isdisjoint({row["rule"] for row in details})
    order = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    online = [row["day"] for row in details if row["name"] == "Online"]
    assert online == [day for day in order if day in online]
    assert len(online) > 2


@pytest.mark.parametrize(("width", "rows"), [(390, 4), (1024, 2), (1360, 1), (1440, 1)])
def test_no_choice_stands_in_a_row_alone_but_the_measures(width: int, rows: int, shop: Shop, visit: Visits) -> None:
    page = at(visit(width=width, height=1000), shop, asking("week.territory", "lines"))
    boxes = page.locator(".st-key-choosers > *").evaluate_all(
        "all => all.map((e) => e.getBoundingClientRect()).map((b) => [Math.round(b.top), b.left, b.right])"
    )
    assert len(boxes) == 6
    tops = [top for top, _, _ in boxes]
    assert len(set(tops)) == rows
    left, right = min(box[1] for box in boxes), max(box[2] for box in boxes)
    for top in set(tops):
        row = [box for box in boxes if box[0] == top]
        assert abs(row[0][1] - left) < 2
        assert abs(row[-1][2] - right) < 2, "every row is filled to its end"


def test_months_at_the_axis_are_named_in_the_viewer_s_language_and_nothing_is_fetched(
    shop: Shop, visit: Visits
) -> None:
    visitor = visit(width=1440, height=1000, locale="fr-FR")
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    page = at(visitor, shop, asking("month", "lines").replace("last_90_days", "last_365_days"))
    expect(page.locator(".js-plotly-plot .xtick text").first).to_be_visible()
    ticks = " ".join(page.locator(".js-plotly-plot .xtick text").all_text_contents())
    french = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
    assert sum(name in ticks for name in french) >= 3, ticks
    assert not re.search("Jan|Feb|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec", ticks)
    own = (f"{shop.site.origin}/", "data:", "blob:", f"ws://127.0.0.1:{shop.site.port}/")
    assert [url for url in asked if not url.startswith(own)] == []


def test_a_slice_of_a_ring_is_pressed_twice_and_opens_each_time(shop: Shop, visit: Visits) -> None:
    page = visit(width=1440, height=1400).page
    page.goto(shop.site.origin)
    fill_in(page, shop.ada.name, shop.ada.password)
    expect(page.locator(".st-key-foot-last")).to_be_visible()
    settled(page)
    words = page.locator(".st-key-card-channel .polarlayer .textpoint text").first
    expect(words).to_be_visible()
    page.wait_for_timeout(800)  # the figure's own transitions
    largest = page.locator(".st-key-card-channel .legendtext").first.text_content()
    for _ in range(2):
        box = words.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 6, box["y"] + 30)
        page.mouse.click(box["x"] + 6, box["y"] + 30)
        expect(page.get_by_role("dialog", name=f"Net sales: {largest}")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("shape", ["lines", "bars", "multiples", "heatmap", "table"])
@pytest.mark.parametrize(("name", "width", "scheme"), [("light", 1440, "light"), ("narrow", 390, "dark")])
def test_pictures(shape: str, name: str, width: int, scheme: str, shop: Shop, visit: Visits, pictures: Path) -> None:
    by = {"heatmap": "weekday.hour", "bars": "territory", "table": "territory.channel"}.get(shape, "week.territory")
    path = asking(by, shape, fold="" if shape in ("heatmap", "table") else "territory.5.net_sales.desc")
    page = at(visit(width=width, height=1000, color_scheme=scheme), shop, path)
    page.wait_for_timeout(1200)  # the figure's own transitions
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_text("could not be read")).to_have_count(0)
    take(page, pictures, f"sales_{shape}_{name}.png")

"""The pages of products and customers in a real browser: what is pressed leads on, and keys in addresses are honest."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from sales_core import customers, products, questions
from sales_core.catalog.model import Unit
from sales_core.query import Filter, Operator, Query
from sales_core.viewer import EVERYTHING, NOTHING, Role, Viewer
from sales_core.wording import short
from tests.browser.looking import settled
from tests.browser.shop import Shop, demo_shop, take, tile
from tests.browser.visits import Visit, fill_in
from tests.ops.people import Person

pytestmark = pytest.mark.browser
Visits = Callable[..., Visit]
ADA = Viewer("ada", "Ada", Role.MANAGER, EVERYTHING)
PAGES = ("/products", "/customers", "/territories", "/team")
NAMES = ("<script>alert(1)</script>", "ظ" * 150 + " שלום", "W" * 300)


@pytest.fixture(scope="module")
def shop(new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A small demo company, ending today."""
    log = tmp_path_factory.mktemp("goods") / "web.log"
    with demo_shop(new_database(), 8_000, log, NOTHING) as made:
        yield made


def come(visit: Visit, shop: Shop, path: str, person: Person | None = None) -> Page:
    who = person or shop.ada
    visit.page.goto(shop.site.origin + path)
    fill_in(visit.page, who.name, who.password)
    expect(visit.page.get_by_role("button", name="Sign in")).to_have_count(0)
    whole(visit.page)
    return visit.page


def whole(page: Page) -> None:
    """Wait until the page is drawn to its last figure."""
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    settled(page)


def best(shop: Shop, dimension: str) -> tuple[str, str]:
    """Key and label of what sold most in the default days."""
    asked = products.best(products.DEFAULT) if dimension == "product" else customers.best(customers.DEFAULT)
    frame = shop.workspace().run(asked, ADA).frame
    return str(frame[f"{dimension}__key"].iloc[0]), str(frame[dimension].iloc[0])


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("name", "width", "scheme"), [("light", 1440, "light"), ("dark", 1440, "dark"), ("narrow", 390, "light")]
)
def test_every_page_fits_its_width_in_both_themes_and_fetches_nothing_from_elsewhere(
    path: str, name: str, width: int, scheme: str, shop: Shop, visit: Visits, pictures: Path
) -> None:
    seen = visit(width=width, height=1000, color_scheme=scheme)
    asked: list[str] = []
    seen.context.on("request", lambda request: asked.append(request.url))
    page = come(seen, shop, path)
    assert page.locator("[data-testid=stMetric]").count() == 6
    assert page.locator("[data-testid=stAlert]").count() == 0
    if path == "/territories":
        expect(page.locator(".choroplethlocation").first).to_be_visible()
    page.wait_for_timeout(800)  # the charts' own transitions
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    own = (f"{shop.site.origin}/", "data:", "blob:", f"ws://127.0.0.1:{shop.site.port}/")
    assert [url for url in asked if not url.startswith(own)] == []
    take(page, pictures, f"{path.strip('/')}_{name}.png")


def test_pressing_a_country_on_the_map_looks_at_it_alone_and_the_address_says_so(shop: Shop, visit: Visits) -> None:
    page = come(visit(width=1440, height=1000), shop, "/territories")
    canada = Query(("net_sales",), products.DEFAULT.period, filters=(Filter("country", Operator.IS, ("Canada",)),))
    value = short(shop.workspace().run(canada, ADA).frame["net_sales"].iloc[0], Unit.MONEY, "USD")
    shapes = page.locator(".st-key-card-map path.choroplethlocation")
    expect(shapes.first).to_be_visible()
    labels = page.evaluate("[...document.querySelector('.st-key-card-map .js-plotly-plot').data[2].locations]")
    box = shapes.nth(1 + labels.index("CA")).bounding_box()  # the first is all other land
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.35, box["y"] + box["height"] * 0.75)
    expect(page).to_have_url(re.compile(r"where=country\.is\.Canada"))
    whole(page)
    expect(page.locator(".st-key-tile-net_sales [data-testid=stMetricValue]")).to_have_text([value])
    page.reload()
    whole(page)
    assert tile(page, "net_sales") == value


def test_the_ladder_leads_down_within_what_was_pressed(shop: Shop, visit: Visits) -> None:
    page = come(visit(width=1440, height=1000), shop, "/products")
    card = page.locator(".st-key-card-ladder")
    box = card.locator(".barlayer .trace.bars").last.locator(".point").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"by=subcategory.*where=category\.is\."))
    expect(card.get_by_role("heading", name="Net sales by subcategory")).to_be_visible()


@pytest.mark.parametrize("kind", ["product", "customer"])
def test_one_is_found_by_its_key_and_its_numbers_are_the_workspace_s(kind: str, shop: Shop, visit: Visits) -> None:
    key, label = best(shop, kind)
    page = come(visit(width=1440, height=1000), shop, f"/{kind}?id={key}")
    expect(page.get_by_role("heading", level=1)).to_have_text(label)
    asked = products.DEFAULT_OF_ONE if kind == "product" else customers.DEFAULT_OF_ONE
    answer = shop.workspace().run(questions.totals(questions.of_one(asked, kind, key), ("net_sales",)), ADA)
    assert tile(page, "net_sales") == short(answer.frame["net_sales"].iloc[0], Unit.MONEY, "USD")
    expect(page).to_have_url(re.compile(rf"id={key}"))


@pytest.mark.parametrize("kind", ["product", "customer"])
def test_an_unknown_key_is_said_to_be_unknown_and_leads_to_the_list(kind: str, shop: Shop, visit: Visits) -> None:
    page = come(visit(width=1440, height=1000), shop, f"/{kind}?id=987654321")
    for address in ("?id=abc", "?id=%3Cscript%3E", "?id=99999999999999999999", ""):
        expect(page.get_by_text("was not found, or is not yours to see")).to_be_visible()
        assert page.locator("[data-testid=stMetric]").count() == 0
        page.goto(f"{shop.site.origin}/{kind}{address}")
        whole(page)
    page.get_by_role("button", name=f"All {kind}s").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{kind.capitalize()}s")


def test_pressing_a_row_opens_the_page_of_what_it_is_of(shop: Shop, visit: Visits) -> None:
    key, label = best(shop, "product")
    page = come(visit(width=1440, height=1000), shop, "/products")
    grid = page.locator(".st-key-card-best [data-testid=stDataFrame]")
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 60, box["y"] + 35 + 17)
    expect(page.get_by_role("heading", level=1)).to_have_text(label)
    expect(page).to_have_url(re.compile(rf"/product\?.*id={key}"))


def test_who_is_granted_nothing_is_told_no_more_than_that_it_is_not_found(shop: Shop, visit: Visits) -> None:
    key, label = best(shop, "customer")
    page = come(visit(width=1440, height=1000), shop, f"/customer?id={key}", shop.vic)
    expect(page.get_by_text("was not found, or is not yours to see")).to_be_visible()
    assert label not in page.content()


def test_a_link_that_singles_one_out_by_a_filter_opens_its_page(shop: Shop, visit: Visits) -> None:
    key, label = best(shop, "product")
    link = f"v=2&metrics=net_sales&period=all&where=product.key.{key}&compare=none&align=elapsed&totals=no"
    rest = "fiscal=1.end&week=1&retail=4-4-5&zone=company&returns=return_date&orders=placed&currency=booked"
    page = come(visit(width=1440, height=1000), shop, f"/product?{link}&{rest}")
    expect(page.get_by_role("heading", level=1)).to_have_text(label)
    expect(page).to_have_url(re.compile(rf"period=all.*id={key}"))
    assert "where=" not in page.url


def test_names_that_are_long_or_look_like_markup_leave_the_page_as_wide_as_it_is(
    shop: Shop, visit: Visits, pictures: Path
) -> None:
    key, _ = best(shop, "customer")
    page = come(visit(width=1440, height=1000), shop, f"/customer?id={key}")
    for number, name in enumerate(NAMES):
        with customer_named(shop, key, name):
            for path, width in ((f"/customer?id={key}", 1440), (f"/customer?id={key}", 390), ("/customers", 390)):
                page.set_viewport_size({"width": width, "height": 1000})
                page.goto(shop.site.origin + path)
                whole(page)
                if path != "/customers":
                    expect(page.get_by_role("heading", level=1)).to_have_text(name)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path
                page.screenshot(path=pictures / f"named_{number}_{width}.png")


@contextmanager
def customer_named(shop: Shop, key: str, name: str) -> Iterator[None]:
    """A customer has another name for a while."""
    owner = create_engine(shop.owner_url)
    rename = text("UPDATE sales.customers SET name = :name WHERE customer_id = :key")
    with owner.begin() as connection:
        found = text("SELECT name FROM sales.customers WHERE customer_id = :key")
        before = connection.execute(found, {"key": int(key)}).scalar_one()
        connection.execute(rename, {"name": name, "key": int(key)})
    try:
        yield
    finally:
        with owner.begin() as connection:
            connection.execute(rename, {"name": before, "key": int(key)})
        owner.dispose()


@pytest.mark.parametrize("path", PAGES)
def test_days_without_anything_say_so_and_what_to_do_next(path: str, shop: Shop, visit: Visits) -> None:
    link = "v=2&metrics=net_sales&period=2001&compare=none&align=elapsed&totals=no&fiscal=1.end&week=1&retail=4-4-5"
    page = come(
        visit(width=1440, height=1000),
        shop,
        f"{path}?{link}&zone=company&returns=return_date&orders=placed&currency=booked",
    )
    expect(page.get_by_text("There are no sales in these days.")).to_be_visible()
    assert page.locator("[data-testid=stMetric]").count() == 0
    page.get_by_role("button", name="Show all days").click()
    expect(page.locator("[data-testid=stMetric]")).to_have_count(6)


def test_attainment_is_told_by_person_team_and_territory(shop: Shop, visit: Visits) -> None:
    page = come(visit(width=1440, height=1000), shop, "/team")
    for level in ("Team", "Territory"):
        page.locator(".st-key-cardhead-attainment").get_by_text(level, exact=True).click()
        expect(page.get_by_role("heading", name=f"Credited sales against quota by {level.lower()}")).to_be_visible()
        expect(page).to_have_url(re.compile(f"by={level.lower()}"))
    whole(page)
